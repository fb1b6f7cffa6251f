"""The week of a library: who stands on which day, and who on none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.ids import PlacementId
from chalicelib.domain.placement import State
from chalicelib.usecases import week
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import confirm_intake
from chalicelib.usecases.expecting import expected_one
from chalicelib.usecases.said import Said
from chalicelib.usecases.week import recent_days, week_of
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CASE_WORKER, DESK, a_world, id_on, referred

MONDAY = date(2026, 11, 23)


def chooses(ports: FakePorts, activity_id: str, key: str = "key-1") -> PlacementId:
    referral = referred(ports, key, client_reference=None)
    placement_id = id_on(referral, activity_id)
    accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)
    return placement_id


def days_of(found: week.Week) -> dict[date, list[str]]:
    return {
        day.day: [coming.expected.placement.activity_id for coming in day.coming]
        for day in found.days
        if day.coming
    }


def test_who_just_comes_stands_at_her_day() -> None:
    ports = a_world()
    chooses(ports, "act_cafe")
    found = week_of(UTRECHT, MONDAY, ports=ports)
    assert days_of(found) == {date(2026, 11, 24): ["act_cafe"]}
    assert (found.unanswered, found.waiting, found.later) == ((), (), ())
    assert [day.is_over for day in found.days] == [True, *[False] * 6], "today has begun"


def test_who_asked_has_no_day_before_the_answer_and_one_after_it() -> None:
    ports = a_world()
    placement_id = chooses(ports, "act_group")
    found = week_of(UTRECHT, MONDAY, ports=ports)
    assert [one.placement.id for one in found.unanswered] == [placement_id]
    assert days_of(found) == {}
    confirm_intake(Said(UTRECHT, placement_id=id_of(found)), ports=ports)
    assert days_of(week_of(UTRECHT, MONDAY, ports=ports)) == {date(2026, 11, 24): ["act_group"]}


def test_who_waits_stands_apart() -> None:
    ports = a_world()
    chooses(ports, "act_buddy")
    found = week_of(UTRECHT, MONDAY, ports=ports)
    assert [one.placement.state for one in found.waiting] == [State.WAITLISTED]
    assert found.later == ()


def test_who_comes_by_arrangement_stands_under_another_week() -> None:
    ports = a_world((replace(DESK, sessions=()),))
    placement_id = chooses(ports, "act_desk")
    found = week_of(UTRECHT, MONDAY, ports=ports)
    assert [one.placement.id for one in found.later] == [placement_id]


def test_nobody_was_expected_before_she_was_known() -> None:
    ports = a_world()
    ports.now.forward(timedelta(days=3))
    placement_id = chooses(ports, "act_cafe")
    found = week_of(UTRECHT, MONDAY, ports=ports)
    assert days_of(found) == {}, "this Tuesday was before her time"
    (one,) = found.later
    assert recent_days(one, ports=ports) == ()
    ports.now.forward(timedelta(days=6))
    assert recent_days(expected_one(one.placement.id, ports=ports), ports=ports) == (
        date(2026, 12, 1),
    )
    assert placement_id == one.placement.id


def test_a_long_list_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = a_world()
    for key in ("key-1", "key-2", "key-3"):
        chooses(ports, "act_cafe", key)
    found, seen = week_of(UTRECHT, MONDAY, ports=ports), 0
    assert found.next_cursor is None
    cursor: str | None = None
    monkeypatch.setattr(week, "_MOST_SHOWN", 2)
    for _ in range(2):
        part = week_of(UTRECHT, MONDAY, cursor=cursor, ports=ports)
        seen, cursor = seen + len(part.everybody), part.next_cursor
    assert (seen, cursor) == (3, None)


def id_of(found: week.Week) -> PlacementId:
    return found.unanswered[0].placement.id
