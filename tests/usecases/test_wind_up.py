"""An activity stops: everybody there moves on, once, whoever said so, wherever it was cut off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import NotFound, Temporary
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import ActivityStatus, LibraryDeclineReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.catalogue import replace_activity, retire_activity
from chalicelib.usecases.confirm import decline_intake
from chalicelib.usecases.said import Said
from chalicelib.usecases.said_of_activity import SaidOfActivity, cancel_activity
from chalicelib.usecases.waiting import look_at, sweep_lists
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.unruly import Crash
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    LIBRARIAN,
    WALK,
    a_world,
    as_draft,
    id_on,
    now_of,
    placed_on,
    referred,
    states,
    taken,
    with_referrals,
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


def cancelled(
    ports: FakePorts,
    webhook_id: str = "msg_1",
    *,
    library: str = UTRECHT,
    activity_id: str = GROUP.id,
) -> bool:
    said = SaidOfActivity(LibraryId(library), ActivityId(activity_id), webhook_id, said_at=NOW)
    return cancel_activity(said, ports=ports)


def texts_of(referral: Referral, ports: FakePorts) -> list[str]:
    return [message.kind.value for message in now_of(referral, ports).messages]


def test_everybody_there_moves_on_and_has_her_next_offer() -> None:
    ports = a_full_world()
    has_a_place, was_offered = accepted(ports, "key-1"), referred(ports, "key-2")
    ports.snapshots.show([CAFE, BUDDY, WALK])
    assert cancelled(ports)
    for referral in (has_a_place, was_offered):
        now = now_of(referral, ports)
        assert states(now)["act_group"] == "cancelled"
        assert states(now)["act_walk"] == "proposed"
    assert taken(ports, GROUP) == 0
    assert ports.activities.get(GROUP.id).status == "inactive"
    assert texts_of(has_a_place, ports).count("cancelled") == 1
    assert "cancelled" not in texts_of(was_offered, ports)
    assert placed_on(now_of(was_offered, ports), "act_group").reason == "activity_cancelled"
    assert sweep_lists(ports=ports) == 0, "nothing of it is left to do"


def test_the_same_message_again_is_a_duplicate() -> None:
    ports = a_full_world()
    assert cancelled(ports)
    assert not cancelled(ports)
    assert cancelled(ports, "msg_2")


@pytest.mark.parametrize(
    ("library", "activity"), [("NL-0899010000", "act_group"), (UTRECHT, "act_unknown")]
)
def test_anothers_activity_and_an_unknown_one_are_the_same(library: str, activity: str) -> None:
    ports = a_full_world()
    with pytest.raises(NotFound):
        cancelled(ports, library=library, activity_id=activity)
    assert ports.activities.get(GROUP.id).status == "active"


@pytest.mark.parametrize("cut_off", [Temporary("the table does not answer"), Crash()])
def test_cut_off_half_way_it_goes_on_by_itself(cut_off: BaseException) -> None:
    ports = a_full_world()
    first, second = accepted(ports, "key-1"), accepted(ports, "key-2")
    failing = with_referrals(ports, before={("save", 2): cut_off})
    try:
        assert cancelled(failing), "what is due will be done: no reason to send it again"
    except Crash:
        assert taken(ports, GROUP) == 1
    sweep_lists(ports=ports)
    assert taken(ports, GROUP) == 0
    for referral in (first, second):
        assert states(now_of(referral, ports))["act_group"] == "cancelled"
        assert texts_of(referral, ports).count("cancelled") == 1


def test_who_cannot_be_moved_keeps_nobody_else_from_moving() -> None:
    ports = a_full_world()
    first, second = accepted(ports, "key-1"), accepted(ports, "key-2")
    failing = with_referrals(ports, before={("save", 1): Temporary("not now")})
    assert cancelled(failing)
    moved = [states(now_of(each, ports))["act_group"] for each in (first, second)]
    assert sorted(moved) == ["cancelled", "held"]
    assert sweep_lists(ports=ports) == 1
    assert taken(ports, GROUP) == 0


def test_who_was_erased_meanwhile_has_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = a_full_world()
    gone = accepted(ports, "key-1")
    there = ports.referrals.live_on(GROUP.id)
    ports.referrals.erase(there[0][0])
    monkeypatch.setattr(ports.referrals, "live_on", lambda _: there)
    assert cancelled(ports)
    assert gone.id == there[0][0].referral_id


def deleted(ports: FakePorts) -> None:
    retire_activity(GROUP.id, caller=LIBRARIAN, ports=ports)


def put_inactive(ports: FakePorts) -> None:
    said = replace(GROUP, status=ActivityStatus.INACTIVE)
    replace_activity(
        GROUP.id,
        as_draft(said),
        expected_version=GROUP.version,
        caller=LIBRARIAN,
        ports=ports,
    )


@pytest.mark.parametrize("stopping", [deleted, put_inactive])
def test_however_it_stops_everybody_moves_on(stopping: Callable[[FakePorts], None]) -> None:
    ports = a_full_world()
    referral = accepted(ports, "key-1")
    stopping(ports)
    assert ports.queue.lists == [GROUP.id], "soon"
    look_at(GROUP.id, ports=ports)
    assert states(now_of(referral, ports))["act_group"] == "cancelled"
    assert "cancelled" in texts_of(referral, ports)
    assert sweep_lists(ports=ports) == 0


def test_what_the_queue_loses_is_found() -> None:
    ports = a_full_world()
    referral = accepted(ports, "key-1")
    deleted(ports)
    assert sweep_lists(ports=ports) == 1
    assert states(now_of(referral, ports))["act_group"] == "cancelled"


def test_what_goes_on_again_in_time_moves_nobody() -> None:
    ports = a_full_world()
    referral = accepted(ports, "key-1")
    deleted(ports)
    stopped = ports.activities.get(GROUP.id)
    again = replace(stopped, status=ActivityStatus.ACTIVE)
    ports.activities.put(again, expected_version=stopped.version)
    sweep_lists(ports=ports)
    assert states(now_of(referral, ports))["act_group"] == "held"


def test_what_a_file_stops_is_certain_a_day_later() -> None:
    ports = a_full_world()
    referral = accepted(ports, "key-1")
    gone: Activity = replace(ports.activities.get(GROUP.id), status=ActivityStatus.INACTIVE)
    ports.activities.put_many([gone], stops_at=ports.now() + timedelta(days=1))
    assert sweep_lists(ports=ports) == 0
    assert states(now_of(referral, ports))["act_group"] == "held"
    ports.now.forward(timedelta(days=1))
    assert sweep_lists(ports=ports) == 1
    assert states(now_of(referral, ports))["act_group"] == "cancelled"


def test_whom_the_index_did_not_show_yet_is_moved_when_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ports = a_full_world()
    referral = accepted(ports, "key-1")
    with monkeypatch.context() as lagging:
        lagging.setattr(ports.referrals, "live_on", lambda _: ())
        assert cancelled(ports)
    assert taken(ports, GROUP) == 1
    ports.now.forward(timedelta(minutes=10))
    assert sweep_lists(ports=ports) == 1
    assert states(now_of(referral, ports))["act_group"] == "cancelled"


def test_an_activity_nobody_knows_needs_nothing() -> None:
    look_at(ActivityId("act_unknown"), ports=a_world())


def test_who_left_while_the_index_still_showed_her_is_let_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ports = a_full_world()
    referral = accepted(ports, "key-1")
    there = ports.referrals.live_on(GROUP.id)
    said = Said(UTRECHT, placement_id=id_on(referral, "act_group"))
    decline_intake(said, LibraryDeclineReason.FULL, ports=ports)
    monkeypatch.setattr(ports.referrals, "live_on", lambda _: there)
    assert cancelled(ports)
    assert states(now_of(referral, ports))["act_group"] == "declined"
