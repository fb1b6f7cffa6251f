"""The newcomer's page: what she was offered and what she answered, in her language and in Dutch.

No script, no font of others, one style that its hash allows. What is not in her language yet is
Dutch as a whole: a page is never half in one language and half in another.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.meeting import first_meeting
from chalicelib.domain.numbering import numbers
from chalicelib.domain.placement import BEYOND_PROPOSED, Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Wish
from chalicelib.domain.schedule import AMSTERDAM, held_between
from chalicelib.usecases.ports import Words

_TEMPLATES = Path(__file__).parents[1] / "templates"
_DUTCH = "nl"
_LOCALE_BY_LANGUAGE = {"prs": "fa_AF", "kmr": "ku"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb"})
_KEY = "page.newcomer."
_UNITS_A_KM = 20  # of the drawing: its outer ring, 5 km, has radius 100
_MOST_OPTIONS = 3
_MOST_MEETINGS = 8
_LOOK_AHEAD = timedelta(weeks=26)
_ANSWERABLE = frozenset({State.PROPOSED, State.SEAT_OFFERED})

ActivityById = Mapping[ActivityId, Activity]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the page, with what stands in it."""

    tag: str
    words: Words
    answered: bool
    hers: tuple[Mapping[str, Any], ...]
    open: tuple[Mapping[str, Any], ...]

    @property
    def direction(self) -> str:
        return "rtl" if self.tag in _RIGHT_TO_LEFT else "ltr"

    def say(self, key: str, **values: Any) -> str:
        return self.words.say(self.tag, _KEY + key, values)


class NewcomerPages:
    """What stands behind her link, as HTML and as a calendar."""

    def __init__(self, words: Words, *, holidays: Holidays, now: datetime) -> None:
        self._words = words
        self._holidays = holidays
        self._now = now

    def page(self, token: str, referral: Referral, activities: ActivityById) -> str:
        """Her page: at most 15,000 bytes."""
        language = self._language(referral.contact_language)
        tongue = self._tongue(language, referral, activities)
        last = referral.last_reply
        asks = last is not None and last.wish is Wish.OTHER_TIME and last.part_of_day is None
        html: str = _template("newcomer.html").render(
            token=token,
            style=style(),
            tongue=tongue,
            hers=bool(tongue.hers),
            asks_part=asks and bool(tongue.open),
            dutch=None if language == _DUTCH else self._tongue(_DUTCH, referral, activities),
            rings=_pins(referral, activities),
        )
        return html

    def not_found(self) -> str:
        """The one page for every link that opens nothing."""
        say = self._words.say
        html: str = _template("not_found.html").render(
            style=style(),
            title=say(_DUTCH, _KEY + "not_found_title", {}),
            texts=[(tag, say(tag, _KEY + "not_found", {})) for tag in (_DUTCH, "en")],
        )
        return html

    def calendar(self, referral: Referral, activities: ActivityById) -> str:
        """The next eight meetings that are really held, of all that she chose (iCalendar)."""
        from icalendar import Calendar, Event

        calendar = Calendar()
        calendar.add("prodid", "-//Wegwijs//NL")
        calendar.add("version", "2.0")
        for placement, activity, start, minutes in self._meetings(referral, activities):
            event = Event()
            event.add("uid", f"{placement.id}-{start:%Y%m%dT%H%M}@wegwijs")
            event.add("dtstamp", self._now)
            event.add("dtstart", start.astimezone(AMSTERDAM))
            event.add("dtend", (start + timedelta(minutes=minutes)).astimezone(AMSTERDAM))
            event.add("summary", activity.title)
            event.add("location", _place(activity))
            calendar.add_component(event)
        calendar.add_missing_timezones()
        text: str = calendar.to_ical().decode()
        return text

    def _meetings(
        self, referral: Referral, activities: ActivityById
    ) -> list[tuple[Placement, Activity, datetime, int]]:
        until = self._now + _LOOK_AHEAD
        found = [
            (placement, activity, start, session.duration_minutes)
            for placement, activity in _chosen(referral, activities)
            for session in activity.held_sessions
            for start in held_between(
                session,
                after=self._now,
                until=until,
                closed=self._holidays.closed(activity.closed_in_school_holidays),
            )
        ]
        return sorted(found, key=lambda meeting: meeting[2])[:_MOST_MEETINGS]

    def _language(self, wanted: str) -> str:
        """Her language where the page is in it, else Dutch."""
        title = self._words.say(wanted, _KEY + "title", {})
        return _DUTCH if title == self._words.say(_DUTCH, _KEY + "title", {}) else wanted

    def _tongue(self, language: str, referral: Referral, activities: ActivityById) -> Tongue:
        options = _offered(referral, activities)
        hers = _chosen(referral, activities)
        return Tongue(
            language,
            self._words,
            answered=referral.last_reply is not None,
            hers=tuple(self._card(language, *chosen, number=None) for chosen in hers),
            open=tuple(
                self._card(language, *option, number=number)
                for number, option in _numbered(referral, options)
            ),
        )

    def _card(
        self, language: str, placement: Placement, activity: Activity, *, number: int | None
    ) -> Mapping[str, Any]:
        meets = first_meeting(placement, activity, holidays=self._holidays, at=self._now)
        local = None if meets is None else meets.astimezone(AMSTERDAM)
        phone = activity.contact.phone
        return {
            "id": placement.id,
            "number": number,
            "title": activity.title,
            "place": _place(activity),
            "day": local and _day(language, local),
            "dutch_day": local and language != _DUTCH and _day(_DUTCH, local),
            "clock": local and f"{local:%H:%M}",
            "minutes": placement.offered.travel_minutes,
            "price": self._price(language, activity),
            "phone": phone,
            "dialled": "".join(c for c in phone or "" if c.isdigit() or c == "+"),
            "code": placement.code if number is None else None,
            "state": placement.state,
        }

    def _price(self, language: str, activity: Activity) -> str:
        amount = activity.price.amount
        if amount == 0:
            return self._words.say(language, "sms.free", {})
        return self._words.say(language, "sms.price", {"euros": f"{amount:.2f}"})


