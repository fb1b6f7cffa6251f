"""The table of ASVS 5.0 points at what there is, and says why where something is open."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_there_is_a_row_or_more_of_every_chapter_and_none_twice() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert {re.match(r"V\d+", id_)[0] for id_ in ids} == {  # type: ignore[index]
        f"V{chapter}" for chapter in range(1, 18)
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_a_row_points_at_what_there_is_or_says_why(row: dict[str, str]) -> None:
    assert re.fullmatch(r"V\d+\.\d+\.\d+", row["id"])
    assert row["requirement"]
    pointed = [where.strip() for where in row["where"].split(";") if where.strip()]
    assert all((ROOT / where).exists() for where in pointed)
    match row["status"]:
        case "met":
            assert pointed
        case "open" | "not applicable":
            assert row["why"]
        case other:
            pytest.fail(other)


def test_what_the_policy_names_is_there() -> None:
    written = (ROOT / "SECURITY.md").read_text("utf-8")
    for where in re.findall(r"`((?:chalicelib|tests)/[\w/.]+)`", written):
        assert (ROOT / where).exists(), where
