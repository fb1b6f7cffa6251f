"""From the cells of a row to an activity in the API's shape; one row, one activity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.adapters.tables import readings, session_text
from chalicelib.adapters.tables.columns import COLUMNS, Header, header_of
from chalicelib.adapters.tables.readings import Unclear, between
from chalicelib.adapters.tables.session_text import Rule
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.formulas import unguarded
from chalicelib.usecases.ports import ActivityFile, RawRow

MAX_ROWS = 100_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A row as the file has it; `number` counts from 1, which is the header."""

    number: int
    cells: Sequence[str]
    fault: str | None = None


def activity_file(records: Iterable[Record], *, defaults: Mapping[str, Any]) -> ActivityFile:
    """The activities of a table whose first row that says something is its header.

    Raises:
        InvalidRequest: empty, no header we know, or too wide; while rows are read: too many.
    """
    remaining = iter(records)
    first = next((record for record in remaining if _says_something(record)), None)
    if first is None:
        raise InvalidRequest([Fault("body", "empty_file")])
    if len(first.cells) > MAX_COLUMNS:
        raise InvalidRequest([Fault("body", "too_many_columns")])
    header = header_of(first.cells)
    return ActivityFile(_rows(remaining, header, defaults), header.ignored)


def _rows(
    records: Iterator[Record], header: Header, defaults: Mapping[str, Any]
) -> Iterator[RawRow]:
    taken = 0
    for record in records:
        if not _says_something(record):
            continue
        taken += 1
        if taken > MAX_ROWS:
            raise InvalidRequest([Fault("body", "too_many_rows")])
        yield _row(record, header, defaults)


def _says_something(record: Record) -> bool:
    return record.fault is not None or any(cell.strip() for cell in record.cells)


def _row(record: Record, header: Header, defaults: Mapping[str, Any]) -> RawRow:
    fault = record.fault
    if fault is None and any(cell.strip() for cell in record.cells[header.width :]):
        fault = "too_many_cells"
    if fault is not None:
        return RawRow(record.number, {}, (Fault("row", fault),), header.named)
    body, faults = body_of(_cells(record, header), header.named)
    return RawRow(record.number, merged(defaults, body), faults, header.named)


def body_of(
    cells: Mapping[str, str], named: Mapping[str, str]
) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """What these cells say, each by its column, and what of it cannot be read."""
    row = _Row(named, cells)
    return row.body(), tuple(row.faults)


def _cells(record: Record, header: Header) -> dict[str, str]:
    """What each column says in this row; an empty cell says nothing."""
    found = {
        name: unguarded(record.cells[at])
        for name, at in header.place.items()
        if at < len(record.cells)
    }
    return {name: cell for name, cell in found.items() if cell != ""}


def merged(defaults: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The body over the defaults, objects member by member."""
    result = dict(defaults)
    for key, value in body.items():
        under = result.get(key)
        both = isinstance(value, dict) and isinstance(under, Mapping)
        result[key] = merged(under, value) if both and under is not None else value
    return result


_APART = frozenset({"level", "price", "sessions"})  # and what hangs on several cells


@dataclass(slots=True)
class _Row:
    """One row while it is read: faults are noted, and reading goes on."""

    named: Mapping[str, str]
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, column in COLUMNS.items():
            if name in self.cells and column.path.partition(".")[0] not in _APART:
                said, value = self._read(name)
                if said:
                    _put(body, column.path, value)
        body |= self._level() | self._price()
        sessions = self._sessions(body.get("type"))
        return body if sessions is None else body | {"sessions": sessions}

    def _read(self, name: str) -> tuple[bool, Any]:
        """Whether the cell says something that can be read, and what."""
        column = COLUMNS[name]
        cell = self.cells.get(name, "")
        if not cell or (not cell.strip() and column.read is not readings.text):
            return False, None
        try:
            return True, column.read(cell)
        except Unclear as unclear:
            self._fault(name, unclear.code)
            return False, None

    def _fault(self, name: str, code: str) -> None:
        path = COLUMNS[name].path
        self.faults.append(Fault(self.named.get(path, name), code))

    def _level(self) -> dict[str, Any]:
        level = {}
        for name, key in (("level_min", "min"), ("level_max", "max"), ("level_policy", "policy")):
            said, value = self._read(name)
            if said:
                level[key] = value
        said, ends = self._read("level")
        if said:
            level = {"min": ends[0], "max": ends[1]} | level
        return {"level": level} if level else {}

    def _price(self) -> dict[str, Any]:
        said, read = self._read("price")
        noted, note = self._read("price_note")
        price: dict[str, Any] = {}
        if said:
            price = {"amount": read[0]} | ({"note": read[1]} if read[1] else {})
        return {"price": price | ({"note": note} if noted else {})} if said or noted else {}

    def _sessions(self, type_: object) -> list[Rule] | None:
        """Its sessions; None where no cell says when, or one that does cannot be read."""
        if not self.cells.keys() & {"sessions", *_SESSION_COLUMNS}:
            return None
        walk_in = session_text.is_walk_in(type_)
        before = len(self.faults)
        try:
            rules = [*self._in_columns(walk_in=walk_in), *self._in_one_cell(walk_in=walk_in)]
        except Unclear as unclear:
            self._fault("start" if "start" in self.cells else "sessions", unclear.code)
        return rules if len(self.faults) == before else None

    def _in_one_cell(self, *, walk_in: bool) -> list[Rule]:
        said, cell = self._read("sessions")
        return session_text.read(cell, walk_in=walk_in) if said and cell.strip() else []

    def _in_columns(self, *, walk_in: bool) -> list[Rule]:
        read = {name: self._read(name) for name in _SESSION_COLUMNS}
        said = {name: value for name, (was_said, value) in read.items() if was_said}
        if not said.keys() & _WHEN:
            return []
        rule = {key: said[name] for name, key in _SESSION_KEYS.items() if name in said}
        rules = [{"weekday": day, **rule} for day in said.get("weekday", ())] or [rule]
        if "start" not in said:
            unread = read.keys() & self.cells.keys() - said.keys()
            return self._without_start(rules) if not unread else []
        hours, walk_in = self._hours(said, walk_in=walk_in)
        return session_text.timed(rules, hours, walk_in=walk_in)

    def _without_start(self, rules: list[Rule]) -> list[Rule]:
        self._fault("start", "start_missing")
        return rules

    def _hours(self, said: Mapping[str, Any], *, walk_in: bool) -> tuple[session_text.Hours, bool]:
        """From and until, and whether those may be opening hours: a written length never is."""
        start, end = said["start"]
        if "duration_minutes" in said:
            return (start, start + said["duration_minutes"]), False
        if "end" in said:
            return between(start, said["end"]), walk_in
        return (start, end), walk_in


_WHEN = frozenset({"weekday", "start", "end", "on_date", "duration_minutes"})
_SESSION_KEYS: Mapping[str, str] = {
    "every_weeks": "everyWeeks",
    "monthly_ordinal": "monthlyOrdinal",
    "on_date": "onDate",
    "valid_from": "validFrom",
    "valid_until": "validUntil",
    "except": "except",
}
_SESSION_COLUMNS = ("weekday", "start", "end", "duration_minutes", *_SESSION_KEYS)


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    first, _, rest = path.partition(".")
    if rest:
        _put(body.setdefault(first, {}), rest, value)
    else:
        body[first] = value
