"""Draw the waters of `chalicelib/domain/barriers.py` for the eye: docs/travel-water.svg.

    python -m tools.draw_water           writes it
    python -m tools.draw_water --check   says whether it is current; changes nothing

The country itself is drawn as the postcodes of the shipped gazetteer, so a line on the wrong bank
shows. A crossing's name appears on pointing at it, and in print when zoomed in.
"""

import csv
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from chalicelib.domain.barriers import BARRIERS, Barrier, Crossing, Position
from tools.local.paths import ROOT

DRAWING = ROOT / "docs" / "travel-water.svg"
GAZETTEER = ROOT / "chalicelib" / "data" / "gazetteer.csv"

SOUTH, NORTH, WEST, EAST = 50.70, 53.60, 3.05, 7.30
PX_PER_KM = 4.0
KM_PER_DEGREE = 111.2
_SHRINK = math.cos(math.radians((SOUTH + NORTH) / 2))
WIDTH = round((EAST - WEST) * KM_PER_DEGREE * _SHRINK * PX_PER_KM)
HEIGHT = round((NORTH - SOUTH) * KM_PER_DEGREE * PX_PER_KM)

# Who may cross, as the legend says it, with its colour (told apart without seeing red or green).
KINDS = (
    (frozenset({"walk", "bicycle", "public_transport", "car"}), "everybody", "#0072b2"),
    (frozenset({"walk", "bicycle", "car"}), "all but bus and train", "#56b4e9"),
    (frozenset({"walk", "bicycle", "public_transport"}), "all but cars", "#009e73"),
    (frozenset({"walk", "bicycle"}), "on foot and by bicycle", "#e69f00"),
    (frozenset({"public_transport", "car"}), "cars, buses and trains", "#d55e00"),
    (frozenset({"car"}), "cars only", "#000000"),
    (frozenset({"public_transport"}), "buses and trains only", "#cc79a7"),
)
COLOUR_BY_MODES = {modes: colour for modes, _, colour in KINDS}

STYLE = """
 text{font-family:sans-serif;fill:#222}
 .land{stroke:#cdc3ab;stroke-width:3.4;stroke-linecap:round;fill:none}
 .water{stroke:#2b6ca3;stroke-width:1.6;stroke-linejoin:round;fill:none}
 .name{font-size:11px;font-style:italic;fill:#174a75;stroke:#fff;stroke-width:3;paint-order:stroke}
 .at{font-size:3.4px;fill:#333}
 .legend{font-size:12px}
"""


def drawing() -> str:
    """The whole drawing as SVG; the same text for the same table."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>Waters that a journey crosses only at its crossings</title>",
        f"<desc>Made from the table by tools/draw_water.py: {len(BARRIERS)} waters.</desc>",
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<path class="land" d="{_dots(_postcodes())}"/>',
        *(f'<path class="water" d="{_path(barrier.line)}"/>' for barrier in BARRIERS),
        *(line for barrier in BARRIERS for line in _crossings(barrier)),
        *(_name(barrier) for barrier in BARRIERS),
        *_legend(),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _postcodes() -> Iterator[Position]:
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield float(row["latitude"]), float(row["longitude"])


def _xy(at: Position) -> tuple[float, float]:
    latitude, longitude = at
    x = (longitude - WEST) * KM_PER_DEGREE * _SHRINK * PX_PER_KM
    return round(x, 1), round((NORTH - latitude) * KM_PER_DEGREE * PX_PER_KM, 1)


def _dots(points: Iterable[Position]) -> str:
    """One path of lines without length, which round caps make dots; each pixel once."""
    pixels = sorted({(round(x), round(y)) for x, y in map(_xy, points)})
    return "".join(f"M{x} {y}h0" for x, y in pixels)


def _path(line: Sequence[Position]) -> str:
    return "M" + " ".join(f"{x:g} {y:g}" for x, y in map(_xy, line))


def _crossings(barrier: Barrier) -> Iterator[str]:
    for one in barrier.crossings:
        x, y = _xy(one.at)
        colour = COLOUR_BY_MODES[one.modes]
        yield (
            f'<circle cx="{x:g}" cy="{y:g}" r="2.6" fill="{colour}">'
            f"<title>{escape(_said(barrier, one))}</title></circle>"
            f'<text class="at" x="{x + 3.4:g}" y="{y + 1.2:g}">{escape(one.name)}</text>'
        )


def _said(barrier: Barrier, one: Crossing) -> str:
    modes = ", ".join(sorted(mode.replace("_", " ") for mode in one.modes))
    extra = f"; {one.extra_minutes:g} minutes besides riding" if one.extra_minutes else ""
    return f"{one.name} ({barrier.name}): {modes}{extra}"


def _name(barrier: Barrier) -> str:
    """Beside the middle of the line, and never over the edge."""
    x, y = _xy(barrier.line[len(barrier.line) // 2])
    anchor = "end" if x > WIDTH * 0.75 else "start"
    offset = -8 if anchor == "end" else 8
    return (
        f'<text class="name" text-anchor="{anchor}" x="{x + offset:g}" y="{y - 6:g}">'
        f"{escape(barrier.name)}</text>"
    )


def _legend() -> Iterator[str]:
    yield '<text class="legend" x="20" y="30" font-weight="bold">Who may cross</text>'
    for number, (_, words, colour) in enumerate(KINDS):
        y = 50 + 18 * number
        yield f'<circle cx="26" cy="{y - 4}" r="5" fill="{colour}"/>'
        yield f'<text class="legend" x="38" y="{y}">{escape(words)}</text>'


def is_current() -> bool:
    """Whether the committed drawing shows the table; the dots may be of an upgraded gazetteer."""
    return DRAWING.exists() and _waters(DRAWING.read_text("utf-8")) == _waters(drawing())


def _waters(drawn: str) -> list[str]:
    return [line for line in drawn.splitlines() if not line.startswith('<path class="land"')]


def main() -> int:
    """Write the drawing, or with `--check` compare; 1 when it is not current."""
    if sys.argv[1:] == ["--check"]:
        current = is_current()
        print("current" if current else f"{DRAWING.name} is old: python -m tools.draw_water")
        return 0 if current else 1
    DRAWING.write_text(drawing(), "utf-8")
    print(f"{DRAWING.name}: {len(BARRIERS)} waters, {DRAWING.stat().st_size / 1024:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
