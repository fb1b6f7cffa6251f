"""A referral's status follows from its placements and three flags, and from nothing else."""

from collections.abc import Iterable
from dataclasses import FrozenInstanceError, fields, replace
from datetime import timedelta
from itertools import combinations

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import PlacementId, TaskId
from chalicelib.domain.message import MessageState
from chalicelib.domain.placement import LIVE, State
from chalicelib.domain.referral import (
    ENDED,
    MATCHES_AGAIN,
    Referral,
    ReferralStatus,
    Withdrawal,
    status_of,
)
from chalicelib.domain.task import Task, TaskReason
from chalicelib.domain.vocabulary import WithdrawalReason
from tests.domain.builders import a_placement_in, a_referral_with
from tests.fakes.making import NOW, a_message, a_referral

# From INTERFACE.md, "the first that is present".
FIRST_PRESENT = """
attending active
confirmed placed
held awaiting_library
waitlisted waitlisted
seat_offered waitlisted
proposed offered
completed completed
stopped closed
"""
SUBSETS = [subset for n in range(len(State) + 1) for subset in combinations(State, n)]


def by_the_words(states: Iterable[State], *, is_closed: bool, needs_review: bool) -> str:
    if is_closed:
        return "closed"
    present = set(states)
    for line in FIRST_PRESENT.strip().splitlines():
        state, status = line.split()
        if state in present:
            return status
    return "needs_review" if needs_review else "no_offer"


def test_every_set_of_placements_has_the_status_of_the_words() -> None:
    assert len(SUBSETS) == 2 ** len(State)
    for states in SUBSETS:
        for is_closed in (False, True):
            for needs_review in (False, True):
                status = status_of(states, is_closed=is_closed, needs_review=needs_review)
                wanted = by_the_words(states, is_closed=is_closed, needs_review=needs_review)
                assert status.value == wanted, states


def test_a_referral_has_ended_only_when_nothing_of_it_is_live() -> None:
    for states in SUBSETS:
        if status_of(states, is_closed=False, needs_review=False) in ENDED:
            assert not LIVE & set(states)


def test_the_sorts_of_status_are_these() -> None:
    assert {"completed", "closed"} == ENDED
    assert {"offered", "no_offer", "needs_review"} == MATCHES_AGAIN


def test_a_withdrawn_referral_is_closed_whatever_its_placements() -> None:
    withdrawn = Withdrawal(WithdrawalReason.MOVED, NOW)
    assert a_referral_with(State.ATTENDING, withdrawal=withdrawn).status is ReferralStatus.CLOSED


def test_a_referral_closed_with_its_outcome_is_closed() -> None:
    assert a_referral_with(State.COMPLETED, closed_at=NOW).status is ReferralStatus.CLOSED


def test_a_flagged_referral_needs_review_only_while_nothing_is_present() -> None:
    assert a_referral(needs_review=True).status is ReferralStatus.NEEDS_REVIEW
    assert a_referral_with(State.PROPOSED, needs_review=True).status is ReferralStatus.OFFERED


def test_open_proposals_are_those_she_can_still_choose() -> None:
    referral = a_referral_with(*State, State.PROPOSED)
    assert [p.id for p in referral.open_proposals] == ["plc_1", "plc_12"]


def test_what_she_holds_is_counted_beyond_proposals() -> None:
    states = (State.PROPOSED, State.HELD, State.WAITLISTED, State.ATTENDING, State.DECLINED)
    assert a_referral_with(*states).beyond_proposed == 3


def test_the_newest_text_tells_where_the_message_stands() -> None:
    failed, sent = a_message(state=MessageState.FAILED), a_message("msg_2", state=MessageState.SENT)
    assert a_referral(messages=(failed, sent)).message_state is MessageState.SENT
    assert a_referral(messages=(failed,)).message_state is MessageState.FAILED
    assert a_referral().message_state is MessageState.NONE


def test_the_earliest_clock_is_when_something_is_due() -> None:
    soon, later = a_message(due_at=NOW), a_message("msg_2", due_at=NOW + timedelta(hours=1))
    done = a_message("msg_3", due_at=None)
    assert a_referral(messages=(later, done, soon)).due_at == NOW
    assert a_referral(messages=(done,)).due_at is None


