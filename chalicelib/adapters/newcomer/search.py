"""The public search: a form of six fields and what it found, in her language with Dutch beside it.

No script, nothing of others, and no cookie: whoever reads over her shoulder tomorrow finds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chalicelib.adapters.newcomer.pictograms import OF_TYPE, drawn_in
from chalicelib.adapters.newcomer.ring_map import HEIGHT, Pin, pins
from chalicelib.adapters.newcomer.speech import DUTCH, speech_for
from chalicelib.adapters.newcomer.templates import content_security_policy, style, template
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.geography import Point
from chalicelib.domain.matching.result import Fallback, Match, Matches
from chalicelib.domain.schedule import AMSTERDAM, WEEK
from chalicelib.domain.vocabulary import Level, Theme
from chalicelib.usecases.ports import Words

_NAME = "search"
_LOCALE_BY_LANGUAGE = {"prs": "fa_AF", "kmr": "ku"}
_IN_WORDS = frozenset({DUTCH, "en"})  # languages in which reasons are said as well


@dataclass(frozen=True, slots=True)
class Travel:
    """One way to travel for so long, with its drawing."""

    value: str
    drawing: str
    minutes: int


# What the form offers; its value is the mode and the minutes.
TRAVELS = (
    Travel("bicycle-15", "🚲", 15),
    Travel("bicycle-30", "🚲", 30),
    Travel("bicycle-45", "🚲", 45),
    Travel("walk-15", "🚶", 15),
    Travel("walk-30", "🚶", 30),
    Travel("public_transport-30", "🚌", 30),
    Travel("public_transport-60", "🚌", 60),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One activity as it is shown; `number` is that of its pin."""

    number: int
    activity: Activity
    match: Match
    reasons: Sequence[str]
    near: str | None = None  # why it fits not quite, in words

    @property
    def pictogram(self) -> str:
        return OF_TYPE[self.activity.type]

    @property
    def clock(self) -> str:
        at = self.match.next_session_at
        return "" if at is None else f"{at.astimezone(AMSTERDAM):%H:%M}"

    @property
    def dialled(self) -> str:
        return "".join(c for c in self.activity.contact.phone or "" if c.isdigit() or c == "+")


def search_page(  # noqa: PLR0913 - what a page is made of
    words: Words,
    *,
    language: str,
    languages: Sequence[tuple[str, str]],
    filled: Mapping[str, Sequence[str]],
    faults: Mapping[str, str],
    form_token: str = "",
    found: Matches | None = None,
    middle: Point | None = None,
) -> str:
    """The page in this language; without `found` the form alone."""
    speech = speech_for(language, words)
    said_in = speech.tag if speech.tag in _IN_WORDS else DUTCH
    matches = _found(found, words, said_in) if found is not None else ()
    html: str = template(f"{_NAME}.html").render(
        speech=speech,
        said_in=said_in,
        languages=[pair for pair in languages if _speaks(pair[0], words)],
        filled=filled,
        faults=faults,
        form_token=form_token,
        levels=[
            (level.value, words.say(said_in, f"vocabulary.level.{level}", {})) for level in Level
        ],
        themes=[
            (theme.value, words.say(said_in, f"vocabulary.theme.{theme}", {})) for theme in Theme
        ],
        days=_days(speech.tag),
        travels=TRAVELS,
        asked=found is not None,
        matches=matches,
        near_misses=_near(found, words, said_in, len(matches)),
        fallback=_fallback(found.fallback, words, said_in) if found else None,
        pins=() if middle is None else _pins(middle, matches),
        pin_height=HEIGHT,
        drawn_in=drawn_in,
        style=style(_NAME),
    )
    return html


def search_policy() -> str:
    """The content security policy of that page."""
    return content_security_policy(_NAME)


def _speaks(language: str, words: Words) -> bool:
    return speech_for(language, words).tag == language


def _labels(
    name: str, kind: Iterable[StrEnum], words: Words, said_in: str
) -> list[tuple[str, str]]:
    """Each word of this vocabulary with its label."""
    return [(code.value, words.say(said_in, f"vocabulary.{name}.{code}", {})) for code in kind]


def _days(tag: str) -> list[tuple[str, str]]:
    """The days of the week as this language calls them."""
    from babel.dates import get_day_names

    names = get_day_names("wide", "stand-alone", _LOCALE_BY_LANGUAGE.get(tag, tag))
    return [(day.value, names[day.number]) for day in WEEK]


def _found(found: Matches, words: Words, said_in: str) -> tuple[Found, ...]:
    return tuple(
        Found(match.rank, match.activity, match, _reasons(match, words, said_in))
        for match in found.matches
    )


def _near(found: Matches | None, words: Words, said_in: str, after: int) -> tuple[Found, ...]:
    if found is None:
        return ()
    return tuple(
        Found(
            number,
            near.match.activity,
            near.match,
            (),
            words.say(said_in, f"near_miss.{near.failed}", dict(near.values)),
        )
        for number, near in enumerate(found.near_misses, after + 1)
    )


def _reasons(match: Match, words: Words, said_in: str) -> list[str]:
    return [words.say(said_in, f"reason.{r.code}", dict(r.values)) for r in match.reasons]


def _fallback(fallback: Fallback | None, words: Words, said_in: str) -> Mapping[str, Any] | None:
    if fallback is None:
        return None
    activity = fallback.activity
    values = {
        "title": activity.title,
        "branch": activity.branch.name,
        "km": fallback.distance_km,
        "phone": activity.contact.phone or "",
    }
    key = "fallback.text" if activity.contact.phone else "fallback.text_without_phone"
    return {"text": words.say(said_in, key, values), "activity": activity}


def _pins(middle: Point, matches: Iterable[Found]) -> tuple[Pin, ...]:
    there = [(f.number, f.activity.branch.point) for f in matches if f.match.distance_km > 0]
    return pins(middle, there)
