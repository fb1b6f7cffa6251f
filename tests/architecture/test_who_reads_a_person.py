"""Whoever reads a person is on this list, with what is noted of it; nobody else does."""

import re
from pathlib import Path

from chalicelib import usecases

READS = {
    "reading": "for whoever works for her: noted, one look each",
    "expecting": "for the library where she comes: noted, one look each",
    "deliver": "the text that goes to her number: noted; how many went there: nobody sees it",
    "reply": "all who share her number stop together: nobody sees it",
    "refer": "whether her number changes: nobody sees it",
    "reviving": "which line on her number is free: nobody sees it",
}
ROOT = Path(usecases.__file__).parents[1]


def test_only_these_read_a_person() -> None:
    asked = re.compile(r"\breferrals\.person\(")
    found = {path for path in ROOT.rglob("*.py") if asked.search(path.read_text())}
    assert {path.stem for path in found} == set(READS)
    assert {path.parent.name for path in found} == {"usecases"}


def test_whoever_shows_one_notes_the_look() -> None:
    shows = {name for name, why in READS.items() if "noted" in why}
    noting = {name for name in READS if "audit.note(" in (ROOT / f"usecases/{name}.py").read_text()}
    assert noting == shows
