"""A text's states move forward only, and nothing is ever sent twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.message import (
    LEASE,
    MAX_ATTEMPTS,
    Message,
    MessageState,
    abandoned,
    claimed,
    dropped,
    given_back,
    refused,
    sent,
    unknown,
)
from tests.fakes.making import NOW, a_message

SECOND = timedelta(seconds=1)
OVER = [s for s in MessageState if s not in (MessageState.PENDING, MessageState.SENDING)]


def a_claimed_message() -> Message:
    ours = claimed(a_message(), at=NOW)
    assert ours is not None
    return ours


def test_a_claim_is_a_lease_with_its_number() -> None:
    ours = a_claimed_message()
    assert (ours.state, ours.attempt, ours.due_at) == (MessageState.SENDING, 1, NOW + LEASE)


def test_the_lease_outlives_the_function_and_the_provider() -> None:
    assert timedelta(seconds=60 + 10) < LEASE < timedelta(minutes=5)


@pytest.mark.parametrize("state", [MessageState.SENDING, *OVER])
def test_only_a_pending_text_is_claimed(state: MessageState) -> None:
    assert claimed(a_message(state=state), at=NOW) is None


@pytest.mark.parametrize("due_at", [NOW + SECOND, None])
def test_a_text_is_not_claimed_before_it_is_due(due_at: object) -> None:
    assert claimed(a_message(due_at=due_at), at=NOW) is None


def test_a_text_cut_off_while_sending_becomes_unknown_when_its_lease_ends() -> None:
    ours = a_claimed_message()
    assert abandoned(ours, at=NOW + LEASE - SECOND) is None
    lost = abandoned(ours, at=NOW + LEASE)
    assert lost is not None
    assert (lost.state, lost.due_at) == (MessageState.UNKNOWN, None)
    assert lost.failure == "lease_ran_out"


@pytest.mark.parametrize("state", [MessageState.PENDING, *OVER])
def test_only_a_text_being_sent_can_be_abandoned(state: MessageState) -> None:
    assert abandoned(a_message(state=state), at=NOW) is None


def test_a_text_being_sent_without_a_lease_is_left_alone() -> None:
    assert abandoned(a_message(state=MessageState.SENDING, due_at=None), at=NOW) is None


def test_a_sent_text_keeps_the_providers_id() -> None:
    done = sent(a_claimed_message(), provider_id="p-1", at=NOW)
    assert (done.state, done.due_at, done.provider_id, done.sent_at) == (
        MessageState.SENT,
        None,
        "p-1",
        NOW,
    )


@pytest.mark.parametrize(
    ("after", "state", "failure"),
    [
        (unknown, MessageState.UNKNOWN, "ambiguous"),
        (lambda m: refused(m, why="no_phone"), MessageState.FAILED, "no_phone"),
        (lambda m: dropped(m, why="replaced"), MessageState.NONE, "replaced"),
    ],
)
def test_whatever_ends_a_text_says_why_and_owes_nothing(
    after: Callable[[Message], Message], state: MessageState, failure: str
) -> None:
    ended = after(a_claimed_message())
    assert (ended.state, ended.failure, ended.due_at) == (state, failure, None)
    assert not ended.is_owed


@pytest.mark.parametrize(
    ("attempt", "seconds"),
    [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480)],  # twice as long each time
)
def test_a_text_given_back_is_owed_again_later_and_later(attempt: int, seconds: int) -> None:
    back = given_back(a_message(state=MessageState.SENDING, attempt=attempt), at=NOW)
    assert (back.state, back.attempt) == (MessageState.PENDING, attempt)
    assert back.due_at == NOW + timedelta(seconds=seconds)


def test_the_provider_may_say_how_long_to_wait() -> None:
    pause = timedelta(minutes=7)
    assert given_back(a_claimed_message(), at=NOW, retry_after=pause).due_at == NOW + pause


def test_after_the_last_attempt_a_text_has_failed() -> None:
    last = given_back(a_message(state=MessageState.SENDING, attempt=MAX_ATTEMPTS), at=NOW)
    assert (last.state, last.failure) == (MessageState.FAILED, "attempts_used_up")


@pytest.mark.parametrize("state", MessageState)
def test_a_text_is_owed_until_somebody_knows_what_became_of_it(state: MessageState) -> None:
    assert a_message(state=state).is_owed == (state in {"pending", "sending"})


# How a claimed text may go on: to the provider, back, into doubt, or nowhere (a crash).
OUTCOMES: dict[str, Callable[[Message], Message]] = {
    "sent": lambda m: sent(m, provider_id="p", at=NOW),
    "given back": lambda m: given_back(m, at=NOW),
    "doubt": unknown,
    "refused": lambda m: refused(m, why="refused"),
    "crash": lambda m: m,
}


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(OUTCOMES)), min_size=1, max_size=12))
def test_a_text_reaches_the_provider_at_most_once(outcomes: list[str]) -> None:
    message, at, reached = a_message(), NOW, 0
    for outcome in outcomes:
        at += timedelta(hours=1)
        message = abandoned(message, at=at) or message
        ours = claimed(message, at=at)
        if ours is None:
            break
        reached += outcome in {"sent", "doubt", "crash"}  # it has it, or may have it
        message = OUTCOMES[outcome](ours)
    assert reached <= 1
    assert message.attempt <= MAX_ATTEMPTS