def style() -> str:
    """The style of these pages, as it stands in them."""
    return _style()


@cache
def _style() -> str:
    return (_TEMPLATES / "newcomer.css").read_text(encoding="utf-8").strip()


@cache
def content_security_policy() -> str:
    """Nothing from anywhere, but this one style and forms of our own."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _offered(referral: Referral, activities: ActivityById) -> Sequence[tuple[Placement, Activity]]:
    found = [p for p in referral.placements if p.state in _ANSWERABLE]
    found.sort(key=lambda p: (p.round, p.offered.rank))  # as her texts number them
    return _known(found, activities)[:_MOST_OPTIONS]


def _chosen(referral: Referral, activities: ActivityById) -> Sequence[tuple[Placement, Activity]]:
    hers = BEYOND_PROPOSED - _ANSWERABLE
    return _known([p for p in referral.placements if p.state in hers], activities)


def _known(
    placements: Sequence[Placement], activities: ActivityById
) -> list[tuple[Placement, Activity]]:
    return [(p, activities[p.activity_id]) for p in placements if p.activity_id in activities]


def _place(activity: Activity) -> str:
    branch = activity.branch
    return ", ".join(part for part in (branch.name, branch.address, branch.place) if part)


def _numbered(
    referral: Referral, options: Sequence[tuple[Placement, Activity]]
) -> Iterator[tuple[int, tuple[Placement, Activity]]]:
    """Each option with the number it has in her texts, also where two share a telephone."""
    return zip(numbers(referral.line), options, strict=False)


def _pins(referral: Referral, activities: ActivityById) -> list[Mapping[str, Any]]:
    """Where the options lie round the middle of her area; those beyond the drawing are left out."""
    if referral.need is None:
        return []
    middle = referral.need.location.point
    pins = [
        {"number": number, **_on_drawing(middle, activity.branch.point)}
        for number, (placement, activity) in _numbered(referral, _offered(referral, activities))
        if placement.offered.distance_km > 0
    ]
    return [pin for pin in pins if pin["x"] ** 2 + pin["y"] ** 2 <= 105**2]


def _on_drawing(middle: Point, point: Point) -> dict[str, int]:
    # 111.3 km a degree of latitude: a drawing of ten kilometres needs no better.
    east = (point.longitude - middle.longitude) * cos(radians(middle.latitude)) * 111.3
    south = (middle.latitude - point.latitude) * 111.3
    return {"x": round(east * _UNITS_A_KM), "y": round(south * _UNITS_A_KM)}


def _day(language: str, day: datetime) -> str:
    from babel.dates import format_skeleton

    locale = _LOCALE_BY_LANGUAGE.get(language, language)
    return format_skeleton("MMMMEEEEd", day.date(), locale=locale)
