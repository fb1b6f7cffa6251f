"""Build `chalicelib/templates/staff/provinces.html`: the provinces, drawn small enough for a page.

From the drawing of `@svg-maps/netherlands` (CC BY 4.0): coordinates are rounded to whole units and
points that lie within a unit of the line between their neighbours left out, 68 kB to a tenth.

    npm pack @svg-maps/netherlands && tar xzf svg-maps-netherlands-*.tgz
    python -m tools.build_map package/netherlands.svg
"""

import re
import sys
from collections.abc import Iterator, Sequence
from math import hypot
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "chalicelib" / "templates" / "staff" / "provinces.html"
CODES = {
    "dr": "DR", "fl": "FL", "fr": "FR", "ge": "GE", "gr": "GR", "li": "LI",
    "nb": "NB", "nh": "NH", "ov": "OV", "ut": "UT", "ze": "ZE", "zh": "ZH",
}  # fmt: skip
_TOLERANCE = 1.0
_SMALLEST = 6  # points; an island with fewer is a speck
_HEAD = (
    "{# The provinces as paths of a drawing 613 wide and 724 high. Written by tools/build_map.py\n"
    "   from @svg-maps/netherlands, CC BY 4.0: chalicelib/static/LICENCES.md. #}\n"
)

Point = tuple[float, float]


def main(source: Path, target: Path = TEMPLATE) -> int:
    """The template stands as the drawing says."""
    drawing = source.read_text(encoding="utf-8")
    found = re.findall(r'id="([^"]+)"\s+name="[^"]+"\s+d="([^"]+)"', drawing)
    lines = [f'("{CODES[id_]}", "{_written(data)}"),' for id_, data in sorted(found)]
    target.write_text(
        _HEAD + "{% set provinces = [\n" + "\n".join(lines) + "\n] %}\n", encoding="utf-8"
    )
    return 0


def _written(data: str) -> str:
    kept = [_thinned(ring) for ring in _rings(data)]
    largest = max(map(len, kept))
    rings = [ring for ring in kept if len(ring) >= _SMALLEST or len(ring) == largest]
    return "".join("M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in ring) + "z" for ring in rings)


def _rings(data: str) -> Iterator[list[Point]]:
    """The outlines of a path of relative moves and lines, in absolute coordinates."""
    x = y = 0.0
    for outline in data.split("z"):
        ring: list[Point] = []
        for dx, dy in re.findall(r"(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)", outline):
            x, y = x + float(dx), y + float(dy)
            ring.append((x, y))
        if ring:
            x, y = ring[0]
            yield ring


def _thinned(points: Sequence[Point]) -> list[Point]:
    """The line with fewer points, none further from it than the tolerance (Douglas-Peucker)."""
    if len(points) < 3:
        return list(points)
    first, last = points[0], points[-1]
    far, index = max((_off(p, first, last), i) for i, p in enumerate(points[1:-1], 1))
    if far <= _TOLERANCE:
        return [first, last]
    return [*_thinned(points[: index + 1])[:-1], *_thinned(points[index:])]


def _off(point: Point, first: Point, last: Point) -> float:
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = hypot(dx, dy)
    if length == 0:
        return hypot(point[0] - first[0], point[1] - first[1])
    return abs(dx * (first[1] - point[1]) - dy * (first[0] - point[0])) / length


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
