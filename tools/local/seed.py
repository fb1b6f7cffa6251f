"""The demo catalogue: invented libraries and activities, loaded as a library's import would be."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from chalicelib import wiring
from chalicelib.domain.catalogue import Branch, Contact, Library
from chalicelib.domain.geography import Point
from chalicelib.domain.ids import BranchId, LibraryId
from chalicelib.entry.parsing.activity_rows import draft_of_row
from chalicelib.usecases.catalogue import load_library, publish
from chalicelib.usecases.drafts import ActivityDraft
from tools.local.paths import ROOT

DATA = ROOT / "tools" / "demo_data"
BRANCHES = DATA / "library_branches_FICTIONAL.csv"
ACTIVITIES = DATA / "library_activities_FICTIONAL.csv"


def load_demo(_base_url: str) -> int:
    """Every invented library stands with its activities, confirmed today; how many activities."""
    ports = wiring.ports()
    drafts = drafts_by_branch(rows(ACTIVITIES))
    loaded = 0
    for library in libraries(rows(BRANCHES)):
        of_library = [draft for branch in library.branches for draft in drafts[branch.isil]]
        loaded += load_library(library, of_library, ports=ports)
    publish(ports=ports)
    return loaded


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a file with headers."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def drafts_by_branch(activities: Iterable[Mapping[str, str]]) -> dict[str, list[ActivityDraft]]:
    """The activities of each branch."""
    found: dict[str, list[ActivityDraft]] = defaultdict(list)
    for row in activities:
        found[row["branch"]].append(draft_of_row(row))
    return found


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
