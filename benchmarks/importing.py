"""How fast catalogues are read: the rows of each format, and a whole import without the table.

The import is measured on ports in memory, so what is left is our own work: reading, validating,
comparing with what stands. Run alone: python -m benchmarks.importing
"""

import json
import time
from collections.abc import Callable, Iterator
from io import BytesIO

from benchmarks import synthetic
from benchmarks.matching import Row
from chalicelib.adapters.tables.files import CatalogueFiles
from chalicelib.domain.catalogue import Branch, Library
from chalicelib.domain.ids import LibraryId
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.importing import import_activities
from chalicelib.usecases.ports import FileKind
from tests.fakes.libraries import FakeLibraries
from tests.fakes.ports import FakePorts

ROWS = 2_000  # as many as are done while a library waits
EVENTS = 500


def rows() -> Iterator[Row]:
    """Reading each format against CSV, then a whole import: new, unchanged, and out again."""
    table = csv_table()
    csv_s = _seconds(lambda: _read(FileKind.CSV, table)) / ROWS
    yield Row("read CSV", _rate(csv_s), "1")
    for kind, data, count in (
        (FileKind.EXCEL, workbook(table), ROWS),
        (FileKind.HSDS, services(), ROWS),
        (FileKind.CALENDAR, calendar(), EVENTS),
    ):
        each_s = _seconds(lambda k=kind, d=data: _read(k, d)) / count  # type: ignore[misc]
        yield Row(f"read {kind}", _rate(each_s), f"{each_s / csv_s:.1f} x a row of CSV")
    yield from _importing(table, csv_s)


def _importing(table: bytes, csv_s: float) -> Iterator[Row]:
    ports = FakePorts(libraries=FakeLibraries([library()]))
    for what in ("new", "unchanged"):
        each_s = _seconds(lambda: _import(ports, table), times=1) / ROWS
        yield Row(f"import, {what}", _rate(each_s), f"{each_s / csv_s:.1f} x reading it")
    activities = tuple(ports.activities.all_active())
    each_s = _seconds(lambda: ports.files.csv(activities)) / ROWS
    yield Row("export CSV", _rate(each_s), f"{each_s / csv_s:.1f} x reading it")


def library() -> Library:
    """One library that holds the whole synthetic catalogue."""
    branches: dict[str, Branch] = {a.branch.isil: a.branch for a in synthetic.activities(ROWS)}
    return Library(LibraryId("NL-0899990000"), "Synthetic", branches=tuple(branches.values()))


def csv_table() -> bytes:
    return CatalogueFiles().csv(synthetic.activities(ROWS)).encode()


def services() -> bytes:
    files, of = CatalogueFiles(), library()
    return json.dumps([files.hsds(each, of) for each in synthetic.activities(ROWS)]).encode()


def workbook(table: bytes) -> bytes:
    """The same table as a workbook."""
    import csv

    from openpyxl import Workbook

    book = Workbook()
    for row in csv.reader(table.decode().splitlines()):
        book.worksheets[0].append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def calendar() -> bytes:
    """Weekly events, each with one exception."""
    event = (
        "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:Taalcafé\r\nCATEGORIES:Taalcafé\r\n"
        "DTSTART;TZID=Europe/Amsterdam:20260901T100000\r\nDURATION:PT90M\r\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20270630T235959Z\r\n"
        "EXDATE;TZID=Europe/Amsterdam:20261027T100000\r\nEND:VEVENT\r\n"
    )
    events = "".join(event.format(number) for number in range(EVENTS))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def _read(kind: FileKind, data: bytes) -> None:
    for _ in CatalogueFiles().read(kind, data, defaults={}).rows:
        pass


def _import(ports: FakePorts, table: bytes) -> None:
    counts = import_activities(
        ports.files.read(FileKind.CSV, table, defaults={}).rows,
        import_row,
        library=library().isil,
        dry_run=False,
        full=False,
        ports=ports,
    )
    if counts.rows != ROWS or counts.rejected:
        raise RuntimeError(f"the benchmark imports badly: {counts.rejections[:1]}")


def _seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """The fastest of a few: the others waited for somebody else."""

    def once() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return min(once() for _ in range(times))


def _rate(each_s: float) -> str:
    return f"{1 / each_s:,.0f} rows/s"


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what:<30} {row.value:>18}  {row.ratio}")
