"""Activities as an Excel workbook, read with calamine after the archive has been looked through.

A workbook is a zip of XML. Four megabytes of it can claim gigabytes: by compression, by one long
text that a million cells point at, or by two cells at opposite corners of the sheet. Each is found
and refused before calamine, which would make all of it, sees a byte.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from chalicelib.adapters.tables.rows import MAX_ROWS, Record, activity_file
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.usecases.ports import ActivityFile

MAX_UNPACKED = 50 * 2**20  # bytes of all parts together
MAX_TEXT = 128 * 2**20  # characters of all cells together
MAX_CELLS = 4_000_000  # of the rectangle around all that is said: a hundred thousand rows of forty
_MAX_PARTS = 1_000
_SHEETS = ("activiteiten", "activities")


def read(data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
    """The activities of a workbook: of its sheet "Activiteiten", or else of its first.

    Raises:
        InvalidRequest: no workbook, damaged, protected, or larger unpacked than its bounds.
    """
    _look_through(data)
    return activity_file(_records(data), defaults=defaults)


def _records(data: bytes) -> Iterator[Record]:
    for number, cells in enumerate(_cells(data), start=1):
        yield Record(number, [_text(cell) for cell in cells])


def _cells(data: bytes) -> Sequence[Sequence[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        names = workbook.sheet_names
        name = next((n for n in names if n.strip().casefold() in _SHEETS), names[0])
        rows: Sequence[Sequence[Any]] = workbook.get_sheet_by_name(name).to_python(
            skip_empty_area=False
        )
    except PasswordError as error:
        raise InvalidRequest([Fault("body", "protected_workbook")]) from error
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise InvalidRequest([Fault("body", "not_xlsx")]) from error
    return rows


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it."""
    return next((write(cell) for kind, write in _TYPED if isinstance(cell, kind)), str(cell))


def _typed_float(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


def _typed_instant(at: datetime) -> str:
    return at.date().isoformat() if at.time() == time.min else at.isoformat(" ", "minutes")


def _typed_length(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


# In this order: a bool is a number too, and a datetime a date.
_TYPED: Sequence[tuple[type, Callable[[Any], str]]] = (
    (bool, lambda answer: str(answer).lower()),
    (float, _typed_float),
    (datetime, _typed_instant),
    (date, date.isoformat),
    (time, lambda at: at.isoformat("minutes")),
    (timedelta, _typed_length),
)


def _look_through(data: bytes) -> None:
    """Nothing of the workbook is larger than it may be, whatever its directory says."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InvalidRequest([Fault("body", "not_xlsx")]) from error
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise InvalidRequest([Fault("body", "too_large_unpacked")])
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise InvalidRequest([Fault("body", "not_xlsx")])
    _look_at_texts([_unpacked(data, part) for part in parts if _is_read(part)])


def _is_read(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels"))  # calamine reads no pictures


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """Exactly as many bytes as the directory says; it may lie, so one more is asked for."""
    at = part.header_offset
    header = data[at : at + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04" or part.flag_bits & 1:
        raise InvalidRequest([Fault("body", "not_xlsx")])
    begin = at + 30 + int.from_bytes(header[26:28], "little")
    begin += int.from_bytes(header[28:30], "little")
    packed = data[begin : begin + part.compress_size]
    unpacked = packed
    if part.compress_type == zipfile.ZIP_DEFLATED:
        unpacked = _inflated(packed, part.file_size)
    if len(unpacked) != part.file_size or b"\x00" in unpacked:
        raise InvalidRequest([Fault("body", "not_xlsx")])
    return unpacked


def _inflated(packed: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    except zlib.error as error:
        raise InvalidRequest([Fault("body", "not_xlsx")]) from error


# Nothing of this kind is written by a spreadsheet, and each would hide what is counted below.
_HIDING = re.compile(rb"""<!--|<!\[CDATA|<!DOCTYPE|\sr\s*=\s*["'][^"'<>]*&""")
_SHARED = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?/>|<(?:\w+:)?si[\s>].*?</(?:\w+:)?si>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,8})(\d+)["']""")


def _look_at_texts(parts: Collection[bytes]) -> None:
    """No sheet holds more than it may. Any part may be one: its name says nothing."""
    if any(_HIDING.search(part) for part in parts):
        raise InvalidRequest([Fault("body", "not_xlsx")])
    lists = [lengths for part in parts if (lengths := [len(m[0]) for m in _SHARED.finditer(part)])]
    if len(lists) > 1:
        raise InvalidRequest([Fault("body", "not_xlsx")])
    for part in parts:
        _look_at_sheet(part, lists[0] if lists else [])


def _look_at_sheet(sheet: bytes, shared: Sequence[int]) -> None:
    if shared and sum(_length(match[1], shared) for match in _VALUE.finditer(sheet)) > MAX_TEXT:
        raise InvalidRequest([Fault("body", "too_large_unpacked")])
    rows = columns = 1
    for match in _PLACE.finditer(sheet):
        row = int(match[2]) if len(match[2]) <= 7 else MAX_CELLS  # digits enough for any sheet
        rows, columns = max(rows, row), max(columns, _column(match[1]))
    if rows > MAX_ROWS + 1:
        raise InvalidRequest([Fault("body", "too_many_rows")])
    if rows * columns > MAX_CELLS:
        raise InvalidRequest([Fault("body", "too_many_columns")])


def _length(value: bytes, shared: Sequence[int]) -> int:
    """How long the text is that a value may point at; a number that is none points at nothing."""
    try:
        at = int(float(value))
    except (ValueError, OverflowError):
        return max(shared)
    return shared[at] if 0 <= at < len(shared) else 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
