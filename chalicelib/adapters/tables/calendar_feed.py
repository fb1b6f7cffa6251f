"""Activities as an iCalendar feed: an event with its rule and its exceptions is one activity.

What a calendar has no word for comes from its categories, from properties of our own (X-WEGWIJS-…)
and from what the library says of the feed as a whole.
"""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.adapters.tables import readings, session_text, vocabulary
from chalicelib.adapters.tables.recurrence import Unfit, sessions_of
from chalicelib.adapters.tables.rows import merged
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.usecases.ports import ActivityFile, RawRow

MAX_BYTES = 2**20
MAX_SECONDS = 10.0  # for all events of a calendar; a rule alone takes milliseconds

_NAMED: Mapping[str, str] = {
    "sourceId": "UID",
    "title": "SUMMARY",
    "description": "DESCRIPTION",
    "branch": "X-WEGWIJS-BRANCH",
    "branch.isil": "X-WEGWIJS-BRANCH",
    "type": "CATEGORIES",
    "level": "X-WEGWIJS-LEVEL",
    "level.min": "X-WEGWIJS-LEVEL",
    "level.max": "X-WEGWIJS-LEVEL",
    "sessions": "DTSTART",
    "sessions.durationMinutes": "DTEND",
    "sessions.except": "EXDATE",
}
_BEGIN, _END = re.compile(rb"(?mi)^BEGIN:"), re.compile(rb"(?mi)^END:")
# Properties of our own, for what a calendar has no word for: X-WEGWIJS-ENTRY:inloop.
_OWN: Mapping[str, tuple[str, readings.Reading]] = {
    "X-WEGWIJS-BRANCH": ("branch.isil", str.strip),
    "X-WEGWIJS-TYPE": ("type", vocabulary.word_of("activity_type")),
    "X-WEGWIJS-THEMES": ("themes", readings.listed(vocabulary.word_of("theme"))),
    "X-WEGWIJS-LEVEL-POLICY": ("level.policy", vocabulary.word_of("level_policy")),
    "X-WEGWIJS-READING": ("reading", vocabulary.word_of("reading_asked")),
    "X-WEGWIJS-LANGUAGES": ("helpingLanguages", readings.listed(vocabulary.language)),
    "X-WEGWIJS-AUDIENCE": ("audience", vocabulary.word_of("audience")),
    "X-WEGWIJS-DELIVERY": ("delivery", vocabulary.word_of("delivery")),
    "X-WEGWIJS-ENTRY": ("entry", vocabulary.word_of("entry")),
    "X-WEGWIJS-FACILITIES": ("facilities", readings.listed(vocabulary.word_of("facility"))),
    "X-WEGWIJS-HOLIDAYS": ("closedInSchoolHolidays", vocabulary.region),
    "X-WEGWIJS-CAPACITY": ("capacity", readings.whole_or_no_limit),
    "X-WEGWIJS-TAKEN-ELSEWHERE": ("takenElsewhere", readings.whole),
    "X-WEGWIJS-WAITING-LIST": ("waitingList", readings.yes),
    "X-WEGWIJS-SERVICE-AREA": ("serviceArea", readings.listed(readings.municipality)),
    "X-WEGWIJS-ORGANISED-BY": ("organisedBy", readings.text),
}