def test_a_placement_is_found_by_its_id_or_not_at_all() -> None:
    placements = a_referral_with(State.PROPOSED, State.HELD).placements
    for order in (placements, placements[::-1]):
        referral = a_referral(placements=order)
        assert referral.placement(PlacementId("plc_1")).state is State.PROPOSED
        assert referral.placement(PlacementId("plc_2")).state is State.HELD
    for unknown in ("plc_0", "plc_9"):
        with pytest.raises(NotFound):
            referral.placement(PlacementId(unknown))


def test_one_placement_is_exchanged_in_its_place() -> None:
    referral = a_referral_with(State.PROPOSED, State.PROPOSED)
    changed = referral.with_placement(a_placement_in(State.HELD, "plc_1"))
    assert [p.state for p in changed.placements] == [State.HELD, State.PROPOSED]
    assert [p.id for p in changed.placements] == ["plc_1", "plc_2"]
    changed = referral.with_placement(a_placement_in(State.HELD, "plc_2"))
    assert [p.state for p in changed.placements] == [State.PROPOSED, State.HELD]


def test_one_text_is_exchanged_in_its_place() -> None:
    referral = a_referral(messages=(a_message("msg_1"), a_message("msg_2")))
    changed = referral.with_message(a_message("msg_2", state=MessageState.SENT))
    assert [(m.id, m.state) for m in changed.messages] == [("msg_1", "pending"), ("msg_2", "sent")]
    changed = referral.with_message(a_message("msg_" + str(1), state=MessageState.SENT))
    assert [(m.id, m.state) for m in changed.messages] == [("msg_1", "sent"), ("msg_2", "pending")]


def test_a_referral_begins_with_nothing_offered_counted_or_flagged() -> None:
    whole = a_referral()
    given = {f.name: getattr(whole, f.name) for f in fields(Referral)[:11]}
    begun = Referral(**given)
    assert (begun.placements, begun.messages, begun.round, begun.version) == ((), (), 0, 0)
    assert not begun.count_hours
    assert not begun.needs_review
    assert begun.status is ReferralStatus.NO_OFFER


@pytest.mark.parametrize(
    ("thing", "name"),
    [(a_referral(), "need"), (Withdrawal(WithdrawalReason.MOVED, NOW), "reason")],
)
def test_nothing_of_a_referral_changes_in_place(thing: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)


def test_a_task_is_found_by_its_id_or_not_at_all() -> None:
    call, look = a_task("tsk_1", TaskReason.CALL_ME), a_task("tsk_2", TaskReason.TEXT_FAILED)
    referral = a_referral(tasks=(call, look))
    assert referral.task(call.id) is call
    assert referral.task(look.id) is look
    with pytest.raises(NotFound):
        referral.task(TaskId("tsk_9"))


def test_one_task_is_exchanged_in_its_place() -> None:
    call, look = a_task("tsk_1", TaskReason.CALL_ME), a_task("tsk_2", TaskReason.TEXT_FAILED)
    referral = a_referral(tasks=(call, look))
    for task in (call, look):
        changed = referral.with_task(replace(task, done_at=NOW))
        assert [t.id for t in changed.tasks] == [call.id, look.id]
        assert [t.id for t in changed.tasks if not t.is_open] == [task.id]


@pytest.mark.parametrize(
    ("moved_after", "status"),
    [
        (timedelta(minutes=-1), ReferralStatus.NO_OFFER),  # of before
        (timedelta(0), ReferralStatus.NO_OFFER),
        (timedelta(minutes=1), ReferralStatus.CLOSED),
    ],
)
def test_once_reopened_only_what_ended_since_tells_its_status(
    moved_after: timedelta, status: ReferralStatus
) -> None:
    stopped = a_placement_in(State.STOPPED, moved_at=NOW + moved_after)
    assert a_referral(placements=(stopped,)).status is ReferralStatus.CLOSED
    assert a_referral(placements=(stopped,), reopened_at=NOW).status is status


def a_task(id_: str, reason: TaskReason) -> Task:
    return Task(TaskId(id_), reason, "team-oost", opened_at=NOW, deadline=NOW.date())
