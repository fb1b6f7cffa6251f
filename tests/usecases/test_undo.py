"""What was done is taken back: by whoever did it, within a day; and an ended referral goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Seats
from chalicelib.domain.errors import (
    Fault,
    IllegalTransition,
    InvalidRequest,
    NotFound,
    ReferenceInUse,
    ReopeningOver,
    SeatTaken,
    TooManyPlacements,
)
from chalicelib.domain.ids import OrganisationId, PlacementId, ReferralId
from chalicelib.domain.placement import State
from chalicelib.domain.referral import Referral
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import (
    Channel,
    LevelPolicy,
    LibraryDeclineReason,
    Role,
    WithdrawalReason,
)
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reopen import reopen
from chalicelib.usecases.said import Said
from chalicelib.usecases.undo import CancellationReason, cancel, undo
from tests.fakes.making import UTRECHT, a_person, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    ADMIN,
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    LIBRARIAN,
    WALK,
    a_world,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    taken,
)

ELSEWHERE = Caller("usr_7", Role.LIBRARY_STAFF, OrganisationId("NL-0899010000"))
OTHER_TOWN = Caller("usr_8", Role.MUNICIPALITY_ADMIN, OrganisationId("GM0363"))
STRICT = replace(
    an_activity("act_strict", title="Cursus"), level=replace(CAFE.level, policy=LevelPolicy.STRICT)
)


def accepted(ports: FakePorts, activity: str, key: str = "key-1") -> Referral:
    referral = referred(ports, key)
    placement_id = id_on(referral, activity)
    return accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)


def undoes(ports: FakePorts, referral: Referral, activity: str, caller: Caller) -> State:
    return undo(id_on(now_of(referral, ports), activity), caller=caller, ports=ports).state


def ends(ports: FakePorts, referral: Referral, reason: WithdrawalReason) -> None:
    take_back(referral.id, reason, caller=CASE_WORKER, ports=ports)


# Undo


@pytest.mark.parametrize("activity", ["act_cafe", "act_group", "act_buddy"])
def test_a_yes_is_taken_back_and_its_seat_is_free(activity: str) -> None:
    ports = a_world()
    before = {a.id: taken(ports, a) for a in (CAFE, GROUP, BUDDY)}
    referral = accepted(ports, activity)
    assert undoes(ports, referral, activity, CASE_WORKER) is State.PROPOSED
    undone = placed_on(now_of(referral, ports), activity)
    assert (undone.seat_counted, undone.is_known_to_library) == (False, False)
    assert {a.id: taken(ports, a) for a in (CAFE, GROUP, BUDDY)} == before


def test_a_librarys_no_is_taken_back_and_its_seat_is_hers_again() -> None:
    ports = a_world([GROUP, CAFE])
    referral = accepted(ports, "act_group")
    code = placed_on(referral, "act_group").code
    decline_intake(
        Said(UTRECHT, id_on(referral, "act_group")), LibraryDeclineReason.OTHER, ports=ports
    )
    assert taken(ports, GROUP) == 0
    assert undoes(ports, referral, "act_group", LIBRARIAN) is State.HELD
    back = placed_on(now_of(referral, ports), "act_group")
    assert (back.seat_counted, back.reason, back.declined_by) == (True, None, None)
    assert ports.referrals.of_code(UTRECHT, code)[1] == back.id
    assert taken(ports, GROUP) == 1


def test_a_seat_that_somebody_else_has_by_now_does_not_come_back() -> None:
    last = replace(GROUP, seats=Seats(capacity=1))
    ports = a_world([last])
    referral = accepted(ports, "act_group")
    decline_intake(
        Said(UTRECHT, id_on(referral, "act_group")), LibraryDeclineReason.OTHER, ports=ports
    )
    accepted(ports, "act_group", "key-2")
    with pytest.raises(SeatTaken):
        undoes(ports, referral, "act_group", LIBRARIAN)
    assert states(now_of(referral, ports)) == {"act_group": "declined"}


def test_only_ones_own_move_is_taken_back_and_only_once() -> None:
    ports = a_world([GROUP])
    referral = accepted(ports, "act_group")
    for caller in (LIBRARIAN, ADMIN):
        with pytest.raises(IllegalTransition):
            undoes(ports, referral, "act_group", caller)
    confirm_intake(Said(UTRECHT, id_on(referral, "act_group")), ports=ports)
    with pytest.raises(IllegalTransition):
        undoes(ports, referral, "act_group", CASE_WORKER)  # the library moved since
    assert undoes(ports, referral, "act_group", LIBRARIAN) is State.HELD
    with pytest.raises(IllegalTransition):
        undoes(ports, referral, "act_group", LIBRARIAN)


@pytest.mark.parametrize(("hours", "is_late"), [(24, False), (24.1, True)])
def test_a_day_is_the_time_to_take_back(*, hours: float, is_late: bool) -> None:
    ports = a_world([GROUP])
    referral = accepted(ports, "act_group")
    ports.now.forward(timedelta(hours=hours))
    if not is_late:
        assert undoes(ports, referral, "act_group", CASE_WORKER) is State.PROPOSED
        return
    with pytest.raises(IllegalTransition) as refused:
        undoes(ports, referral, "act_group", CASE_WORKER)
    assert "library_confirmed" in refused.value.allowed


@pytest.mark.parametrize("caller", [ELSEWHERE, OTHER_TOWN, LIBRARIAN])
def test_what_one_may_not_see_is_not_found(caller: Caller) -> None:
    ports = a_world([GROUP])
    referral = referred(ports)  # only proposed: also its own library knows nothing of it
    with pytest.raises(NotFound):
        undoes(ports, referral, "act_group", caller)
    with pytest.raises(NotFound):
        undo(PlacementId("plc_unknown"), caller=caller, ports=ports)


def test_nothing_of_a_referral_that_was_taken_back_comes_to_life() -> None:
    ports = a_world([GROUP])
    referral = accepted(ports, "act_group")
    cancel(id_on(referral, "act_group"), CancellationReason.LEFT, caller=CASE_WORKER, ports=ports)
    ends(ports, referral, WithdrawalReason.WORK)
    with pytest.raises(IllegalTransition):
        undoes(ports, referral, "act_group", CASE_WORKER)


def test_a_fourth_place_does_not_come_back() -> None:
    more = [
        an_activity(f"act_more{n}", title=f"Café {n}", type=t)
        for n, t in enumerate(["walk_and_talk", "reading_group"])
    ]
    ports = a_world([GROUP, CAFE, WALK])
    referral = referred(ports)
    for activity in ("act_group", "act_cafe", "act_walk"):
        accept_for_her(referral.id, id_on(referral, activity), caller=CASE_WORKER, ports=ports)
    ports.activities.put_many(more)
    ports.snapshots.show([GROUP, CAFE, WALK, *more])
    decline_intake(
        Said(UTRECHT, id_on(referral, "act_group")), LibraryDeclineReason.OTHER, ports=ports
    )
    new = now_of(referral, ports).open_proposals[0]
    accept_for_her(referral.id, new.id, caller=CASE_WORKER, ports=ports)
    with pytest.raises(TooManyPlacements):
        undoes(ports, referral, "act_group", LIBRARIAN)


# Cancelling


def test_who_leaves_is_offered_what_else_fits() -> None:
    ports = a_world([GROUP])
    referral = accepted(ports, "act_group")
    ports.activities.put_many([WALK])
    ports.snapshots.show([GROUP, WALK])
    placement_id = id_on(referral, "act_group")
    left = cancel(placement_id, CancellationReason.LEFT, caller=CASE_WORKER, ports=ports)
    assert (left.state, left.declined_by, taken(ports, GROUP)) == ("declined", "newcomer", 0)
    assert states(now_of(referral, ports)) == {"act_group": "declined", "act_walk": "proposed"}


def test_what_a_case_worker_takes_back_is_cancelled_and_nothing_follows() -> None:
    ports = a_world([GROUP])
    referral = accepted(ports, "act_group")
    placement_id = id_on(referral, "act_group")
    back = cancel(placement_id, CancellationReason.TAKEN_BACK, caller=CASE_WORKER, ports=ports)
    assert (back.state, taken(ports, GROUP)) == ("cancelled", 0)
    assert now_of(referral, ports).status == "no_offer"
    with pytest.raises(IllegalTransition):
        cancel(placement_id, CancellationReason.LEFT, caller=CASE_WORKER, ports=ports)


# Reopening


def test_an_ended_referral_goes_on_with_what_fits_now() -> None:
    ports = a_world([GROUP, CAFE])
    referral = accepted(ports, "act_group")
    ends(ports, referral, WithdrawalReason.WORK)
    ports.now.forward(timedelta(days=21))
    again = reopen(referral.id, caller=CASE_WORKER, ports=ports)
    assert (again.status, again.withdrawal, again.ended_at) == ("offered", None, None)
    assert {p.activity_id for p in again.open_proposals} == {"act_cafe", "act_group"}


def test_what_was_completed_before_no_longer_tells_where_it_stands() -> None:
    ports = a_world([CAFE])
    referral = accepted(ports, "act_cafe")
    ends(ports, referral, WithdrawalReason.WORK)
    ports.snapshots.show([])
    again = reopen(referral.id, caller=CASE_WORKER, ports=ports)
    assert again.status == "no_offer"
    with pytest.raises(IllegalTransition):
        reopen(referral.id, caller=CASE_WORKER, ports=ports)


def test_after_three_weeks_it_is_referred_anew() -> None:
    ports = a_world([CAFE])
    referral = referred(ports)
    ends(ports, referral, WithdrawalReason.MOVED)
    ports.now.forward(timedelta(days=21, seconds=1))
    with pytest.raises(ReopeningOver) as over:
        reopen(referral.id, caller=CASE_WORKER, ports=ports)
    assert over.value.data == {"previousReferralId": referral.id}


def test_another_may_have_its_reference_and_its_line_by_now() -> None:
    ports = a_world([CAFE])
    first = referred(ports, "key-1", client_reference="UTR-1")
    ends(ports, first, WithdrawalReason.WORK)
    second = referred(ports, "key-2", client_reference="UTR-1")
    with pytest.raises(ReferenceInUse):
        reopen(first.id, caller=CASE_WORKER, ports=ports)
    third = referred(ports, "key-3")
    ends(ports, third, WithdrawalReason.WORK)
    fourth = referred(ports, "key-4")
    again = reopen(third.id, caller=CASE_WORKER, ports=ports)
    assert len({second.line, fourth.line, again.line}) == 3


def test_without_a_telephone_there_is_no_line_to_have() -> None:
    ports = a_world([CAFE])
    referral = referred(ports, channel=Channel.LETTER, person=a_person(phone=None))
    ends(ports, referral, WithdrawalReason.WORK)
    assert reopen(referral.id, caller=CASE_WORKER, ports=ports).line is None


def test_a_new_referral_points_to_the_one_before() -> None:
    ports = a_world([CAFE])
    before = referred(ports)
    ends(ports, before, WithdrawalReason.MOVED)
    assert referred(ports, "key-2", previous_id=before.id).previous_id == before.id
    ports.referrals.erase(key_of(before))
    assert referred(ports, "key-3", previous_id=before.id).previous_id == before.id
    with pytest.raises(InvalidRequest) as refused:
        referred(ports, "key-4", previous_id=ReferralId("ref_unknown"))
    assert refused.value.faults == (Fault("previousReferralId", "unknown_referral"),)


# She died


def test_about_somebody_who_died_nothing_is_sent_asked_or_begun_again() -> None:
    ports = a_world([GROUP, CAFE])
    referral = accepted(ports, "act_group")
    decline_intake(
        Said(UTRECHT, id_on(referral, "act_group")),
        LibraryDeclineReason.CANNOT_CONTACT,
        ports=ports,
    )
    ends(ports, referral, WithdrawalReason.DECEASED)
    ports.now.forward(timedelta(days=200))
    sweep(ports=ports)
    silent = now_of(referral, ports)
    assert (ports.sms.sent, silent.due_at) == ([], None)
    assert not [task for task in silent.tasks if task.is_open]
    with pytest.raises(ReopeningOver):
        reopen(referral.id, caller=CASE_WORKER, ports=ports)


# After a library's no


@pytest.mark.parametrize("reason", LibraryDeclineReason)
def test_the_reason_shapes_what_comes_next(reason: LibraryDeclineReason) -> None:
    ports = a_world([GROUP])
    referral = accepted(ports, "act_group")
    ports.activities.put_many([STRICT, WALK])
    ports.snapshots.show([GROUP, STRICT, WALK])
    decline_intake(Said(UTRECHT, id_on(referral, "act_group")), reason, ports=ports)
    now = now_of(referral, ports)
    offered = {p.activity_id for p in now.open_proposals}
    asks = {"level_mismatch": ["level_doubted"], "cannot_contact": ["cannot_contact"]}
    assert offered == ({"act_walk"} if reason == "level_mismatch" else {"act_walk", "act_strict"})
    assert [task.reason for task in now.tasks if task.is_open] == asks.get(reason, [])
    assert TaskReason.NO_ANSWER not in {task.reason for task in now.tasks}
