"""Rows and counters of reports in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.reporting import (
    NATION,
    Cells,
    Row,
    Tally,
    difference,
    quarter_from,
    tallied,
)


class FakeReports:
    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self._counted: dict[str, Cells] = {}
        self._due: dict[str, datetime] = {}
        self.numbers: Counter[Tally] = Counter()

    def write(self, rows: Iterable[Row], *, at: datetime) -> None:
        """What a step does."""
        for row in rows:
            self.rows[row.id] = row
            self._due[row.id] = at

    def due(self, *, at: datetime, limit: int) -> Iterable[str]:
        owing = sorted((when, id_) for id_, when in self._due.items() if when <= at)
        return tuple(id_ for _, id_ in owing[:limit])

    def count(self, row_id: str) -> bool:
        row = self.rows.get(row_id)
        if row is None or self._due.pop(row_id, None) is None:
            return False
        by = difference(row.cells, self._counted.get(row_id, {}))
        self._counted[row_id] = row.cells
        self.numbers.update(tallied(row.organisation, by))
        return bool(by)

    def counted(
        self, scope: OrganisationId, table: str, *, first: str, last: str
    ) -> Mapping[Tally, int]:
        return {
            tally: number
            for tally, number in self.numbers.items()
            if number and (tally.scope, tally.table) == (scope, table)
            if first <= tally.period <= last
        }

    def put_right(self, *, since: date) -> int:
        wanted: Counter[Tally] = Counter()
        for id_, cells in self._counted.items():
            wanted.update(tallied(self.rows[id_].organisation, cells))
        wrong = 0
        for tally in {*wanted, *self.numbers}:
            first = quarter_from(since) if tally.scope == NATION else since.isoformat()
            if tally.period >= first and wanted[tally] != self.numbers[tally]:
                self.numbers[tally] = wanted[tally]
                wrong += 1
        return wrong
