"""The columns of an activity table: what each is called, and how a cell of it is read."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.adapters.tables import readings, vocabulary
from chalicelib.adapters.tables.readings import Reading, squeezed
from chalicelib.domain.errors import Fault, InvalidRequest

_NAMES = Path(__file__).parents[2] / "data" / "import_columns.csv"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its own name, other names, its place in the API, its reading."""

    name: str
    path: str
    read: Reading
    also: tuple[str, ...] = ()


def _word(vocabulary_: str) -> Reading:
    return vocabulary.word_of(vocabulary_)


def _words(vocabulary_: str) -> Reading:
    return readings.listed(vocabulary.word_of(vocabulary_))


_READ: Mapping[str, tuple[str, Reading]] = {
    "source_id": ("sourceId", readings.text),
    "branch": ("branch.isil", str.strip),
    "type": ("type", _word("activity_type")),
    "title": ("title", readings.text),
    "description": ("description", readings.text),
    "themes": ("themes", _words("theme")),
    "level": ("level", vocabulary.levels),
    "level_min": ("level.min", vocabulary.level),
    "level_max": ("level.max", vocabulary.level),
    "level_policy": ("level.policy", _word("level_policy")),
    "reading": ("reading", _word("reading_asked")),
    "helping_languages": ("helpingLanguages", readings.listed(vocabulary.language)),
    "audience": ("audience", _word("audience")),
    "delivery": ("delivery", _word("delivery")),
    "entry": ("entry", _word("entry")),
    "weekday": ("sessions.weekday", vocabulary.weekdays),
    "start": ("sessions.start", readings.span),
    "end": ("sessions.end", readings.minute),
    "duration_minutes": ("sessions.durationMinutes", readings.duration),
    "every_weeks": ("sessions.everyWeeks", readings.every_weeks),
    "monthly_ordinal": ("sessions.monthlyOrdinal", readings.ordinal),
    "on_date": ("sessions.onDate", readings.day),
    "valid_from": ("sessions.validFrom", readings.day),
    "valid_until": ("sessions.validUntil", readings.day),
    "except": ("sessions.except", readings.listed(readings.day)),
    "sessions": ("sessions", readings.text),
    "capacity": ("capacity", readings.whole_or_no_limit),
    "taken_elsewhere": ("takenElsewhere", readings.whole),
    "waiting_list": ("waitingList", readings.yes),
    "expected_wait_weeks": ("expectedWaitWeeks", readings.whole),
    "facilities": ("facilities", _words("facility")),
    "closed_in_school_holidays": ("closedInSchoolHolidays", vocabulary.region),
    "price": ("price.amount", readings.price),
    "price_note": ("price.note", readings.text),
    "service_area": ("serviceArea", readings.listed(readings.municipality)),
    "organised_by": ("organisedBy", readings.text),
    "programme": ("programme", readings.text),
    "contact_phone": ("contact.phone", readings.text),
    "contact_email": ("contact.email", str.strip),
    "status": ("status", _word("activity_status")),
}


def _names() -> Mapping[str, tuple[str, ...]]:
    """By what other names libraries know a column, Dutch and English."""
    with _NAMES.open(encoding="utf-8", newline="") as file:
        return {row["column"]: tuple(row["names"].split("|")) for row in csv.DictReader(file)}


COLUMNS: Mapping[str, Column] = {
    name: Column(name, *_READ[name], names) for name, names in _names().items()
}


@cache
def _by_name() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for column in COLUMNS.values():
        for name in (*column.also, column.name):
            known[squeezed(name)] = column.name
    return known


def recognised(headers: Iterable[str]) -> int:
    """How many of these headers are columns of ours."""
    return sum(squeezed(header) in _by_name() for header in headers)


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell holds which column, how the file calls it, and what says nothing to us."""

    place: Mapping[str, int]
    named: Mapping[str, str]  # by place in the API
    ignored: tuple[str, ...]
    width: int


def header_of(cells: Sequence[str]) -> Header:
    """The header that this first row is.

    Raises:
        InvalidRequest: it names no column of ours, or one of them twice.
    """
    place: dict[str, int] = {}
    ignored = []
    for number, cell in enumerate(cells):
        column = _by_name().get(squeezed(cell))
        if column is None:
            ignored += [cell.strip()[:64]] if cell.strip() else []
        elif column in place:
            raise InvalidRequest([Fault(cell.strip(), "twice")])
        else:
            place[column] = number
    if not place.keys() & {"source_id", "title"}:
        raise InvalidRequest([Fault("body", "no_header")])
    named = {COLUMNS[name].path: cells[at].strip() for name, at in place.items()}
    return Header(place, named | _parts(named), tuple(ignored), len(cells))


_HALVES: Mapping[str, tuple[str, str]] = {
    "level": ("level.min", "level.max"),
    "level.min": ("level", "level"),
    "branch.isil": ("branch", "branch.name"),
    "price.amount": ("price", "price"),
    "sessions.durationMinutes": ("sessions", "sessions"),
}


def _parts(named: Mapping[str, str]) -> dict[str, str]:
    """The names under which a fault in part or whole of these is found in the file."""
    found: dict[str, str] = {}
    for path, parts in _HALVES.items():
        if path in named:
            found |= {part: named[path] for part in parts if part not in named}
    missing = {column.path: column.name for column in COLUMNS.values()}
    return {path: name for path, name in missing.items() if path not in named} | found
