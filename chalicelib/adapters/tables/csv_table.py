"""Activities as CSV: what libraries send, and what they get back.

Reads commas, semicolons and tabs; UTF-8 with or without a mark, UTF-16 with one, Windows-1252.
Writes UTF-8 with commas and the same columns, so that an export reads back to the same catalogue.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from chalicelib.adapters.tables import session_text
from chalicelib.adapters.tables.columns import recognised
from chalicelib.adapters.tables.rows import Record, activity_file
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.formulas import guarded
from chalicelib.domain.schedule import Session
from chalicelib.usecases.ports import ActivityFile

_DELIMITERS = ",;\t"
_SAYS_ITSELF = re.compile(r"sep=([,;\t|])\s*$", re.IGNORECASE | re.MULTILINE)  # as Excel writes it
_LONGEST_CELL = 1_000_000  # characters; fifty sessions with a year of exceptions each need 250,000


def read(data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
    """The activities of a CSV file.

    Raises:
        InvalidRequest: empty, no text, no header we know, or too many rows or columns.
    """
    text = decoded(data)
    return activity_file(_records(text, _delimiter(text)), defaults=defaults)


def decoded(data: bytes) -> str:
    """The text of a file, whatever program saved it.

    Raises:
        InvalidRequest: no text, or in an encoding that we do not read.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\x00" in data:
        raise InvalidRequest([Fault("body", "not_text")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # cut off within its last letter
            return data[: error.start].decode("utf-8-sig")
        return _decoded(data, "cp1252")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidRequest([Fault("body", "wrong_encoding")]) from error


def _delimiter(text: str) -> str:
    """What separates the cells: that which makes most columns known in the header."""
    head = text.lstrip("\r\n")[:20_000]
    if match := _SAYS_ITSELF.match(head):
        return match[1]
    return max(_DELIMITERS, key=lambda delimiter: _known_columns(head, delimiter))


def _known_columns(head: str, delimiter: str) -> int:
    first = next(_read_cells(io.StringIO(head, newline=""), delimiter), [])
    return recognised(first) if isinstance(first, list) else 0


def _read_cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str] | str]:
    """The cells of each row, or the code of why it has none; reading goes on behind it."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield "bad_quotes"


def _records(text: str, delimiter: str) -> Iterator[Record]:
    is_cut_off = not text.endswith(("\n", "\r"))
    width: int | None = None
    rows = _read_cells(io.StringIO(text, newline=""), delimiter)
    previous: Record | None = None
    for number, cells in enumerate(rows, start=1):
        if previous is not None:
            yield previous
        if isinstance(cells, str):
            previous = Record(number, (), cells)
        elif number == 1 and len(cells) <= 2 and cells and cells[0].lower().startswith("sep="):
            previous = None
        else:
            width = width or len(cells)
            previous = Record(number, cells)
    if previous is None:
        return
    # A last row without its end and with cells missing was cut off on the way.
    short = width is not None and 0 < len(previous.cells) < width
    yield Record(previous.number, (), "cut_off") if is_cut_off and short else previous


Said = Callable[[Activity], str]


def write(activities: Iterable[Activity]) -> str:
    """The activities as a table that `read` reads back; what is the library's own is left out."""
    rows = (",".join(_cell(said(each)) for said in WRITTEN.values()) for each in activities)
    return "\r\n".join([",".join(WRITTEN), *rows, ""])


def _cell(text: str) -> str:
    safe = guarded(text)
    # Quoted also where blanks at an end would otherwise be taken for lay-out.
    if safe != safe.strip() or any(mark in safe for mark in ',;\t"\r\n'):
        return '"' + safe.replace('"', '""') + '"'
    return safe


def _only(session: Callable[[Session], Any]) -> Said:
    """What the only session says, in columns of its own; several stand in one cell."""
    return lambda activity: (
        _text(session(activity.sessions[0])) if len(activity.sessions) == 1 else ""
    )


def _sessions(activity: Activity) -> str:
    return session_text.written(activity.sessions) if len(activity.sessions) > 1 else ""


def _of(value: Callable[[Activity], Any]) -> Said:
    return lambda activity: _text(value(activity))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case frozenset():
            return "|".join(sorted(value))
        case tuple():
            return "|".join(value)
        case _:
            return str(value)


WRITTEN: Mapping[str, Said] = {
    "source_id": _of(lambda a: a.source_id),
    "branch": _of(lambda a: a.branch.isil),
    "type": _of(lambda a: a.type),
    "title": _of(lambda a: a.title),
    "description": _of(lambda a: a.description),
    "themes": _of(lambda a: a.themes),
    "level_min": _of(lambda a: a.level.lowest),
    "level_max": _of(lambda a: a.level.highest),
    "level_policy": _of(lambda a: a.level.policy),
    "reading": _of(lambda a: a.reading),
    "helping_languages": _of(lambda a: a.helping_languages),
    "audience": _of(lambda a: a.audience),
    "delivery": _of(lambda a: a.delivery),
    "entry": _of(lambda a: a.entry),
    "weekday": _only(lambda s: s.weekday),
    "start": _only(lambda s: f"{s.start:%H:%M}"),
    "duration_minutes": _only(lambda s: s.duration_minutes),
    "every_weeks": _only(lambda s: s.every_weeks if s.monthly_ordinal is None else None),
    "monthly_ordinal": _only(lambda s: s.monthly_ordinal),
    "on_date": _only(lambda s: s.on_date),
    "valid_from": _only(lambda s: s.valid_from),
    "valid_until": _only(lambda s: s.valid_until),
    "except": _only(lambda s: tuple(day.isoformat() for day in sorted(s.except_on))),
    "sessions": _sessions,
    "capacity": _of(lambda a: a.seats.capacity),
    "taken_elsewhere": _of(lambda a: a.seats.taken_elsewhere),
    "waiting_list": _of(lambda a: a.waiting_list),
    "expected_wait_weeks": _of(lambda a: a.expected_wait_weeks),
    "facilities": _of(lambda a: a.facilities),
    "closed_in_school_holidays": _of(lambda a: a.closed_in_school_holidays or "no"),
    "price": _of(lambda a: format(a.price.amount, "f")),
    "price_note": _of(lambda a: a.price.note),
    "service_area": _of(lambda a: a.own_service_area),
    "organised_by": _of(lambda a: a.organised_by),
    "programme": _of(lambda a: a.programme),
    "contact_phone": _of(lambda a: a.own_contact.phone),
    "contact_email": _of(lambda a: a.own_contact.email),
    "status": _of(lambda a: a.status),
}
