"""What a text to a newcomer says, and what it leaves out when it grows too long.

The rule, from the most it can say to the least:

1. Up to three options, each with its title, when, where, the minutes it takes and what it costs.
2. What the head line says already is not said again: "Bibliotheek Overvecht" becomes "Overvecht".
   Then the minutes go.
3. Fewer options; the page behind the link shows them all.
4. Shorter names: the kind of activity for its title, the town for its building, then no building.
   Then that it is free; a price is always said.
5. No option, only the link.

Nothing is ever cut inside a word, a name or a link, and no letter is changed to a cheaper one.

A text names nobody and says nothing of a status: phones are shared, and sometimes watched.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

MAX_SEGMENTS = 2
MOST_OPTIONS = 3
_FROM_ONE = (1, 2, 3)
# Every text a language needs before newcomers get texts in it.
KEYS = (
    "sms.offer.head",
    "sms.offer_reminder.head",
    "sms.offer.all_free",
    "sms.offer.answer",
    "sms.offer.stop",
    "sms.separator",
    "sms.minutes",
    "sms.free",
    "sms.price",
    "sms.online",
    "sms.at_home",
    "sms.by_arrangement",
    "sms.confirmation",
    "sms.intake_scheduled",
    "sms.reminder",
    "sms.how_was_it",
    "sms.encouragement",
    "sms.ask_time",
    "sms.seat_free",
    "sms.still_interested",
    "sms.missed_you",
    "sms.still_coming",
    "sms.gone",
    "sms.cancelled",
    "sms.passed_by",
    "sms.goodbye",
    "sms.help",
    "sms.stopped",
    "sms.started",
)

Say = Callable[[str, Mapping[str, Any]], str]  # the text of a key in her language
Count = Callable[[str], int]  # how many SMS a text is
_Form = Literal["full", "bare", "short"]


@dataclass(frozen=True, slots=True)
class Names:
    """One thing by its names, each whole: in full, without what was said before, in short."""

    full: str
    bare: str
    short: str

    def by(self, form: _Form) -> str:
        return {"full": self.full, "bare": self.bare, "short": self.short}[form]


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option in words of her language; `minutes` None where there is no way to go."""

    title: Names
    place: Names
    when: str
    minutes: int | None
    price: str  # "free" in her language, or so many euros
    is_free: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text with its number of SMS, and how many options it shows."""

    text: str
    segments: int
    shown: int


class _Detail(NamedTuple):
    title: _Form
    place: _Form | None
    with_minutes: bool = False
    says_free: bool = True


_FULL = _Detail("full", "full", with_minutes=True)
_SAYING_NOTHING_TWICE = (_FULL, _Detail("full", "bare", with_minutes=True), _Detail("full", "bare"))
_SHORTER_NAMES = (
    _Detail("short", "bare"),
    _Detail("full", "short"),
    _Detail("short", "short"),
    _Detail("full", None),
    _Detail("short", None),
    _Detail("full", None, says_free=False),
    _Detail("short", None, says_free=False),
)


def compose_offer(
    say: Say,
    options: Sequence[OptionLine],
    *,
    link: str,
    segments: Count,
    head: str = "sms.offer.head",
    numbers: Sequence[int] = _FROM_ONE,
    max_segments: int = MAX_SEGMENTS,
) -> Fitted:
    """The offer, as much of it as fits by the rule; `numbers` are those of its options.

    `head` is the key of its first words.

    Only the head, the link and how to stop are never left out; when these alone are too long (a
    link of more than some sixty characters), the text has as many segments as it says.
    """
    attempts = (
        Fitted(text, segments(text), shown)
        for text, shown in _offers(say, options, numbers, head=head, link=link)
    )
    return _first_within(attempts, max_segments)


def compose_confirmation(
    say: Say,
    *,
    title: Names,
    place: Names,
    when: str,
    code: str,
    segments: Count,
    max_segments: int = MAX_SEGMENTS,
) -> Fitted:
    """That it is settled, with the code for the desk; names shortened as in an offer."""
    return compose_about(
        say,
        "sms.confirmation",
        title=title,
        place=place,
        values={"when": when, "code": code},
        segments=segments,
        max_segments=max_segments,
    )


def compose_about(
    say: Say,
    key: str,
    *,
    title: Names,
    place: Names,
    values: Mapping[str, str | int],
    segments: Count,
    max_segments: int = MAX_SEGMENTS,
) -> Fitted:
    """What this key says about one activity; names shortened as in an offer."""

    def attempt(detail: _Detail) -> Fitted:
        names = {"title": title.by(detail.title), "branch": place.by(detail.place or "short")}
        text = say(key, {**names, **values})
        return Fitted(text, segments(text), 1)

    details = (*_SAYING_NOTHING_TWICE, *_SHORTER_NAMES)
    return _first_within(map(attempt, details), max_segments)


def compose_notice(
    say: Say, key: str, *, values: Mapping[str, int], link: str | None, segments: Count
) -> Fitted:
    """What this key says, and her link where there is more to see; alone on its line."""
    said = say(key, values)
    text = said if link is None else f"{said}\n{link}"
    return Fitted(text, segments(text), 0)


def _offers(
    say: Say, options: Sequence[OptionLine], numbers: Sequence[int], *, head: str, link: str
) -> Iterator[tuple[str, int]]:
    most = min(len(options), MOST_OPTIONS)
    for shown in range(most, 0, -1):
        for detail in _SAYING_NOTHING_TWICE:
            yield _offer(say, options[:shown], numbers, detail, head=head, link=link), shown
    if options:
        for detail in _SHORTER_NAMES:
            yield _offer(say, options[:1], numbers, detail, head=head, link=link), 1
    yield _offer(say, (), numbers, _FULL, head=head, link=link), 0


def _offer(
    say: Say,
    options: Sequence[OptionLine],
    numbers: Sequence[int],
    detail: _Detail,
    *,
    head: str,
    link: str,
) -> str:
    # The link stands last and alone: what follows a link becomes part of it on many phones.
    head, stop = say(head, {}), say("sms.offer.stop", {})
    if not options:
        return f"{head}\n{link}\n{stop}"
    all_free = all(option.is_free for option in options)
    if all_free and detail.says_free:
        head = f"{head} {say('sms.offer.all_free', {})}"
    each_free = detail.says_free and not all_free
    lines = [
        _line(say, number, option, detail, says_free=each_free)
        for number, option in zip(numbers, options, strict=False)
    ]
    digits = ", ".join(str(number) for number in numbers[: len(options)])
    answer = say("sms.offer.answer", {"digits": digits})
    return "\n".join([head, *lines, f"{answer} {stop}", link])


def _line(say: Say, number: int, option: OptionLine, detail: _Detail, *, says_free: bool) -> str:
    facts = [option.title.by(detail.title), option.when]
    if detail.place is not None:
        facts.append(option.place.by(detail.place))
    if detail.with_minutes and option.minutes is not None:
        facts.append(say("sms.minutes", {"minutes": option.minutes}))
    if says_free or not option.is_free:
        facts.append(option.price)
    return f"{number} {say('sms.separator', {}).join(facts)}"


def _first_within(attempts: Iterable[Fitted], max_segments: int) -> Fitted:
    for attempt in attempts:
        if attempt.segments <= max_segments:
            return attempt
    return attempt


# The first words of a building's name that the head line has said already.
_SAID_ALREADY = re.compile(
    r"\A(?:(?:de|het|openbare|centrale)\s+)*\w*(?:bibliotheek|bieb)\s+(?=\w)", re.IGNORECASE
)


def without_library(name: str) -> str:
    """The name of a building without the word library at its head; never empty."""
    return _SAID_ALREADY.sub("", name)


# What somebody who reads along must not learn: parts of words, and abbreviations as written.
_TELLING = re.compile(
    r"(?i:inburger|statushouder|asiel|vluchteling|uitkering|bijstand|verblijfs|z-route)"
    r"|\b(?:AZC|COA|DUO|IND)\b"
)


def is_discreet(name: str) -> bool:
    """Whether a name can stand in a text without telling a status."""
    return _TELLING.search(name) is None
