"""Writes docs/clocks.md from the one table of clocks; `--check` says whether it is current."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib.domain.clocks import CLOCKS, Deadline, Row, Situation

PAGE = Path(__file__).parents[1] / "docs" / "clocks.md"
HEAD = """\
# Whose turn it is, and what happens when nobody acts

Drawn from `CLOCKS` in `chalicelib/domain/clocks.py` by `python -m tools.draw_clocks`; a test fails
when this page is not current, and when a situation that is not an end has no row. Working days are
those of Amsterdam: no weekend, no public holiday. Deadlines in days pass at ten in the morning.
Where an action comes late, a working day is left before the next.

| waiting | whose turn | after | what is done |
|---|---|---|---|
"""


def main() -> int:
    """The page is written, or, with --check, compared: 1 when it is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    if parser.parse_args().check:
        return int(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), "utf-8")
    return 0


def page() -> str:
    """The whole page as it should be."""
    lines = [line for situation, row in CLOCKS.items() for line in _row(situation, row)]
    return HEAD + "\n".join(lines) + "\n"


def _row(situation: Situation, row: Row) -> Iterator[str]:
    for number, deadline in enumerate(row.deadlines):
        first = (situation, row.owner) if number == 0 else ("", "")
        yield f"| {first[0]} | {first[1]} | {_after(deadline)} | {_words(deadline)} |"
    if row.again_days is not None:
        yield f"| | | every {row.again_days} days from then | {_words(row.deadlines[-1])} |"


def _after(deadline: Deadline) -> str:
    if deadline.hours is not None:
        return f"{deadline.hours} h"
    if deadline.working_days is not None:
        return f"{deadline.working_days} working days"
    days = deadline.days or 0
    return f"{days} days" if days >= 0 else f"{-days} day before"


def _words(deadline: Deadline) -> str:
    return deadline.action.replace("_", " ")


if __name__ == "__main__":
    sys.exit(main())
