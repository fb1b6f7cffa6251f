import calendar
from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.domain.schedule import (
    AMSTERDAM,
    HORIZON,
    OPEN,
    ClosedDays,
    Session,
    Weekday,
    held_between,
    next_held,
)

TEN = time(10, 0)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def tuesdays(**rest: object) -> Session:
    return Session(TEN, 90, weekday=Weekday.TUE, **rest)  # type: ignore[arg-type]


def local_days(session: Session, after: str, until: str, closed: ClosedDays = OPEN) -> list[str]:
    starts = held_between(session, after=wall(after), until=wall(until), closed=closed)
    return [start.astimezone(AMSTERDAM).date().isoformat() for start in starts]


@pytest.mark.parametrize("day", Weekday)
def test_a_weekday_counts_as_the_calendar_does(day: Weekday) -> None:
    a_monday = date(2026, 11, 23)
    that_day = a_monday + timedelta(days=day.number)
    assert that_day.weekday() == day.number
    assert calendar.day_abbr[day.number].lower() == day.value


def test_a_weekly_session_is_held_every_week() -> None:
    days = local_days(tuesdays(), "2026-11-23T00:00", "2026-12-09T00:00")
    assert days == ["2026-11-24", "2026-12-01", "2026-12-08"]


@pytest.mark.parametrize(
    ("asked_at", "next_day"),
    [
        ("2026-11-24T09:59", "2026-11-24"),  # a minute before it starts
        ("2026-11-24T10:00", "2026-12-01"),  # starting now is too late to come
        ("2026-11-24T10:01", "2026-12-01"),
    ],
)
def test_next_means_strictly_later(asked_at: str, next_day: str) -> None:
    found = next_held(tuesdays(), at=wall(asked_at))
    assert found == wall(f"{next_day}T10:00")


def test_the_end_of_a_span_belongs_to_it_and_its_beginning_does_not() -> None:
    first, last = wall("2026-11-24T10:00"), wall("2026-12-01T10:00")
    assert list(held_between(tuesdays(), after=first, until=last)) == [last]


def test_every_two_weeks_counts_from_the_week_in_which_the_rule_begins() -> None:
    # It begins on a Wednesday: the Tuesday of that week is already past, the next one is skipped.
    fortnightly = tuesdays(every_weeks=2, valid_from=date(2026, 11, 25))
    days = local_days(fortnightly, "2026-11-01T00:00", "2027-01-10T00:00")
    assert days == ["2026-12-08", "2026-12-22", "2027-01-05"]


def test_without_a_beginning_the_weeks_are_counted_from_1970() -> None:
    every_third_monday = Session(TEN, 60, weekday=Weekday.MON, every_weeks=3)
    found = next_held(every_third_monday, at=utc("2026-11-20T00:00"))
    assert found is not None
    assert (found.date() - date(1970, 1, 5)).days % 21 == 0


def test_the_rhythm_is_the_same_before_its_counting_begins() -> None:
    every_third_monday = Session(TEN, 60, weekday=Weekday.MON, every_weeks=3)
    found = next_held(every_third_monday, at=utc("1969-12-01T00:00"))
    assert found == utc("1969-12-15T09:00")


@pytest.mark.parametrize(
    ("ordinal", "days"),
    [
        (1, ["2026-11-03", "2026-12-01", "2027-01-05"]),
        (2, ["2026-11-10", "2026-12-08", "2027-01-12"]),
        (4, ["2026-11-24", "2026-12-22", "2027-01-26"]),
        (5, ["2026-12-29"]),  # November and January have four Tuesdays only
        (-1, ["2026-11-24", "2026-12-29", "2027-01-26"]),
    ],
)
def test_a_monthly_session_is_held_on_its_nth_weekday(ordinal: int, days: list[str]) -> None:
    monthly = tuesdays(monthly_ordinal=ordinal)
    assert local_days(monthly, "2026-11-01T00:00", "2027-01-31T00:00") == days


def test_a_month_that_begins_on_the_day_asked_about_counts() -> None:
    first_tuesdays = tuesdays(monthly_ordinal=1)
    assert local_days(first_tuesdays, "2026-11-30T00:00", "2026-12-01T10:00") == ["2026-12-01"]


def test_a_single_meeting_is_held_once() -> None:
    once = Session(TEN, 60, on_date=date(2026, 12, 3))
    assert local_days(once, "2026-11-01T00:00", "2027-11-01T00:00") == ["2026-12-03"]
    assert next_held(once, at=wall("2026-12-03T10:00")) is None


def test_a_rule_holds_from_its_first_day_until_its_last() -> None:
    autumn = tuesdays(valid_from=date(2026, 11, 24), valid_until=date(2026, 12, 8))
    days = local_days(autumn, "2026-01-01T00:00", "2027-12-01T00:00")
    assert days == ["2026-11-24", "2026-12-01", "2026-12-08"]


