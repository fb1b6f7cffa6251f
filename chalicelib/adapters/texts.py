"""The texts to newcomers: the port `Texts`, from placements to words within two SMS.

What is said and what is left out is the rule of `domain.sms`; here options become words. Weekdays
and dates come from CLDR through Babel, the clock always has 24 hours and European digits: the
same digits stand on the library's door.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.meeting import first_meeting
from chalicelib.domain.message import MessageKind
from chalicelib.domain.numbering import numbers
from chalicelib.domain.placement import Placement
from chalicelib.domain.schedule import AMSTERDAM, Session
from chalicelib.domain.sms import (
    MAX_SEGMENTS,
    Count,
    Fitted,
    Names,
    OptionLine,
    Say,
    compose_about,
    compose_confirmation,
    compose_notice,
    compose_offer,
    is_discreet,
    without_library,
)
from chalicelib.domain.vocabulary import Delivery
from chalicelib.usecases.ports import Clock, Composed, Words

# Where Babel knows a language by another name: Dari is Persian of Afghanistan.
_LOCALE_BY_LANGUAGE = {"prs": "fa_AF", "kmr": "ku"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb"})
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_DUTCH = "nl"
_ELSEWHERE = {Delivery.ONLINE: "sms.online", Delivery.HOME: "sms.at_home"}
_ABOUT = {
    MessageKind.INTAKE_SCHEDULED: "sms.intake_scheduled",
    MessageKind.REMINDER: "sms.reminder",
    MessageKind.HOW_WAS_IT: "sms.how_was_it",
    MessageKind.ENCOURAGEMENT: "sms.encouragement",
    MessageKind.SEAT_FREE: "sms.seat_free",
    MessageKind.STILL_INTERESTED: "sms.still_interested",
    MessageKind.MISSED_YOU: "sms.missed_you",
    MessageKind.STILL_COMING: "sms.still_coming",
    MessageKind.CANCELLED: "sms.cancelled",
    MessageKind.PASSED_BY: "sms.passed_by",
}
_NOTICES = {  # the text of each kind, and whether her link stands below it
    MessageKind.ASK_TIME: ("sms.ask_time", False),
    MessageKind.GONE: ("sms.gone", True),
    MessageKind.HELP: ("sms.help", True),
    MessageKind.STOPPED: ("sms.stopped", False),
    MessageKind.STARTED: ("sms.started", True),
    MessageKind.GOODBYE: ("sms.goodbye", False),  # her link closes with her referral
}
# What is said in the bridge language too.
_SENTENCES = frozenset(
    {
        "sms.offer.head",
        "sms.offer_reminder.head",
        "sms.offer.answer",
        "sms.confirmation",
        *_ABOUT.values(),
        *(key for key, _ in _NOTICES.values()),
    }
)
# A weekly meeting nearer than this is said by its weekday alone.
_THIS_WEEK = timedelta(days=7)


class NewcomerTexts:
    """Texts in her language, or in Dutch at A2 where that language may not be used."""

    def __init__(self, words: Words, *, segments: Count, now: Clock, holidays: Holidays) -> None:
        self._words = words
        self._segments = segments
        self._now = now
        self._holidays = holidays

    def language(self, wanted: str) -> str:
        """The language that will really be used for her."""
        return self._words.language(wanted)

    def bridge(self, wanted: str, spoken: Sequence[str]) -> str | None:
        """The first language she speaks in which what she gets in Dutch can be said as well."""
        if wanted == _DUTCH or self.language(wanted) != _DUTCH:
            return None
        usable = (code for code in spoken if code != _DUTCH and self.language(code) == code)
        return next(usable, None)

    def offer(
        self,
        language: str,
        options: Sequence[tuple[Placement, Activity]],
        *,
        link: str,
        line: int | None = None,
        again: bool = False,
        bridge: str | None = None,
    ) -> Composed:
        """The offer of these options, in the order given, as far as two SMS reach."""
        language = self.language(language)
        say = partial(self._words.say, language)
        lines = [self._line(say, language, *option) for option in options]
        return self._within(
            language,
            bridge,
            lambda say: compose_offer(
                say,
                lines,
                link=link,
                segments=self._segments,
                head="sms.offer_reminder.head" if again else "sms.offer.head",
                numbers=numbers(line),
            ),
        )

    def confirmation(
        self, language: str, placement: Placement, activity: Activity, *, bridge: str | None = None
    ) -> Composed:
        """That it is settled: what, when, where, and her code."""
        language = self.language(language)
        say = partial(self._words.say, language)
        meets = self._meets(placement, activity)
        return self._within(
            language,
            bridge,
            partial(
                compose_confirmation,
                title=self._title(language, activity),
                place=_place(say, language, placement, activity),
                when=_when_it_is(say, language, meets),
                code=placement.code,
                segments=self._segments,
            ),
        )

    def about(
        self,
        language: str,
        kind: MessageKind,
        placement: Placement,
        activity: Activity,
        *,
        session_at: datetime | None = None,
        line: int | None = None,
        bridge: str | None = None,
    ) -> Composed:
        """What this kind of text says about one activity: of that meeting, else of the next."""
        language = self.language(language)
        say = partial(self._words.say, language)
        meets = session_at or self._meets(placement, activity)
        return self._within(
            language,
            bridge,
            partial(
                compose_about,
                key=_ABOUT[kind],
                title=self._title(language, activity),
                place=_place(say, language, placement, activity),
                values={
                    "when": _when_it_is(say, language, meets),
                    "code": placement.code,
                    **_numbers(line),
                },
                segments=self._segments,
            ),
        )

    def notice(
        self,
        language: str,
        kind: MessageKind,
        *,
        link: str,
        line: int | None = None,
        bridge: str | None = None,
    ) -> Composed:
        """What this kind of text says, whatever she was offered."""
        language = self.language(language)
        key, with_link = _NOTICES[kind]
        return self._within(
            language,
            bridge,
            partial(
                compose_notice,
                key=key,
                values=_numbers(line),
                link=link if with_link else None,
                segments=self._segments,
            ),
        )

    def _within(
        self, language: str, bridge: str | None, compose: Callable[[Say], Fitted]
    ) -> Composed:
        """The text in both languages while both fit and show what one would, else in one."""
        alone = compose(partial(self._words.say, language))
        if bridge is None:
            return _composed(alone, language)
        both = compose(partial(self._say_both, language, bridge))
        fits = both.segments <= MAX_SEGMENTS and bool(both.shown) == bool(alone.shown)
        return _composed(both if fits else alone, language)

    def _say_both(self, language: str, bridge: str, key: str, values: Mapping[str, Any]) -> str:
        """A sentence in both, a line each; what stands within a sentence in the first alone."""
        said = self._words.say(language, key, values)
        return f"{said}\n{self._words.say(bridge, key, values)}" if key in _SENTENCES else said

    def _line(
        self, say: Say, language: str, placement: Placement, activity: Activity
    ) -> OptionLine:
        is_free = activity.price.amount == 0
        euros = _euros(language, activity)
        is_visit = placement.offered.travel_minutes > 0
        return OptionLine(
            title=self._title(language, activity),
            place=_place(say, language, placement, activity),
            when=self._when(say, language, placement, activity),
            minutes=placement.offered.travel_minutes if is_visit else None,
            price=say("sms.free", {}) if is_free else say("sms.price", {"euros": euros}),
            is_free=is_free,
        )

    def _title(self, language: str, activity: Activity) -> Names:
        """The title as it stands on the door; for short, or when it tells too much, its kind."""
        kind = self._words.say(_DUTCH, f"vocabulary.activity_type.{activity.type}", {})
        written = _one_line(activity.title)
        title = written if is_discreet(written) else kind
        name = partial(_dutch_name, language)
        return Names(full=name(title), bare=name(title), short=name(min(kind, title, key=len)))

    def _when(self, say: Say, language: str, placement: Placement, activity: Activity) -> str:
        meets = self._meets(placement, activity)
        if meets is None:
            return say("sms.by_arrangement", {})
        is_soon = meets - self._now() < _THIS_WEEK
        if is_soon and any(_is_weekly_at(session, meets) for session in activity.sessions):
            return f"{_weekday(language, meets.weekday())} {_clock(meets)}"
        return _on(language, meets)

    def _meets(self, placement: Placement, activity: Activity) -> datetime | None:
        """When she is expected, on the clock of Amsterdam: as scheduled, as offered, or next."""
        first = first_meeting(placement, activity, holidays=self._holidays, at=self._now())
        return None if first is None else first.astimezone(AMSTERDAM)


def _place(say: Say, language: str, placement: Placement, activity: Activity) -> Names:
    """The building; for short its town. What takes place elsewhere is said in a word."""
    elsewhere = _ELSEWHERE.get(activity.delivery)
    # Half in the building, half online: matched without a way to go, she takes part online.
    if activity.delivery is Delivery.HYBRID and placement.offered.distance_km == 0:
        elsewhere = _ELSEWHERE[Delivery.ONLINE]
    if elsewhere is not None:
        word = say(elsewhere, {})
        return Names(full=word, bare=word, short=word)
    town = _one_line(activity.branch.place)
    written = _one_line(activity.branch.name)
    building = written if is_discreet(written) else town
    name = partial(_dutch_name, language)
    return Names(full=name(building), bare=name(without_library(building)), short=name(town))


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _dutch_name(language: str, name: str) -> str:
    """The name, kept apart from letters that run the other way.

    Isolates rather than marks: they also keep a line that begins with a Dutch name from running
    left to right as a whole. Two units a name, in the languages that need it.
    """
    return f"{_ISOLATE}{name}{_END_ISOLATE}" if language in _RIGHT_TO_LEFT else name


def _euros(language: str, activity: Activity) -> str:
    amount = activity.price.amount
    if amount == amount.to_integral_value():
        return f"{amount:.0f}"
    return f"{amount:.2f}" if language == "en" else f"{amount:.2f}".replace(".", ",")


def _is_weekly_at(session: Session, meets: datetime) -> bool:
    is_weekly = session.weekday is not None and session.every_weeks == 1
    if not is_weekly or session.monthly_ordinal is not None:
        return False
    return session.day.number == meets.weekday() and session.start == meets.time()


def _when_it_is(say: Say, language: str, meets: datetime | None) -> str:
    """Day and time, said whole; by arrangement where there are none."""
    if meets is None:
        return say("sms.by_arrangement", {})
    return _on(language, meets.astimezone(AMSTERDAM))


def _numbers(line: int | None) -> dict[str, int]:
    """Her three numbers, as the questions name them."""
    return dict(zip(("first", "second", "third"), numbers(line), strict=True))


def _clock(meets: datetime) -> str:
    return f"{meets:%H:%M}"


def _on(language: str, meets: datetime) -> str:
    return f"{_date(language, meets.date())} {_clock(meets)}"


def _date(language: str, day: date) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("MMMMEEEEd", day, locale=_locale(language))


@cache
def _weekday(language: str, number: int) -> str:
    from babel.dates import get_day_names

    return str(get_day_names("abbreviated", locale=_locale(language))[number])


def _locale(language: str) -> str:
    return _LOCALE_BY_LANGUAGE.get(language, language)


def _composed(fitted: Fitted, language: str) -> Composed:
    return Composed(
        text=fitted.text, language=language, segments=fitted.segments, shown=fitted.shown
    )
