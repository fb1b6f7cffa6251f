"""Rows of reports as they are stored: written by steps, counted by the reports' adapter."""

from collections.abc import Mapping
from datetime import date, datetime

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import NAME_ENDS, RowItem
from chalicelib.adapters.dynamo.transaction import Transaction
from chalicelib.domain.reporting import Cell, Cells, Row


def write_row(to: Transaction, row: Row, *, at: datetime) -> None:
    """The row stands as given and waits to be counted; its order is that of the step's root."""
    item = RowItem(
        keys.row(row.id),
        keys.ROW,
        g4pk=keys.rows(row.id),
        g4sk=row.id,
        due=keys.due_row(row.id),
        due_at=keys.instant(at),
        organisation=row.organisation,
        cells=written(row.cells),
        ttl=int((at + keys.ROW_IS_REMEMBERED).timestamp()),
    )
    to.write(item, also=[RowItem.stamp.add(1)])


def written(cells: Cells) -> dict[str, int]:
    """Each number under one name."""
    return {
        f"{cell.table}{NAME_ENDS}{cell.day}{NAME_ENDS}{cell.value}{NAME_ENDS}{cell.name}": number
        for cell, number in cells.items()
    }


def read(named: Mapping[str, int]) -> dict[Cell, int]:
    """The cells that `written` named."""
    return {_cell(name): number for name, number in named.items()}


def _cell(named: str) -> Cell:
    table, day, rest = named.split(NAME_ENDS, 2)
    value, _, name = rest.rpartition(NAME_ENDS)
    return Cell(table, date.fromisoformat(day), value, name)