def test_excepted_and_closed_days_are_passed_over() -> None:
    session = tuesdays(except_on=frozenset({date(2026, 12, 1)}))
    christmas = ClosedDays(((date(2026, 12, 19), date(2027, 1, 3)),))
    days = local_days(session, "2026-11-24T12:00", "2027-01-06T00:00", christmas)
    assert days == ["2026-12-08", "2026-12-15", "2027-01-05"]


def test_what_is_further_away_than_the_horizon_is_never_the_next() -> None:
    at = wall("2026-11-23T10:00")
    just_inside = Session(TEN, 60, on_date=at.date() + HORIZON)
    just_outside = Session(time(10, 1), 60, on_date=at.date() + HORIZON)
    assert next_held(just_inside, at=at) == wall("2027-11-24T10:00")
    assert next_held(just_outside, at=at) is None


def test_closed_all_year_is_never_held() -> None:
    all_year = ClosedDays(((date(2026, 1, 1), date(2028, 12, 31)),))
    assert next_held(tuesdays(), at=utc("2026-11-23T10:00"), closed=all_year) is None


A_DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({}, "on_date"),
        ({"weekday": Weekday.TUE, "on_date": A_DAY}, "on_date"),
        ({"weekday": Weekday.TUE, "duration_minutes": 0}, "duration_minutes"),
        ({"weekday": Weekday.TUE, "duration_minutes": 1441}, "duration_minutes"),
        ({"weekday": Weekday.TUE, "every_weeks": 0}, "every_weeks"),
        ({"weekday": Weekday.TUE, "every_weeks": 53}, "every_weeks"),
        ({"weekday": Weekday.TUE, "monthly_ordinal": 0}, "monthly_ordinal"),
        ({"weekday": Weekday.TUE, "monthly_ordinal": 6}, "monthly_ordinal"),
        ({"weekday": Weekday.TUE, "monthly_ordinal": -2}, "monthly_ordinal"),
        ({"weekday": Weekday.TUE, "monthly_ordinal": 1, "every_weeks": 2}, "every_weeks"),
        ({"on_date": A_DAY, "every_weeks": 2}, "every_weeks"),
        ({"on_date": A_DAY, "monthly_ordinal": 1}, "monthly_ordinal"),
        (
            {"weekday": Weekday.TUE, "valid_from": A_DAY, "valid_until": date(2026, 12, 2)},
            "valid_from",
        ),
        ({"weekday": Weekday.TUE, "start": time(10, 0, tzinfo=UTC)}, "start"),
        ({"weekday": Weekday.TUE, "start": time(10, 0, 30)}, "start"),
        ({"weekday": Weekday.TUE, "start": time(10, 0, 0, 1)}, "start"),
        ({"weekday": Weekday.TUE, "start": time(2, 30, fold=1)}, "start"),
    ],
)
def test_an_impossible_rule_is_refused_by_name(rule: dict[str, object], field: str) -> None:
    with pytest.raises(ValueError, match=rf"\b{field}\b"):
        Session(**({"start": TEN, "duration_minutes": 90} | rule))  # type: ignore[arg-type]


def test_everything_wrong_with_a_rule_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"on_date.*every_weeks.*duration_minutes"):
        Session(TEN, 0, every_weeks=99)


@pytest.mark.parametrize(
    "rule",
    [
        {"weekday": Weekday.TUE, "duration_minutes": 1},
        {"weekday": Weekday.TUE, "duration_minutes": 1440},
        {"weekday": Weekday.TUE, "every_weeks": 52},
        {"weekday": Weekday.TUE, "monthly_ordinal": 5},
        {"weekday": Weekday.TUE, "valid_from": A_DAY, "valid_until": A_DAY},
    ],
)
def test_the_outermost_rules_are_allowed(rule: dict[str, object]) -> None:
    session = Session(**({"start": TEN, "duration_minutes": 90} | rule))  # type: ignore[arg-type]
    assert session.day is Weekday.TUE


def test_a_session_knows_its_day_and_its_minutes() -> None:
    late = Session(time(23, 15), 90, on_date=A_DAY)
    assert late.day is Weekday.THU
    assert late.start_minute == 23 * 60 + 15
    assert late.end_minute == 24 * 60 + 45  # it ends after midnight


def test_an_instant_without_a_zone_is_refused() -> None:
    zoned = utc("2026-11-23T10:00")
    naive = zoned.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        held_between(tuesdays(), after=naive, until=zoned)
    with pytest.raises(ValueError, match="time zone"):
        held_between(tuesdays(), after=zoned, until=naive)
    with pytest.raises(ValueError, match="time zone"):
        next_held(tuesdays(), at=naive)
