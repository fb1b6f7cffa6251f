"""A sheet of people as it is pasted from Excel: rows of cells, read as the fields of a form.

The first row says what each column is, in Dutch, in English or by the API's name. A cell may say
a choice in words or by its code; whatever else it says stays as it is, a fault like any other.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from chalicelib.entry.pages.referral_form import DEFAULTS, MANY, YES, Fields

Words = Mapping[str, Mapping[str, str]]  # by field: the code of each word
MOST_ROWS = 200  # as many as somebody can look through
COLUMNS = (
    *("person.firstName", "person.phone", "person.contactLanguage", "languageLevel", "location"),
    *("agreement.refer", "agreement.sms", "agreement.reportBack"),
    *("times", "travel.mode", "travel.maxMinutes", "themes", "person.channel", "residence"),
    *("clientReference", "assignedTo", "note"),
)
_AGREES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "waar"})
_SEPARATORS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Row:
    """One person: her cells as they were pasted, and what they say."""

    number: int
    cells: tuple[str, ...]
    fields: Fields

    def key(self, sheet: str) -> str:
        """Her own idempotency key: the same cells in the same sheet are the same referral."""
        return hashlib.sha256("\x1f".join((sheet, *self.cells)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was pasted; `unknown` are the headings that say nothing to us."""

    heading: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()
    known: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_readable(self) -> bool:
        return "person.firstName" in self.known

    def without(self, gone: Iterable[Row]) -> str:
        """The sheet as text again, without these rows; "" when no row is left."""
        numbers = {row.number for row in gone}
        left = [row.cells for row in self.rows if row.number not in numbers]
        written = StringIO(newline="")
        csv.writer(written, delimiter="\t", lineterminator="\n").writerows([self.heading, *left])
        return written.getvalue() if left else ""


def read_sheet(text: str, *, headings: Mapping[str, str], words: Words) -> Sheet:
    """The sheet that this text is; `headings` gives the field of each heading, in small letters."""
    lines = [line for line in _lines(text) if any(line)]
    if not lines:
        return Sheet()
    heading, *rest = lines
    fields = [headings.get(cell.casefold()) for cell in heading]
    return Sheet(
        heading=heading,
        rows=tuple(
            Row(number, cells, _fields(fields, cells, words))
            for number, cells in enumerate(rest, 1)
        ),
        unknown=tuple(c for c, name in zip(heading, fields, strict=True) if c and name is None),
        known=frozenset(name for name in fields if name is not None),
    )


def _lines(text: str) -> list[tuple[str, ...]]:
    """The cells of each line; none at all where no reader of tables could tell them apart."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    first = plain.lstrip().partition("\n")[0]
    separator = next((each for each in _SEPARATORS if each in first), "\t")
    try:
        reader = csv.reader(StringIO(plain), delimiter=separator)
        return [tuple(cell.strip() for cell in line) for line in reader]
    except csv.Error:
        return []


def _fields(names: Sequence[str | None], cells: Sequence[str], words: Words) -> Fields:
    said = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
    read = {name: _values(name, cell, words.get(name, {})) for name, cell in said.items()}
    return {**DEFAULTS, **{name: values for name, values in read.items() if values}}


def _values(name: str, cell: str, codes: Mapping[str, str]) -> tuple[str, ...]:
    if name in YES:
        return ("yes",) if cell.casefold() in _AGREES else ()
    parts = cell.split(",") if name in MANY else [cell]
    return tuple(codes.get(part.strip().casefold(), part.strip()) for part in parts)