def read(data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
    """The activities of a calendar.

    Raises:
        InvalidRequest: no calendar, damaged, empty, over 1 MiB, or taking longer than it may.
    """
    if len(data) > MAX_BYTES:
        raise InvalidRequest([Fault("body", "calendar_too_large")])
    by_uid: dict[str, _Series] = {}
    lone: list[_Series] = []
    for number, event in enumerate(_events(data), start=1):
        _gather(number, event, by_uid, lone)
    if not by_uid and not lone:
        raise InvalidRequest([Fault("body", "empty_file")])
    series = sorted([*by_uid.values(), *lone], key=lambda each: each.number)
    return ActivityFile(_rows(series, defaults))


def _events(data: bytes) -> list[Any]:
    from icalendar import Calendar

    if not data.strip():
        raise InvalidRequest([Fault("body", "empty_file")])
    if len(_BEGIN.findall(data)) != len(_END.findall(data)):
        raise InvalidRequest([Fault("body", "cut_off")])
    try:
        calendars = Calendar.from_ical(data, multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidRequest([Fault("body", "not_icalendar")]) from error


@dataclass(slots=True)
class _Series:
    """The events of one UID: the one that recurs, and those that took the place of another."""

    number: int
    event: Any
    moved: list[Any] = field(default_factory=list)


def _gather(number: int, event: Any, by_uid: dict[str, _Series], lone: list[_Series]) -> None:
    uid = str(event.get("UID", ""))
    known = by_uid.get(uid)
    if known is None:
        by_uid[uid] = _Series(number, event)
    elif "RECURRENCE-ID" in event:
        known.moved.append(event)
    elif "RECURRENCE-ID" in known.event:  # the exception came before its rule
        by_uid[uid] = _Series(known.number, event, [known.event, *known.moved])
    else:
        lone.append(_Series(number, event))  # the same UID twice; told off as a duplicate


def _rows(series: Iterable[_Series], defaults: Mapping[str, Any]) -> Iterator[RawRow]:
    until = time.monotonic() + MAX_SECONDS
    for each in series:
        if time.monotonic() > until:
            raise InvalidRequest([Fault("body", "took_too_long")])
        yield _row(each, defaults)


def _row(series: _Series, defaults: Mapping[str, Any]) -> RawRow:
    faults: list[Fault] = [Fault(name, "unreadable") for name, _ in series.event.errors if name]
    body = _described(series.event, faults)
    if not faults:
        try:
            type_ = body.get("type", defaults.get("type"))
            walk_in = session_text.is_walk_in(type_)
            body["sessions"] = sessions_of(series.event, series.moved, walk_in=walk_in)
        except Unfit as unfit:
            faults.append(Fault(unfit.property, unfit.code))
    return RawRow(series.number, merged(defaults, body), tuple(faults), _NAMED)


def _described(event: Any, faults: list[Fault]) -> dict[str, Any]:
    body: dict[str, Any] = {"sourceId": str(event.get("UID", ""))}
    for name, key in (("SUMMARY", "title"), ("DESCRIPTION", "description")):
        if text := str(event.get(name, "")).strip():
            body[key] = text
    body |= _categorised(event)
    for name, (path, reading) in _OWN.items():
        if name in event:
            _note(body, name, path, _first(event, name), reading, faults)
    if "X-WEGWIJS-LEVEL" in event:
        _note(body, "X-WEGWIJS-LEVEL", "level", _first(event, "X-WEGWIJS-LEVEL"), _level, faults)
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        body["status"] = "inactive"
    return body


def _first(event: Any, name: str) -> str:
    value = event[name]
    return str(value[0] if isinstance(value, list) else value)


def _note(
    body: dict[str, Any],
    name: str,
    path: str,
    text: str,
    reading: readings.Reading,
    faults: list[Fault],
) -> None:
    try:
        value = reading(text)
    except readings.Unclear as unclear:
        faults.append(Fault(name, unclear.code))
        return
    first, _, rest = path.partition(".")
    known = body.get(first)
    if not rest and isinstance(value, dict) and isinstance(known, dict):
        value = known | value
    body[first] = {**(known or {}), rest: value} if rest else value


def _level(text: str) -> dict[str, str]:
    lowest, highest = vocabulary.levels(text)
    return {"min": lowest, "max": highest}


def _categorised(event: Any) -> dict[str, Any]:
    """The type and the themes among its categories; other categories say nothing to us."""
    given = event.get("CATEGORIES", [])
    lists = given if isinstance(given, list) else [given]
    names = [str(name) for each in lists for name in getattr(each, "cats", [])]
    types = [id_ for name in names if (id_ := vocabulary.known("activity_type", name))]
    themes = [id_ for name in names if (id_ := vocabulary.known("theme", name))]
    return ({"type": types[0]} if types else {}) | ({"themes": themes} if themes else {})
