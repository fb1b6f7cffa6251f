"""Which number an option has in a text, when several people may share one telephone.

Everybody on a number has a line of her own, and her options are numbered on from it: the first
has 1, 2, 3, the second 4, 5, 6. 0 and 9 are never an option: "none of these" and "call me".
"""

from collections.abc import Iterable, Mapping
from math import inf

from chalicelib.domain.ids import PlacementId
from chalicelib.domain.message import ASKS, Message, MessageKind, MessageState
from chalicelib.domain.referral import Referral

NONE_OF_THESE, CALL_ME = 0, 9
OPTIONS_A_LINE = 3
_MAY_HAVE_GONE_OUT = frozenset(
    {MessageState.SENDING, MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN}
)


def numbers(line: int | None) -> tuple[int, ...]:
    """The numbers of the options of whoever has this line."""
    first = OPTIONS_A_LINE * (line or 0) + 1
    plain = range(first, first + OPTIONS_A_LINE)
    return tuple(number if number < CALL_ME else number + 1 for number in plain)


def options(referrals: Iterable[Referral]) -> Mapping[int, tuple[Referral, PlacementId]]:
    """What each number means: the options of the newest offer that went out to each of them."""
    found: dict[int, tuple[Referral, PlacementId]] = {}
    for referral in referrals:
        offers = [m for m in went_out(referral) if m.kind is MessageKind.OFFER]
        if offers:
            shown = zip(numbers(referral.line), offers[-1].options, strict=False)
            found |= {number: (referral, id_) for number, id_ in shown}
    return found


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
