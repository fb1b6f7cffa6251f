"""The demo catalogue: invented libraries and activities, through the import that libraries use."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from chalicelib import wiring
from chalicelib.domain.catalogue import Branch, Contact, Library
from chalicelib.domain.geography import Point
from chalicelib.domain.ids import BranchId, LibraryId
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.importing import import_activities
from chalicelib.usecases.ports import FileKind, Ports, RawRow
from tools.local.paths import ROOT

DATA = ROOT / "tools" / "demo_data"
BRANCHES = DATA / "library_branches_FICTIONAL.csv"
ACTIVITIES = DATA / "library_activities_FICTIONAL.csv"


def load_demo(_base_url: str) -> int:
    """Every invented library stands with its activities, confirmed today; how many activities."""
    ports = wiring.ports()
    loaded = load_catalogue(ports=ports)
    publish(ports=ports)
    return loaded


def load_catalogue(*, ports: Ports) -> int:
    """Every invented library and its activities stand; how many activities.

    Raises:
        ValueError: a row of the demo data is rejected.
    """
    rows_of: dict[str, list[RawRow]] = defaultdict(list)
    for row in ports.files.read(FileKind.CSV, ACTIVITIES.read_bytes(), defaults={}).rows:
        rows_of[row.body["branch"]["isil"]].append(row)
    loaded = 0
    for library in libraries(rows(BRANCHES)):
        ports.libraries.put(library)
        of_library = [row for branch in library.branches for row in rows_of[branch.isil]]
        loaded += _import(library, of_library, ports=ports)
    return loaded


def _import(library: Library, of_library: Iterable[RawRow], *, ports: Ports) -> int:
    counts = import_activities(
        of_library, import_row, library=library.isil, dry_run=False, full=False, ports=ports
    )
    if counts.rejections:
        raise ValueError(f"demo data: {counts.rejections[0]}")
    return counts.rows


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a file with headers."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def libraries(branches: Iterable[Mapping[str, str]]) -> list[Library]:
    """The libraries these branches belong to."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in branches:
        found[row["library"]].append(row)
    return [_library(LibraryId(isil), of_library) for isil, of_library in found.items()]


def _library(isil: LibraryId, branches: list[Mapping[str, str]]) -> Library:
    number = isil.removeprefix("NL-0899").removesuffix("0000")
    return Library(
        isil=isil,
        name=f"Voorbeeldbibliotheek {branches[0]['place']}",
        # Numbers and names under which nobody answers: 085-0000… is not given out.
        contact=Contact(
            phone=f"085 0000 {number}0", email=f"taalhuis-{number}@bibliotheek.example"
        ),
        branches=tuple(_branch(row) for row in branches),
    )


def _branch(row: Mapping[str, str]) -> Branch:
    return Branch(
        isil=BranchId(row["isil"]),
        name=row["name"],
        place=row["place"],
        point=Point(float(row["latitude"]), float(row["longitude"])),
    )
