"""Cells that a spreadsheet would run: made harmless as we write, and as they were as we read."""

import re

# What is run as a formula, at the start of a cell or behind blanks.
_FORMULA = r"\s*[=+\-@＝＋－＠]"
_DANGEROUS = re.compile(rf"'*{_FORMULA}")
_GUARDED = re.compile(rf"'+{_FORMULA}")


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given; any other text stays."""
    return cell[1:] if _GUARDED.match(cell) else cell
