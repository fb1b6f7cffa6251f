"""Rows and counters of reports.

A row is counted in one transaction: it is marked as counted as it was read, and the difference is
added to the counters. So a row is counted once however often that is tried, and several steps that
followed each other quickly are counted together. The nation's counters lie in eight parts, each
row always in the same one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import NamedTuple

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import NAME_ENDS, SCHEMA, RowItem, TallyItem
from chalicelib.adapters.dynamo.rows import read, written
from chalicelib.adapters.dynamo.tables import Place, Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.reporting import NATION, Tally, difference, quarter_from, tallied

_TRIES = 4
_MOST_CELLS = 40  # in one transaction, each of which moves two counters at most


class _Counter(NamedTuple):
    """Where one item of counters lies."""

    partition: str
    sort: str


Numbers = Mapping[str, int]


class DynamoReports:
    """The port Reports, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def due(self, *, at: datetime, limit: int) -> Iterable[str]:
        """The longest overdue first."""
        shards = [
            islice(
                self._tables.query(
                    RowItem,
                    keys.due_row_shard(number),
                    where=RowItem.due_at <= keys.instant(at),
                    index=keys.BY_DUE,
                    page_size=limit,
                ),
                limit,
            )
            for number in range(keys.DUE_ROW_SHARDS)
        ]
        entries = merge(*shards, key=lambda entry: entry.due_at)
        return tuple(keys.row_id(entry.PK) for entry in islice(entries, limit))

    @temporary()
    def count(self, row_id: str) -> bool:
        for _ in range(_TRIES):
            row = self._tables.read(RowItem, keys.row(row_id), keys.ROW)
            if row is None or row.due is None:
                return False
            try:
                return self._count(row_id, row)
            except StaleVersion:
                continue
        return False  # it keeps moving, and stays due

    def _count(self, row_id: str, row: RowItem) -> bool:
        known = read(row.counted or {})
        by = difference(read(row.cells), known)
        now = dict(islice(by.items(), _MOST_CELLS))
        moves = _by_counter(row_id, tallied(OrganisationId(row.organisation), now))
        counted = written({c: n for c in known | now if (n := known.get(c, 0) + now.get(c, 0))})
        marked = [RowItem.counted.set(counted), RowItem.stamp.add(1)]
        if len(now) == len(by):
            marked += [RowItem.due.remove(), RowItem.due_at.remove()]
        to = Transaction(self._tables)
        as_read = RowItem.stamp == row.stamp
        place = RowItem(keys.row(row_id), keys.ROW)
        to.update(place, marked, Guard(as_read, StaleVersion(row_id)))
        for counter, numbers in moves.items():
            to.update(TallyItem(*counter), _added(numbers))
        to.commit()
        return bool(moves)

    @temporary()
    def counted(
        self, scope: OrganisationId, table: str, *, first: str, last: str
    ) -> Mapping[Tally, int]:
        found: Counter[Tally] = Counter()
        for shard in range(keys.TALLY_SHARDS if scope == NATION else 1):
            where = TallyItem.SK.between(keys.by_period(table, first), keys.by_period(table, last))
            for item in self._tables.query(TallyItem, keys.tally(scope, shard), where=where):
                period = item.SK.rpartition("#")[2]
                for named, number in item.numbers.items():
                    value, _, name = named.rpartition(NAME_ENDS)
                    found[Tally(scope, table, period, value, name)] += number
        return {tally: number for tally, number in found.items() if number}

    @temporary()
    def put_right(self, *, since: date) -> int:
        ids = [item.g4sk for item in self._every_row()]
        ours = self._sums(ids, since=since)
        before = self._numbers(ours)
        sums, after = self._sums(ids, since=since), self._numbers(ours)
        wrong = {
            counter: correction
            for counter in ours
            if before[counter] == after[counter]
            and (correction := _difference(sums.get(counter, {}), after[counter]))
        }
        return sum(self._corrected(c, by, after[c]) for c, by in wrong.items())

    def _every_row(self) -> Iterator[RowItem]:
        for number in range(keys.ROW_SHARDS):
            yield from self._tables.query(RowItem, keys.row_shard(number), index=keys.BY_LIBRARY)

    def _sums(self, ids: Iterable[str], *, since: date) -> dict[_Counter, Counter[str]]:
        """What the counters of these rows must hold, as far as rows reach back."""
        sums: defaultdict[_Counter, Counter[str]] = defaultdict(Counter)
        places = [Place(RowItem, keys.row(id_), keys.ROW) for id_ in ids]
        for place, row in self._tables.read_many(places).items():
            tallies = tallied(OrganisationId(row.organisation), read(row.counted or {}))
            recent = {t: n for t, n in tallies.items() if t.period >= _first(t, since)}
            for counter, numbers in _by_counter(keys.row_id(place.partition), recent).items():
                sums[counter].update(numbers)
        return dict(sums)

    def _numbers(self, counters: Iterable[_Counter]) -> dict[_Counter, Numbers]:
        places = {Place(TallyItem, *counter): counter for counter in counters}
        found = self._tables.read_many(places)
        return {c: found[p].numbers if p in found else {} for p, c in places.items()}

    def _corrected(self, counter: _Counter, by: Numbers, as_read: Numbers) -> int:
        """How many numbers were corrected: all of this counter, or none where one moved."""
        to = Transaction(self._tables)
        name = next(iter(by))
        known = as_read.get(name)
        path = Path([name])
        same = path.does_not_exist() if known is None else path == known
        to.update(TallyItem(*counter), _added(by), Guard(same, StaleVersion(counter.sort)))
        try:
            to.commit()
        except StaleVersion:
            return 0
        return len(by)


def _by_counter(row_id: str, tallies: Mapping[Tally, int]) -> dict[_Counter, Counter[str]]:
    found: defaultdict[_Counter, Counter[str]] = defaultdict(Counter)
    for tally, number in tallies.items():
        shard = keys.tally_shard(row_id) if tally.scope == NATION else 0
        place = _Counter(keys.tally(tally.scope, shard), keys.by_period(tally.table, tally.period))
        found[place][f"{tally.value}{NAME_ENDS}{tally.name}"] += number
    return dict(found)


def _added(numbers: Numbers) -> list[Action]:
    schema = TallyItem.schema.set(SCHEMA)
    return [schema, *(Path([name]).add(number) for name, number in numbers.items())]


def _difference(wanted: Numbers, known: Numbers) -> dict[str, int]:
    by = {name: wanted.get(name, 0) - known.get(name, 0) for name in {**wanted, **known}}
    return {name: number for name, number in by.items() if number}


def _first(tally: Tally, since: date) -> str:
    return quarter_from(since) if tally.scope == NATION else since.isoformat()
