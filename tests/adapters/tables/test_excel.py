"""Workbooks as libraries save them, and those that would burst when opened."""

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from typing import Any

import pytest
from openpyxl import Workbook

from chalicelib.adapters.tables import excel
from chalicelib.domain.errors import InvalidRequest
from chalicelib.usecases.ports import RawRow


def workbook(*rows: list[Any], title: str = "Activiteiten") -> bytes:
    book = Workbook()
    book.active.title = title  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows(data: bytes) -> list[RawRow]:
    return list(excel.read(data, defaults={}).rows)


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidRequest) as refused:
        rows(data)
    return refused.value.faults[0].reason


def test_cells_of_every_kind_are_understood() -> None:
    header = [
        "sleutel",
        "titel",
        "dag",
        "begin",
        "eind",
        "plaatsen",
        "prijs",
        "wachtlijst",
        "vanaf",
    ]
    row = [7, "Café", "dinsdag", clock(10, 0), clock(11, 30), 12.0, 2.5, True, date(2026, 9, 1)]
    (read,) = rows(workbook(header, row))
    assert read.body == {
        "sourceId": "7",
        "title": "Café",
        "capacity": 12,
        "waitingList": True,
        "price": {"amount": 2.5},
        "sessions": [
            {"weekday": "tue", "validFrom": "2026-09-01", "start": "10:00", "durationMinutes": 90}
        ],
    }


def test_the_sheet_of_activities_is_read_and_no_other() -> None:
    book = Workbook()
    book.active.append(["uitleg"])  # type: ignore[union-attr]
    book.create_sheet("Activiteiten").append(["source_id"])
    book["Activiteiten"].append(["x"])
    assert [row.body for row in rows(saved(book))] == [{"sourceId": "x"}]


def test_row_numbers_are_those_of_the_sheet() -> None:
    data = workbook([], ["source_id", "title"], ["1", "a"], [], ["2", "b"])
    assert [row.number for row in rows(data)] == [3, 5]


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = workbook(["source_id", "title"], ["1", "a"])


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    bomb = changed(SMALL, SHEET, lambda sheet: sheet + b" " * (51 * 2**20))
    assert len(bomb) < 2**20
    assert refusal(bomb) == "too_large_unpacked"


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    honest = changed(SMALL, SHEET, lambda sheet: sheet + b" " * (60 * 2**20))
    size = (60 * 2**20 + len(_part(SMALL, SHEET))).to_bytes(4, "little")
    lying = honest.replace(size, (1_000).to_bytes(4, "little"))
    assert lying != honest
    assert refusal(lying) == "not_xlsx"


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_two_cells_at_opposite_corners_are_no_sheet_of_billions() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    bomb = changed(SMALL, SHEET, lambda sheet: sheet.replace(b"</sheetData>", far))
    assert refusal(bomb) == "too_many_rows"
    wide = b'<row r="9000"><c r="XFD9000"><v>1</v></c></row></sheetData>'
    assert refusal(changed(SMALL, SHEET, lambda s: s.replace(b"</sheetData>", wide))) == (
        "too_many_columns"
    )


def with_shared_texts(texts: bytes, cells: bytes) -> bytes:
    """A workbook as Excel writes it: texts apart, and cells that point at them."""
    file = io.BytesIO(
        changed(SMALL, SHEET, lambda s: s.replace(b"</sheetData>", cells + b"</sheetData>"))
    )
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + texts + b"</sst>")
    return file.getvalue()


@pytest.mark.parametrize("pointer", [b"0", b" 0 ", b"0.0", b"&#48;"])
def test_one_long_text_in_many_cells_is_counted_for_each(pointer: bytes) -> None:
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%s</v></c></row>' % (n, n, pointer)
        for n in range(3, 6_000)
    )
    text = b"<si><t>" + b"x" * 30_000 + b"</t></si>"
    assert refusal(with_shared_texts(text, cells)) == "too_large_unpacked"


@pytest.mark.parametrize(
    "hidden", [b"<!-- <si></si> -->", b"<![CDATA[<si>]]>", b'<!DOCTYPE x [<!ENTITY a "b">]>']
)
def test_what_would_hide_a_bomb_is_refused(hidden: bytes) -> None:
    assert refusal(with_shared_texts(hidden, b"")) == "not_xlsx"
    row = b'<row r="3"><c r="A&#51;" t="n"><v>1</v></c></row>'
    assert refusal(with_shared_texts(b"", row)) == "not_xlsx"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        SMALL[: len(SMALL) // 2],
        zlib.compress(b"x"),
        changed(SMALL, "xl/workbook.xml", lambda _: b"<not xml"),
        changed(SMALL, SHEET, lambda sheet: sheet.decode().encode("utf-16")),
    ],
    ids=["empty", "magic only", "cut off", "no zip", "broken", "utf-16"],
)
def test_what_is_no_whole_workbook_is_refused(data: bytes) -> None:
    assert refusal(data) == "not_xlsx"


def test_an_empty_workbook_is_empty() -> None:
    assert refusal(workbook()) == "empty_file"


def test_a_hundred_thousand_rows_are_read_within_their_bound() -> None:
    sheet = b"".join(
        b'<row r="%d"><c r="A%d" t="n"><v>%d</v></c></row>' % (n, n, n) for n in range(2, 100_002)
    )
    header = workbook(["source_id"])
    data = changed(header, SHEET, lambda s: s.replace(b"</sheetData>", sheet + b"</sheetData>"))
    began = time.monotonic()
    assert len(rows(data)) == 100_000
    assert time.monotonic() - began < 60
