"""Hours go back where that was asked and agreed, and add up to what was attended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.hours import Counting, NotReported, hours
from chalicelib.domain.ids import ActivityId, PlacementId, ReferralId
from chalicelib.domain.ledger import Attendance, EntryKind, LedgerEntry, Noted, Presence
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import ActivityType
from chalicelib.entry.answers.hours import hours_answer, hours_table
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.hours import count, counting_of, hours_of
from chalicelib.usecases.said import Said
from tests.fakes.making import GM0344, NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import ADMIN, AGREED, CASE_WORKER, a_world, id_on, referred

OCTOBER, NOVEMBER = date(2026, 10, 27), date(2026, 11, 17)
CAFE = ActivityType.LANGUAGE_CAFE


def attended(ports: FakePorts, **changes: object) -> Referral:
    """Two hours and a half in October, one and three quarters in November; once not there."""
    changes = {"count_hours": True} | changes
    referral = referred(ports, **changes)  # type: ignore[arg-type]
    placement_id = id_on(referral, "act_cafe")
    accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)
    said = Said(UTRECHT, placement_id=placement_id)
    for day, minutes in ((OCTOBER, 150), (NOVEMBER, 105)):
        there = Attendance(day, Presence.PRESENT, minutes)
        record_attendance(said, there, ports=ports)
    away = Attendance(NOVEMBER + timedelta(days=1), Presence.ABSENT)
    record_attendance(said, away, ports=ports)
    return referral


def test_hours_are_by_month_with_a_running_total_in_whole_hours() -> None:
    ports = a_world()
    found = hours_of(attended(ports).id, caller=CASE_WORKER, ports=ports)
    assert hours_answer(found) == {
        "hours": 4,
        "knownUntilOn": "2026-11-17",
        "attendedMinutes": 255,
        "countedMinutes": 255,
        "months": [
            {
                "month": "2026-10",
                "attendedMinutes": 150,
                "countedMinutes": 150,
                "totalHours": 2,
                "knownUntilOn": "2026-10-27",
            },
            {
                "month": "2026-11",
                "attendedMinutes": 105,
                "countedMinutes": 105,
                "totalHours": 4,
                "knownUntilOn": "2026-11-17",
            },
        ],
        "notReported": None,
    }


def test_the_table_says_the_same() -> None:
    ports = a_world()
    found = hours_of(attended(ports).id, caller=CASE_WORKER, ports=ports)
    assert hours_table(found).split("\r\n") == [
        "month,attended_minutes,counted_minutes,total_hours,known_until_on",
        "2026-10,150,150,2,2026-10-27",
        "2026-11,105,105,4,2026-11-17",
        "",
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"count_hours": False}, NotReported.NOT_COUNTED),
        ({"agreement": replace(AGREED, report_back=False)}, NotReported.NOT_AGREED),
    ],
)
def test_where_it_was_not_asked_or_not_agreed_there_are_none_and_it_says_why(
    changes: dict[str, object], why: NotReported
) -> None:
    ports = a_world()
    found = hours_of(attended(ports, **changes).id, caller=CASE_WORKER, ports=ports)
    assert (found.not_reported, found.months, found.known_until) == (why, (), None)


def test_before_the_first_time_there_are_none() -> None:
    ports = a_world()
    referral = referred(ports, count_hours=True)
    found = hours_of(referral.id, caller=CASE_WORKER, ports=ports)
    assert (found.total_hours, found.known_until, found.not_reported) == (0, None, None)


@pytest.mark.parametrize(
    ("counting", "hours_"),
    [
        (Counting(), 4),
        (Counting(types=frozenset()), 0),
        (Counting(types=frozenset({CAFE})), 4),
        (Counting(types=frozenset(), also=frozenset({ActivityId("act_cafe")})), 4),
        (Counting(never=frozenset({ActivityId("act_cafe")})), 0),
    ],
)
def test_a_municipality_says_what_counts(counting: Counting, hours_: int) -> None:
    ports = a_world()
    referral = attended(ports)
    assert count("GM0344", counting, caller=ADMIN, ports=ports) == counting
    assert counting_of("GM0344", caller=ADMIN, ports=ports) == counting
    found = hours_of(referral.id, caller=CASE_WORKER, ports=ports)
    assert (found.total_hours, found.attended_minutes) == (hours_, 255)


@pytest.mark.parametrize("code", ["GM0363", "gm0344", ""])
def test_another_municipality_is_not_found(code: str) -> None:
    ports = a_world()
    with pytest.raises(NotFound):
        counting_of(code, caller=ADMIN, ports=ports)
    with pytest.raises(NotFound):
        count(code, Counting(), caller=ADMIN, ports=ports)


def test_who_may_not_see_the_referral_sees_no_hours() -> None:
    ports = a_world()
    colleague = Caller("usr_2", CASE_WORKER.role, GM0344)
    for id_ in (attended(ports).id, ReferralId("ref_x")):
        with pytest.raises(NotFound):
            hours_of(id_, caller=colleague, ports=ports)


ENTRIES = st.builds(
    LedgerEntry,
    placement_id=st.sampled_from([PlacementId("plc_1"), PlacementId("plc_2")]),
    activity_id=st.sampled_from([ActivityId("act_1"), ActivityId("act_2")]),
    held_on=st.dates(date(2026, 1, 1), date(2026, 4, 30)),
    number=st.just(1),
    kind=st.sampled_from([EntryKind.PRESENT, EntryKind.LATE]),
    minutes=st.integers(1, 300),
    noted=st.just(Noted(Actor("library", UTRECHT), NOW, NOW)),
)


@given(
    st.lists(ENTRIES, unique_by=lambda entry: (entry.placement_id, entry.held_on), max_size=30),
    st.frozensets(st.sampled_from([ActivityId("act_1"), ActivityId("act_2")])),
)
def test_months_add_up_to_the_whole(
    entries: list[LedgerEntry], never: frozenset[ActivityId]
) -> None:
    found = hours(entries, Counting(never=never), type_by_activity={})
    counted = [entry.minutes for entry in entries if entry.activity_id not in never]
    assert found.attended_minutes == sum(entry.minutes for entry in entries)
    assert (found.counted_minutes, found.total_hours) == (sum(counted), sum(counted) // 60)
    assert [month.first for month in found.months] == sorted(month.first for month in found.months)
    assert found.known_until == max((entry.held_on for entry in entries), default=None)
    if found.months:
        assert found.months[-1].total_hours == found.total_hours
