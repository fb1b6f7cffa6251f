"""Every claim of docs/privacy.md points at code and tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line]


def named(column: str) -> list[str]:
    return re.findall(r"`([^`]+)`", column)


def is_there(name: str, beside: str) -> bool:
    """A file of the project or of the package, beside the one before it, or a name in one."""
    places = [ROOT / name, ROOT / "chalicelib" / name, (ROOT / beside).parent / name]
    places.append((ROOT / "chalicelib" / beside).parent / name)
    if any(place.exists() for place in places):
        return True
    sources = [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return any(re.search(rf"\b{re.escape(name)}\b", path.read_text()) for path in sources)


def test_there_are_claims() -> None:
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS)
def test_what_makes_a_claim_true_is_there(row: str) -> None:
    _, made_by, shown_by = (column.strip() for column in row.strip("|").split("|"))
    for column in (made_by, shown_by):
        beside = ""
        for name in named(column):
            assert is_there(name, beside), name
            beside = name if "/" in name else beside
    assert named(shown_by) or shown_by == "the same"
