"""Seats are counted anew from the placements, and a counter that is off is put right, safely."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.ids import ActivityId
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.ports import Metric
from chalicelib.usecases.recount import recount
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    CASE_WORKER,
    GROUP,
    a_world,
    id_on,
    key_of,
    referred,
    taken,
)


@pytest.fixture
def ports() -> FakePorts:
    """One seat of the group is held."""
    ports = a_world()
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, GROUP.id), caller=CASE_WORKER, ports=ports)
    return ports


def counted_again(ports: FakePorts) -> int:
    return recount(part=0, of=1, ports=ports)


def test_where_nothing_drifted_nothing_changes_and_zero_is_said(ports: FakePorts) -> None:
    before = ports.activities.everything()
    assert counted_again(ports) == 0
    assert ports.activities.everything() == before
    assert ports.meter.all_of(Metric.SEAT_DRIFT) == [0]


@pytest.mark.parametrize("by", [-1, 1, 2])
def test_a_counter_that_is_off_is_put_right_and_said(ports: FakePorts, by: int) -> None:
    ports.activities.move_seats(GROUP.id, by)
    assert counted_again(ports) == abs(by)
    assert taken(ports, GROUP) == 1
    assert counted_again(ports) == 0
    assert ports.meter.all_of(Metric.SEAT_DRIFT) == [abs(by), 0]


def test_whoever_was_erased_meanwhile_holds_no_seat(ports: FakePorts) -> None:
    gone = referred(ports, key="key-2")
    accept_for_her(gone.id, id_on(gone, GROUP.id), caller=CASE_WORKER, ports=ports)
    live = ports.referrals.live_on(GROUP.id)
    ports.referrals.erase(key_of(gone))
    lives: Any = lambda id_: live if id_ == GROUP.id else ()  # noqa: E731 - one line of a stand-in
    ports.referrals.live_on = lives  # type: ignore[method-assign]
    assert counted_again(ports) == 1
    assert taken(ports, GROUP) == 1


def test_a_list_that_lagged_at_the_first_look_only_is_no_drift(ports: FakePorts) -> None:
    whole, looks = ports.referrals.live_on, []

    def live_on(activity_id: ActivityId) -> Any:
        looks.append(activity_id)
        return whole(activity_id) if looks.count(activity_id) > 1 else ()

    ports.referrals.live_on = live_on  # type: ignore[method-assign]
    assert counted_again(ports) == 0
    assert taken(ports, GROUP) == 1


def test_a_seat_taken_between_the_look_and_the_mending_is_not_lost(ports: FakePorts) -> None:
    ports.activities.move_seats(GROUP.id, -1)
    activities = ports.activities
    mend = activities.mend_taken

    def late(activity_id: ActivityId, *, seen: int, held: int) -> bool:
        activities.move_seats(GROUP.id, 1)  # somebody takes one at this moment
        return mend(activity_id, seen=seen, held=held)

    activities.mend_taken = late  # type: ignore[method-assign]
    assert counted_again(ports) == 0
    assert taken(ports, GROUP) == 1


def test_the_parts_together_are_everything_and_each_activity_is_in_one() -> None:
    many = [replace(GROUP, id=ActivityId(f"act_{n}"), source_id=str(n)) for n in range(40)]
    ports = a_world(many)
    for activity in many:
        ports.activities.move_seats(activity.id, 1)
    mended = [recount(part=part, of=12, ports=ports) for part in range(12)]
    assert sum(mended) == 40
    assert max(mended) < 20
