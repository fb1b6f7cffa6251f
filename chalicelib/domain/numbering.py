"""What each number in an answer stands for, when several people may share one telephone.

Everybody on a number has a line of her own, and what she is asked is numbered on from it: the
first has 1, 2, 3, the second 4, 5, 6, for options of an offer as for yes to a question. 0 and 9
are nobody's: "no, none of these" and "call me".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from chalicelib.domain.message import (
    ASKS,
    OFFERS,
    YES_OR_NO,
    Message,
    MessageKind,
    MessageState,
)
from chalicelib.domain.referral import Referral

NONE_OF_THESE, CALL_ME = 0, 9
OPTIONS_A_LINE = 3
_MAY_HAVE_GONE_OUT = frozenset(
    {MessageState.SENDING, MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN}
)
# How many numbers a question takes of her line.
_ANSWERS: Mapping[MessageKind, int] = {
    MessageKind.HOW_WAS_IT: 3,  # good, fair, not good
    MessageKind.ASK_TIME: 3,  # morning, afternoon, evening
    **dict.fromkeys(YES_OR_NO, 1),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What one number stands for: the answer at this position, from 0, to this text of hers."""

    referral: Referral
    message: Message
    position: int


def numbers(line: int | None) -> tuple[int, ...]:
    """The numbers of the options of whoever has this line."""
    first = OPTIONS_A_LINE * (line or 0) + 1
    plain = range(first, first + OPTIONS_A_LINE)
    return tuple(number if number < CALL_ME else number + 1 for number in plain)


def choices(referrals: Iterable[Referral]) -> Mapping[int, Choice]:
    """What each number means: the newest offer to each of them, and what was asked after it."""
    found: dict[int, Choice] = {}
    for referral in referrals:
        asked = sorted(went_out(referral), key=_sent_at)
        offers = [m for m in asked if m.kind in OFFERS]
        for message in (*offers[-1:], *asked[-1:]):
            found |= _numbered(referral, message)
    return found


def _numbered(referral: Referral, message: Message) -> Mapping[int, Choice]:
    answers = _ANSWERS.get(message.kind, len(message.options))
    mine = numbers(referral.line)[:answers]
    return {number: Choice(referral, message, at) for at, number in enumerate(mine)}


def went_out(referral: Referral) -> tuple[Message, ...]:
    """Texts that ask something and may be on her screen, oldest first."""
    return tuple(m for m in referral.messages if m.kind in ASKS and m.state in _MAY_HAVE_GONE_OUT)


def newest_asked(referrals: Iterable[Referral]) -> tuple[Referral, Message] | None:
    """The text on that number that a bare answer is about, and whose it was."""
    asked = [(referral, message) for referral in referrals for message in went_out(referral)]
    # Of two at the same moment the later in the list is the newer.
    return max(reversed(asked), key=lambda pair: _sent_at(pair[1]), default=None)


def _sent_at(message: Message) -> float:
    """Seconds since 1970; one being sent is the newest, one that may have gone out the oldest."""
    if message.sent_at is None:
        return inf if message.state is MessageState.SENDING else 0.0
    return message.sent_at.timestamp()
