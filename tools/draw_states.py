"""Writes docs/placement.md from the one transition table; `--check` says whether it is current."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib.domain.placement import (
    COUNTS_A_SEAT,
    LIVE,
    TRANSITIONS,
    Happening,
    State,
    allowed,
)
from chalicelib.domain.referral import status_of

PAGE = Path(__file__).parents[1] / "docs" / "placement.md"
HEAD = """\
# A placement, and what may happen to it

Drawn from `TRANSITIONS` in `chalicelib/domain/placement.py` by `python -m tools.draw_states`; a
test fails when this page is not current. Whatever has no row here is an illegal transition, and
its answer names what is allowed. Rows that stay in their state record something and move nothing;
they are in the table, not in the picture.
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
    return "\n".join([HEAD, *_diagram(), "", *_happenings(), "", *_states()]) + "\n"


def _diagram() -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {State.PROPOSED}")
    for (before, after), happenings in _moves().items():
        yield f"    {before} --> {after}: {', '.join(happenings)}"
    yield from (f"    {state} --> [*]" for state in State if state not in LIVE)
    yield "```"


def _moves() -> dict[tuple[State, State], list[Happening]]:
    """The arrows in the order of the enum, each with every happening that follows it."""
    moves: dict[tuple[State, State], list[Happening]] = {}
    for before in State:
        for happening in allowed(before):
            after = TRANSITIONS[before, happening]
            if after is not before:
                moves.setdefault((before, after), []).append(happening)
    return moves


def _happenings() -> Iterator[str]:
    """A row a happening, a column a live state; empty is illegal, a dot stays where it is."""
    live = [state for state in State if state in LIVE]
    yield "## Every happening in every live state"
    yield ""
    yield "A dot stays in its state; an empty cell is illegal. What is not live allows nothing."
    yield ""
    yield f"| | {' | '.join(live)} |"
    yield f"|---|{'---|' * len(live)}"
    for happening in Happening:
        cells = [_cell(state, happening) for state in live]
        yield f"| {happening} | {' | '.join(cells)} |"


def _cell(state: State, happening: Happening) -> str:
    after = TRANSITIONS.get((state, happening))
    if after is None:
        return ""
    return "·" if after is state else after


def _states() -> Iterator[str]:
    yield "## Every state"
    yield ""
    yield "The status is a referral's that holds this placement alone."
    yield ""
    yield "| state | live | counts a seat | referral |"
    yield "|---|---|---|---|"
    for state in State:
        status = status_of([state], is_closed=False, needs_review=False)
        seat = _yes(is_so=state in COUNTS_A_SEAT)
        yield f"| {state} | {_yes(is_so=state in LIVE)} | {seat} | {status} |"


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else ""


if __name__ == "__main__":
    sys.exit(main())
