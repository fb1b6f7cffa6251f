"""A library cancels an activity: everybody there moves on, once, also when it was cut off."""

from itertools import count
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound, Temporary
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.wind_up import cancel_activity
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    id_on,
    now_of,
    placed_on,
    referred,
    states,
    taken,
)


def accepted(ports: FakePorts, key: str) -> Referral:
    referral = referred(ports, key)
    return accept_for_her(
        referral.id, id_on(referral, "act_group"), caller=CASE_WORKER, ports=ports
    )


def a_full_world() -> FakePorts:
    ports = a_world([CAFE, GROUP, BUDDY, WALK])
    ports.snapshots.show([CAFE, GROUP, BUDDY])
    return ports


def test_everybody_there_moves_on_and_has_her_next_offer() -> None:
    ports = a_full_world()
    has_a_place, was_offered = accepted(ports, "key-1"), referred(ports, "key-2")
    ports.snapshots.show([CAFE, BUDDY, WALK])
    assert cancel_activity(UTRECHT, GROUP.id, webhook_id="msg_1", ports=ports)
    for referral in (has_a_place, was_offered):
        now = now_of(referral, ports)
        assert states(now)["act_group"] == "cancelled"
        assert states(now)["act_walk"] == "proposed"
    assert taken(ports, GROUP) == 0
    assert ports.activities.get(GROUP.id).status == "inactive"
    kinds = [m.kind.value for m in now_of(has_a_place, ports).messages]
    assert kinds.count("cancelled") == 1
    assert "cancelled" not in [m.kind.value for m in now_of(was_offered, ports).messages]
    assert placed_on(now_of(was_offered, ports), "act_group").reason == "activity_cancelled"


def test_the_same_message_again_is_a_duplicate() -> None:
    ports = a_full_world()
    assert cancel_activity(UTRECHT, GROUP.id, webhook_id="msg_1", ports=ports)
    assert not cancel_activity(UTRECHT, GROUP.id, webhook_id="msg_1", ports=ports)
    assert cancel_activity(UTRECHT, GROUP.id, webhook_id="msg_2", ports=ports)


@pytest.mark.parametrize(
    ("library", "activity"), [("NL-0899010000", "act_group"), (UTRECHT, "act_unknown")]
)
def test_anothers_activity_and_an_unknown_one_are_the_same(library: str, activity: str) -> None:
    ports = a_full_world()
    with pytest.raises(NotFound):
        cancel_activity(LibraryId(library), ActivityId(activity), webhook_id="1", ports=ports)
    assert ports.activities.get(GROUP.id).status == "active"


def test_cut_off_half_way_it_is_delivered_again_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ports = a_full_world()
    first, second = accepted(ports, "key-1"), accepted(ports, "key-2")
    saves, save = count(1), ports.referrals.save

    def saves_once(step: Step, **rest: Any) -> None:
        if next(saves) == 2:
            raise Temporary("the table does not answer")
        save(step, **rest)

    monkeypatch.setattr(ports.referrals, "save", saves_once)
    with pytest.raises(Temporary):
        cancel_activity(UTRECHT, GROUP.id, webhook_id="msg_1", ports=ports)
    assert taken(ports, GROUP) == 1
    assert cancel_activity(UTRECHT, GROUP.id, webhook_id="msg_1", ports=ports)
    assert taken(ports, GROUP) == 0
    for referral in (first, second):
        now = now_of(referral, ports)
        assert states(now)["act_group"] == "cancelled"
        assert [m.kind.value for m in now.messages].count("cancelled") == 1
