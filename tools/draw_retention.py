"""Writes docs/retention.md from the rules and the data map; `--check`: whether it is current."""

import argparse
import sys
from pathlib import Path

from chalicelib.domain.retention import RULES, Kept, Rule
from tools.data_map import DATA_MAP, Row

PAGE = Path(__file__).parents[1] / "docs" / "retention.md"
HEAD = """\
# What is held about a person, and how long

Drawn from `RULES` in `chalicelib/domain/retention.py` and `DATA_MAP` in `tools/data_map.py` by
`python -m tools.draw_retention`; a test fails when this page is not current, when a field of hers
is not in the map, and when a rule is not what the tables, queues and bucket are set to.

## Rules
| what | kept until | forgotten by |
|---|---|---|
"""
MAP = """
Contact data are kept by whichever of its two rules ends first. A referral may be reopened within 21
days. Who asks to be forgotten is so at once, hours included: see `docs/privacy.md`. Sums about many
(reports) are kept; cells under five are not shown.

## Data map
| field | where | what for | who sees it | rule |
|---|---|---|---|---|
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
    rules = [_rule(kept, rule) for kept, rule in RULES.items()]
    return HEAD + "\n".join(rules) + "\n" + MAP + "\n".join(map(_row, DATA_MAP)) + "\n"


def _rule(kept: Kept, rule: Rule) -> str:
    return f"| {_words(kept)} | {_length(rule)} after {rule.after} | {rule.forgets} |"


def _length(rule: Rule) -> str:
    return f"{rule.months} months" if rule.months is not None else f"{rule.days} days"


def _row(row: Row) -> str:
    fields = ", ".join(f"`{name}`" for name in row.fields)
    return f"| {fields} | {row.table} | {row.purpose} | {row.seen_by} | {_words(row.kept)} |"


def _words(kept: Kept) -> str:
    return kept.replace("_", " ")


if __name__ == "__main__":
    sys.exit(main())
