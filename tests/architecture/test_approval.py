"""The approval pack: every claim points at something, and what it points at exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACK = ROOT / "docs" / "approval"
PAPERS = sorted(PACK.glob("*.md"))
LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]+)(?:#[^)]*)?\)")
A_TEST = re.compile(r"`(test_\w+)`")
PROOF, ELSEWHERE = "Bewijs", "doet de organisatie zelf"


def links(paper: Path) -> list[tuple[str, Path]]:
    """What each link says, and the file it leads to; addresses elsewhere are left out."""
    found = LINK.findall(paper.read_text("utf-8"))
    return [(said, (paper.parent / to).resolve()) for said, to in found if "://" not in to]


def proofs(paper: Path) -> Iterator[tuple[str, str]]:
    """Each row of a table with a column for its proof: the row, and what stands in that column."""
    column = None
    for line in paper.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            column = None
        elif PROOF in cells:
            column = cells.index(PROOF)
        elif column is not None and not set(line) <= set("|-"):
            yield line, cells[column]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_what_a_paper_points_at_exists(paper: Path) -> None:
    missing = [said for said, target in links(paper) if not target.exists()]
    assert not missing
    assert links(paper), "it proves nothing"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_a_test_that_is_named_is_in_the_file(paper: Path) -> None:
    named = [
        (test.group(1), target)
        for said, target in links(paper)
        if (test := A_TEST.fullmatch(said)) and target.suffix == ".py"
    ]
    assert not [name for name, file in named if f"def {name}(" not in file.read_text("utf-8")]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_every_claim_with_a_proof_column_has_a_proof(paper: Path) -> None:
    unproven = [row for row, proof in proofs(paper) if not LINK.search(proof)]
    assert not [row for row in unproven if not row.endswith(f"| {ELSEWHERE} |")]


def test_the_pack_is_whole() -> None:
    listed = {target.name for _, target in links(PACK / "README.md") if target.parent == PACK}
    assert listed == {paper.name for paper in PAPERS} - {"README.md"}
