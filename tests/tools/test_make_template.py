"""The workbook that libraries fill in is the one its maker makes, and the import reads it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib.adapters.tables import excel
from chalicelib.adapters.tables.columns import COLUMNS as READ
from chalicelib.adapters.tables.columns import header_of
from chalicelib.domain.import_job import ImportCounts
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.importing import import_activities
from tests.fakes.libraries import FakeLibraries
from tests.fakes.making import UTRECHT, a_library
from tests.fakes.ports import FakePorts
from tools.make_template import COLUMNS, TEMPLATE, choices, made


def content(data: bytes) -> Iterator[Any]:
    """What is in a workbook, whenever it was written."""
    for sheet in load_workbook(BytesIO(data)).worksheets:
        yield sheet.title, sheet.sheet_state, [[c.value for c in row] for row in sheet.iter_rows()]
        for drop_down in sheet.data_validations.dataValidation:
            yield str(drop_down.sqref), drop_down.formula1, drop_down.prompt


def test_the_template_is_as_its_maker_makes_it() -> None:
    assert list(content(TEMPLATE.read_bytes())) == list(content(made()))


def test_every_column_of_the_template_is_read_as_the_column_it_is() -> None:
    header = header_of([column.header for column in COLUMNS])
    assert header.ignored == ()
    assert list(header.place) == [column.column for column in COLUMNS]
    combined = {"level", "duration_minutes"}  # said in two columns of the template
    assert READ.keys() - header.place.keys() == combined


FILLED = {
    "Sleutel": "taalcafe-1",
    "Vestiging": "Bibliotheek Overvecht",
    "Soort": "Taalcafé",
    "Titel": "Taalcafé",
    "Niveau van": "A0, op weg naar A1",
    "Niveau tot": "B1",
    "Dag": "dinsdag",
    "Begintijd": "10:00",
    "Eindtijd": "11:30",
    "Plaatsen": 12,
    "Prijs": "€ 2,50 per keer",
    "Wachtlijst": "ja",
}


def filled(*rows: dict[str, Any]) -> bytes:
    """The template as committed, with these rows filled in by column header."""
    book = load_workbook(TEMPLATE)
    for row in rows:
        book["Activiteiten"].append([row.get(column.header) for column in COLUMNS])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def imported(*rows: dict[str, Any]) -> tuple[ImportCounts, FakePorts]:
    ports = FakePorts(libraries=FakeLibraries([a_library()]))
    counts = import_activities(
        excel.read(filled(*rows), defaults={}).rows,
        import_row,
        library=UTRECHT,
        dry_run=False,
        full=False,
        ports=ports,
    )
    return counts, ports


def test_a_template_that_is_filled_in_is_imported() -> None:
    counts, ports = imported(FILLED, {**FILLED, "Sleutel": "2"}, {**FILLED, "Titel": None})
    assert (counts.accepted, counts.rejected) == (2, 1)
    assert {activity.title for activity in ports.activities.all_active()} == {"Taalcafé"}


_HEADER_BY_CHOICES = {column.choices: column.header for column in COLUMNS if column.choices}


@pytest.mark.parametrize(
    ("header", "word"),
    [(_HEADER_BY_CHOICES[name], word) for name, words in choices() for word in words],
)
def test_every_word_of_every_drop_down_is_understood(header: str, word: str) -> None:
    highest = {"Niveau tot": word} if header.startswith("Niveau") else {}
    counts, _ = imported({**FILLED, header: word, **highest, "Niveau van": "Alfabetisering"})
    assert counts == ImportCounts(accepted=1)
