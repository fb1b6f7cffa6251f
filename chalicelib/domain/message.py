"""A text that is owed: its states move forward only, and it is never sent twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.ids import MessageId, PlacementId

# Longer than the function's time-out (60 s) and the provider's (10 s) together.
LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 6


class MessageKind(StrEnum):
    """What a text is for."""

    OFFER = "offer"
    OFFER_REMINDER = "offer_reminder"  # the same once more, while she has not answered
    CONFIRMATION = "confirmation"
    INTAKE_SCHEDULED = "intake_scheduled"  # the library says when and where
    REMINDER = "reminder"
    HOW_WAS_IT = "how_was_it"
    ENCOURAGEMENT = "encouragement"  # weekly, where her municipality wants it
    ASK_TIME = "ask_time"
    SEAT_FREE = "seat_free"  # head of the waiting list
    STILL_INTERESTED = "still_interested"  # she waits, and is asked whether she still wants to
    MISSED_YOU = "missed_you"  # twice not there
    STILL_COMING = "still_coming"  # weeks without a word of her
    GONE = "gone"  # what she chose is no longer to be had
    CANCELLED = "cancelled"  # what she had is taken from her; more follows
    PASSED_BY = "passed_by"  # her library did not answer; more follows
    GOODBYE = "goodbye"
    HELP = "help"
    STOPPED = "stopped"
    STARTED = "started"


OFFERS = frozenset({MessageKind.OFFER, MessageKind.OFFER_REMINDER})
# One thing about one placement: her first number is yes, 0 is no.
YES_OR_NO = frozenset(
    {
        MessageKind.SEAT_FREE,
        MessageKind.STILL_INTERESTED,
        MessageKind.MISSED_YOU,
        MessageKind.STILL_COMING,
    }
)
# Absence stays with the library: no timeline tells that she is asked about it, or why; nor in which
# weeks she was encouraged, for the others would be those in which she was not there.
UNTOLD = frozenset({MessageKind.MISSED_YOU, MessageKind.ENCOURAGEMENT})
# Texts that digits in an answer refer to: the newest of them that went out.
ASKS = OFFERS | YES_OR_NO | {MessageKind.HOW_WAS_IT, MessageKind.ASK_TIME}


class MessageState(StrEnum):
    """Where a text stands; NONE is told of a referral that sends none."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Message:
    """One text to one person; its words are made when it is sent, so none are stored here.

    `due_at` is when it is next owed an attempt; None when nothing is owed. `round` is the round of
    offers it belongs to. `options` are the placements it shows, in the order of their numbers;
    `placement_id` and `session_at` are what a text about one activity is about.
    """

    id: MessageId
    kind: MessageKind
    language: str
    segments: int
    round: int
    state: MessageState = MessageState.PENDING
    attempt: int = 0
    due_at: datetime | None = None
    provider_id: str | None = None
    sent_at: datetime | None = None
    failure: str | None = None
    placement_id: PlacementId | None = None
    session_at: datetime | None = None
    options: tuple[PlacementId, ...] = ()

    @property
    def is_owed(self) -> bool:
        return self.state in (MessageState.PENDING, MessageState.SENDING)


def claimed(message: Message, *, at: datetime) -> Message | None:
    """The message under a fresh lease, or None when there is nothing to send now.

    A message found SENDING past its lease was cut off between sending and recording: whether it
    went out is not known, so it is never sent again; see `abandoned`.
    """
    due = message.due_at is not None and message.due_at <= at
    if message.state is not MessageState.PENDING or not due:
        return None
    return replace(
        message, state=MessageState.SENDING, attempt=message.attempt + 1, due_at=at + LEASE
    )


def abandoned(message: Message, *, at: datetime) -> Message | None:
    """The message as UNKNOWN when its lease ran out while sending, else None."""
    if message.state is not MessageState.SENDING or message.due_at is None or message.due_at > at:
        return None
    return replace(message, state=MessageState.UNKNOWN, due_at=None, failure="lease_ran_out")


def sent(message: Message, *, provider_id: str, at: datetime) -> Message:
    """The message as handed to the provider under its id."""
    return replace(
        message, state=MessageState.SENT, due_at=None, provider_id=provider_id, sent_at=at
    )


def unknown(message: Message) -> Message:
    """The message after a time-out that may have come after acceptance: owed nothing more."""
    return replace(message, state=MessageState.UNKNOWN, due_at=None, failure="ambiguous")


def refused(message: Message, *, why: str) -> Message:
    """The message as failed for good."""
    return replace(message, state=MessageState.FAILED, due_at=None, failure=why)


def given_back(message: Message, *, at: datetime, retry_after: timedelta | None = None) -> Message:
    """The message owed again later, or failed after the last attempt."""
    if message.attempt >= MAX_ATTEMPTS:
        return refused(message, why="attempts_used_up")
    pause = retry_after or timedelta(seconds=15 * 2**message.attempt)
    return replace(message, state=MessageState.PENDING, due_at=at + pause)


def dropped(message: Message, *, why: str) -> Message:
    """A text no longer wanted (agreement gone, offer answered, referral closed) before sending."""
    return replace(message, state=MessageState.NONE, due_at=None, failure=why)


# A receipt moves a text forward only, and in any order to the same end: what arrived has arrived.
_RANK = {MessageState.SENT: 1, MessageState.FAILED: 2, MessageState.DELIVERED: 3}


def received(message: Message, told: MessageState, *, why: str | None = None) -> Message:
    """The message as its receipt tells, unless more is known already."""
    known, new = _RANK.get(message.state), _RANK.get(told)
    if known is None or new is None or new <= known:
        return message
    return replace(message, state=told, failure=why if told is MessageState.FAILED else None)
