"""Her page: what she was offered, what she answered, and every answer that now makes sense.

No script, no font of others. At most 15,000 bytes in every language: when there is much to show,
the map goes first, then the Dutch beside facts, then beside answers, then what is over; never an
option, and never an answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.newcomer.calendar import calendar
from chalicelib.adapters.newcomer.cards import ActivityById, Cards, cards_of, open_options
from chalicelib.adapters.newcomer.pictograms import drawn_in
from chalicelib.adapters.newcomer.recordings import origins, recordings
from chalicelib.adapters.newcomer.ring_map import HEIGHT, Pin, pins
from chalicelib.adapters.newcomer.speech import DUTCH, Speech, speech_for
from chalicelib.adapters.newcomer.templates import content_security_policy, style, template
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.message import MessageKind, MessageState
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import PARTS_OF_DAY, Wish
from chalicelib.domain.vocabulary import Channel, Delivery
from chalicelib.usecases.ports import Words

MOST_BYTES = 15_000
_STYLE = "page"
_NOTICES = frozenset({MessageKind.STOPPED, MessageKind.STARTED})


@dataclass(frozen=True, slots=True)
class _Fullness:
    has_map: bool = False
    has_dutch_facts: bool = False
    has_dutch_answers: bool = False
    has_earlier: bool = True


_FROM_FULL_TO_BARE = (
    _Fullness(has_map=True, has_dutch_facts=True, has_dutch_answers=True),
    _Fullness(has_dutch_facts=True, has_dutch_answers=True),
    _Fullness(has_dutch_answers=True),
    _Fullness(),
    _Fullness(has_earlier=False),
)


class NewcomerPages:
    """What stands behind her link, as HTML and as a calendar."""

    def __init__(self, words: Words, *, holidays: Holidays, now: datetime) -> None:
        self._words = words
        self._holidays = holidays
        self._now = now

    def page(self, token: str, referral: Referral, activities: ActivityById) -> str:
        """Her page as full as 15,000 bytes allow."""
        cards = cards_of(referral, activities, holidays=self._holidays, at=self._now)
        speech = speech_for(referral.contact_language, self._words)
        html = ""
        for fullness in _FROM_FULL_TO_BARE:
            html = self._html(token, referral, activities, cards, speech, fullness)
            if len(html.encode()) <= MOST_BYTES:
                break
        return html

    def not_found(self) -> str:
        """The one page for every link that opens nothing."""
        say = self._words.say
        html: str = template("not_found.html").render(
            style=style(_STYLE),
            title=say(DUTCH, "page.newcomer.not_found_title", {}),
            texts=[(tag, say(tag, "page.newcomer.not_found", {})) for tag in (DUTCH, "en")],
        )
        return html

    def calendar(self, referral: Referral, activities: ActivityById) -> str:
        """The next eight meetings that are really held, of all that she chose (iCalendar)."""
        return calendar(referral, activities, holidays=self._holidays, at=self._now)

    def _html(
        self,
        token: str,
        referral: Referral,
        activities: ActivityById,
        cards: Cards,
        speech: Speech,
        fullness: _Fullness,
    ) -> str:
        html: str = template("page.html").render(
            token=token,
            style=style(_STYLE),
            speech=speech,
            cards=cards,
            heard=_heard(referral),
            asks_part=_asks_part(referral, cards),
            parts=PARTS_OF_DAY,
            answers=_answers(referral, cards),
            round=referral.round,
            pins=_pins(referral, activities, cards) if fullness.has_map else (),
            pin_height=HEIGHT,
            fullness=fullness,
            recording=recordings().get(speech.tag),
            drawn_in=drawn_in,
        )
        return html


def page_policy() -> str:
    """What her page may load: its own style and the recordings, and nothing else."""
    return content_security_policy(_STYLE, media=origins(recordings()))


def _heard(referral: Referral) -> str | None:
    """The phrase for what she answered last; None when she said nothing yet."""
    last = referral.last_reply
    return None if last is None or last.wish is Wish.HELP else last.wish.value


def _asks_part(referral: Referral, cards: Cards) -> bool:
    last = referral.last_reply
    asked = last is not None and last.wish is Wish.OTHER_TIME and last.part_of_day is None
    return asked and bool(cards.open)


def _answers(referral: Referral, cards: Cards) -> Iterable[str]:
    """What she can say about all of it together, now."""
    if cards.open:
        yield from ("too_far", "other_time", "none", "not_now")
    yield "call_me"
    if referral.channel is Channel.SMS:
        yield "start" if _texts_are_stopped(referral) else "stop"


def _texts_are_stopped(referral: Referral) -> bool:
    last = referral.last_reply
    if last is not None and last.wish in {Wish.STOP, Wish.START}:
        return last.wish is Wish.STOP
    said = [m for m in referral.messages if m.kind in _NOTICES and m.state is not MessageState.NONE]
    return bool(said) and said[-1].kind is MessageKind.STOPPED


def _pins(referral: Referral, activities: ActivityById, cards: Cards) -> tuple[Pin, ...]:
    """Where the options lie round the middle of her postcode area."""
    if referral.need is None:
        return ()
    number_by_id = {card.id: card.number for card in cards.open}
    return pins(
        referral.need.location.point,
        (
            (number, activity.branch.point)
            for placement, activity in open_options(referral, activities)
            if activity.delivery not in {Delivery.ONLINE, Delivery.HOME}
            and (number := number_by_id[placement.id]) is not None
        ),
    )
