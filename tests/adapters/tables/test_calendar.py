"""Calendars: rules and exceptions become sessions that are held when the calendar says so."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from chalicelib.adapters.tables import calendar_feed
from chalicelib.adapters.tables.files import CatalogueFiles
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.schedule import AMSTERDAM, ClosedDays, Session, held_between
from chalicelib.entry.parsing.activity import SessionIn
from chalicelib.entry.parsing.base import parse
from chalicelib.usecases.ports import RawRow
from tests.fakes.making import a_library, an_activity

START = "DTSTART;TZID=Europe/Amsterdam:20260901T100000"  # a Tuesday
END = "DTEND;TZID=Europe/Amsterdam:20260901T113000"


def event(*lines: str, uid: str = "a") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Taalcafé", *lines, "END:VEVENT"]


def calendar(*events: list[str]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *(line for e in events for line in e)]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def rows(*events: list[str], **defaults: Any) -> list[RawRow]:
    return list(calendar_feed.read(calendar(*events), defaults=defaults).rows)


def sessions(row: RawRow) -> list[Session]:
    assert row.faults == ()
    return [parse(SessionIn, rule).as_session() for rule in row.body["sessions"]]


def held(row: RawRow) -> list[datetime]:
    """Every start in the fourteen months from the summer of 2026 on."""
    first = datetime(2026, 8, 1, tzinfo=UTC)
    starts = {
        start
        for session in sessions(row)
        for start in held_between(session, after=first, until=first + timedelta(days=430))
    }
    return sorted(starts)


def reason(*lines: str) -> tuple[str, str]:
    (row,) = rows(event(*lines))
    (fault,) = row.faults
    return fault.name, fault.reason


def test_a_weekly_rule_keeps_its_time_when_the_clocks_change() -> None:
    (row,) = rows(event(START, END, "RRULE:FREQ=WEEKLY;UNTIL=20270630T235959Z"))
    at = {start.astimezone(AMSTERDAM).strftime("%a %H:%M") for start in held(row)}
    assert at == {"Tue 10:00"}
    offsets = {start.astimezone(AMSTERDAM).utcoffset() for start in held(row)}
    assert len(offsets) == 2  # summer and winter are both in it
    assert len(held(row)) == 44


def test_a_rule_in_utc_moves_by_an_hour_when_the_clocks_change() -> None:
    utc = ("DTSTART:20260901T080000Z", "DTEND:20260901T093000Z")
    (row,) = rows(event(*utc, "RRULE:FREQ=WEEKLY;COUNT=44"))
    assert held(row) == [
        datetime(2026, 9, 1, 8, tzinfo=UTC) + timedelta(weeks=week) for week in range(44)
    ]
    assert len(sessions(row)) == 3  # until October, until March, and after


def test_exceptions_moves_and_cancellations_over_both_changes_of_the_clock() -> None:
    (row,) = rows(
        event(
            START,
            END,
            "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630T235959Z",
            "EXDATE;TZID=Europe/Amsterdam:20261027T100000,20270330T100000",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20261110T100000",
            "DTSTART;TZID=Europe/Amsterdam:20261112T140000",
            "DTEND;TZID=Europe/Amsterdam:20261112T150000",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20270413T100000", START, END, "STATUS:CANCELLED"
        ),
    )
    local = [start.astimezone(AMSTERDAM) for start in held(row)]
    days = {start.date() for start in local}
    assert days.isdisjoint({date(2026, 10, 27), date(2027, 3, 30), date(2027, 4, 13)})
    assert date(2026, 11, 10) not in days
    assert datetime(2026, 11, 12, 14, tzinfo=AMSTERDAM) in local
    by_rule = {date(2026, 9, 1) + timedelta(weeks=2 * n) for n in range(22)}
    assert days - {date(2026, 11, 12)} == by_rule - {
        date(2026, 10, 27),
        date(2027, 3, 30),
        date(2027, 4, 13),
        date(2026, 11, 10),
    }


RULES = st.builds(
    "FREQ={};INTERVAL={};COUNT={}{}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 4),
    st.integers(1, 40),
    st.sampled_from(["", ";BYDAY=TU,TH", ";BYDAY=MO,TU,WE,SU", ";BYMONTH=9,10,11,3,4"]),
)


@given(RULES, st.sampled_from(["Europe/Amsterdam", "Europe/London", "UTC"]))
@settings(max_examples=120)
def test_a_rule_is_held_when_the_rule_says(rule: str, zone: str) -> None:
    first = datetime(2026, 9, 1, 9, 30, tzinfo=ZoneInfo(zone))
    expected = [at.astimezone(UTC) for at in rrulestr(rule, dtstart=first)]
    (row,) = rows(
        event(
            f"DTSTART;TZID={zone}:20260901T093000",
            f"DTEND;TZID={zone}:20260901T103000",
            f"RRULE:{rule}",
        )
    )
    if len(row.body["sessions"]) <= 50:  # more is for the door to refuse
        until = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(days=430)
        assert held(row) == [at for at in expected if at <= until]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=MONTHLY;BYDAY=-1TU", {"weekday": "tue", "monthlyOrdinal": -1}),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", {"weekday": "tue", "monthlyOrdinal": 2}),
        ("FREQ=WEEKLY", {"weekday": "tue", "everyWeeks": 1}),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", {"weekday": "tue", "everyWeeks": 3}),
    ],
)
def test_a_rule_of_ours_may_go_on_for_ever(rule: str, said: dict[str, Any]) -> None:
    (row,) = rows(event(START, END, f"RRULE:{rule}"))
    (session,) = row.body["sessions"]
    assert session == {
        **said,
        "start": "10:00",
        "durationMinutes": 90,
        "validFrom": "2026-09-01",
    }


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=SECONDLY", "more_than_daily"),
        ("FREQ=MINUTELY;COUNT=2", "more_than_daily"),
        ("FREQ=HOURLY", "more_than_daily"),
        ("FREQ=DAILY;INTERVAL=2", "endless_rule"),
        ("FREQ=YEARLY", "endless_rule"),
        ("FREQ=WEEKLY;COUNT=100000", "too_many_occurrences"),
        ("FREQ=YEARLY;BYMONTHDAY=1;UNTIL=99991231T000000Z", "too_many_occurrences"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "rule_too_fine"),
        ("FREQ=DAILY;INTERVAL=0", "rule_too_fine"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "never_held"),
        ("FREQ=BLUB", "unreadable"),
    ],
)
def test_a_rule_we_do_not_take_says_why(rule: str, why: str) -> None:
    assert reason(START, END, f"RRULE:{rule}") == ("RRULE", why)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["DTSTART;VALUE=DATE:20260901"], ("DTSTART", "all_day")),
        ([END], ("DTSTART", "required")),
        ([START], ("DTEND", "end_missing")),
        ([START, "DTEND;TZID=Europe/Amsterdam:20260901T090000"], ("DTEND", "upside_down")),
        (["DTSTART;TZID=Mars/Olympus:20260901T100000", END], ("DTSTART", "unknown_time_zone")),
        ([START, END, "X-WEGWIJS-CAPACITY:veel"], ("X-WEGWIJS-CAPACITY", "bad_number")),
        ([START, END, "X-WEGWIJS-LEVEL:hoog"], ("X-WEGWIJS-LEVEL", "bad_level")),
        ([START, "DURATION:P1X"], ("DURATION", "unreadable")),
    ],
)
def test_an_event_we_do_not_understand_says_why(lines: list[str], fault: tuple[str, str]) -> None:
    assert reason(*lines) == fault


def test_what_a_calendar_has_no_word_for_comes_from_properties_of_ours() -> None:
    (row,) = rows(
        event(
            START,
            "DURATION:PT2H",
            "DESCRIPTION:Praten met elkaar",
            "CATEGORIES:Agenda,Taalcafé,Ontmoeting",
            "X-WEGWIJS-LEVEL:A0-B1",
            "X-WEGWIJS-LEVEL-POLICY:streng",
            "X-WEGWIJS-BRANCH:NL-0899041002",
            "X-WEGWIJS-LANGUAGES:Arabisch\\, Engels",
            "X-WEGWIJS-CAPACITY:onbeperkt",
        )
    )
    assert row.faults == ()
    assert {**row.body, "sessions": []} == {
        "sourceId": "a",
        "title": "Taalcafé",
        "description": "Praten met elkaar",
        "type": "language_cafe",
        "themes": ["meeting"],
        "level": {"min": "pre_a1", "max": "b1", "policy": "strict"},
        "branch": {"isil": "NL-0899041002"},
        "helpingLanguages": ["ar", "en"],
        "capacity": None,
        "sessions": [],
    }


def test_a_desk_in_a_calendar_meets_in_parts_of_the_day() -> None:
    long = ("DTSTART;TZID=Europe/Amsterdam:20260901T090000", "DURATION:PT8H")
    (row,) = rows(event(*long, "RRULE:FREQ=WEEKLY"), type="language_house_desk")
    assert [rule["start"] for rule in row.body["sessions"]] == ["09:00", "12:00"]


def test_the_same_uid_twice_is_two_rows() -> None:
    assert [row.body["sourceId"] for row in rows(event(START, END), event(START, END))] == [
        "a",
        "a",
    ]


def test_what_is_cancelled_altogether_is_inactive() -> None:
    (row,) = rows(event(START, END, "STATUS:CANCELLED"))
    assert row.body["status"] == "inactive"


def test_a_calendar_over_its_bound_is_refused() -> None:
    with pytest.raises(InvalidRequest) as refused:
        calendar_feed.read(b"x" * (2**20 + 1), defaults={})
    assert refused.value.faults[0].reason == "calendar_too_large"


def test_a_calendar_full_of_heavy_rules_stops_at_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_feed, "MAX_SECONDS", 0.2)
    heavy = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"
    with pytest.raises(InvalidRequest) as refused:
        rows(*(event(START, END, heavy, uid=str(n)) for n in range(1_000)))
    assert refused.value.faults[0].reason == "took_too_long"


# ---- and out again

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHRISTMAS = ((date(2026, 12, 19), date(2027, 1, 3)),)
HOLIDAYS = Holidays({HolidayRegion.MIDDEN: ClosedDays(CHRISTMAS)})


def starts_in(text: str) -> Iterable[datetime]:
    """Every start of the coming year, as another program reads the calendar."""
    until = AT + timedelta(days=366)
    events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    for one in events:
        first, rule = one["DTSTART"].dt, one.get("RRULE")
        exdate = one.get("EXDATE", [])
        skipped = {
            v.dt for each in (exdate if isinstance(exdate, list) else [exdate]) for v in each.dts
        }
        times = [first] if rule is None else rrulestr(rule.to_ical().decode(), dtstart=first)
        for start in times:
            if start > until:
                break
            if start not in skipped:
                yield start.astimezone(UTC)


def test_what_goes_out_is_held_when_the_library_says() -> None:
    activity = an_activity(
        closed_in_school_holidays=HolidayRegion.MIDDEN,
        sessions=(
            *an_activity().sessions,
            Session(
                start=datetime(2026, 1, 1, 19, 30).time(),  # noqa: DTZ001 - a clock on the wall
                duration_minutes=60,
                weekday=an_activity().sessions[0].weekday,
                monthly_ordinal=-1,
                valid_until=date(2027, 6, 30),
            ),
            Session(
                start=datetime(2026, 1, 1, 9).time(),  # noqa: DTZ001
                duration_minutes=60,
                on_date=date(2026, 12, 10),
            ),
        ),
    )
    closed = HOLIDAYS.closed(HolidayRegion.MIDDEN)
    expected = sorted(
        start
        for session in activity.sessions
        for start in held_between(session, after=AT, until=AT + timedelta(days=366), closed=closed)
    )
    text = CatalogueFiles().calendar(a_library(), [activity], holidays=HOLIDAYS, at=AT)
    assert sorted(starts_in(text)) == expected
    assert len(expected) > 50
