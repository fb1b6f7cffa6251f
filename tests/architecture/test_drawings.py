"""The pages about placements and clocks are drawn from their tables, and say all of them."""

from chalicelib.domain.placement import TRANSITIONS, Happening, State
from tools import draw_clocks
from tools.draw_states import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.draw_states"


def test_the_page_of_clocks_is_current() -> None:
    written = draw_clocks.PAGE.read_text("utf-8")
    assert written == draw_clocks.page(), "run: python -m tools.draw_clocks"


def test_every_move_is_an_arrow_with_its_happening() -> None:
    arrows = [line.strip() for line in page().splitlines() if "-->" in line]
    for (before, happening), after in TRANSITIONS.items():
        drawn = [a for a in arrows if a.startswith(f"{before} --> {after}: ")]
        said = drawn[0].partition(": ")[2].split(", ") if drawn else []
        assert (happening in said) == (before is not after)


def test_every_row_of_the_table_is_a_cell() -> None:
    live = ["proposed", "held", "waitlisted", "seat_offered", "confirmed", "attending"]
    lines = page().splitlines()
    head = lines.index("| | " + " | ".join(live) + " |")
    rows = [line.strip("|").split("|") for line in lines[head + 2 : head + 2 + len(Happening)]]
    cells = {
        (State(state), Happening(row[0].strip())): cell.strip()
        for row in rows
        for state, cell in zip(live, row[1:], strict=True)
        if cell.strip()
    }
    assert cells == {
        row: "·" if row[0] is after else after.value for row, after in TRANSITIONS.items()
    }
