"""The ring map: how far each option is from the middle of her postcode area, and which way.

Rings at 2 and 5 km; north is up. One pin a building, with the numbers of all that is held there.
A pin that would cover another moves aside; one beyond the drawing stands at its edge.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from chalicelib.domain.geography import Point

UNITS_A_KM = 20  # the ring of 5 km has radius 100
EDGE = 114  # as far out as the middle of a pin may be
HEIGHT = 20  # of a pin
_DIGIT = 12  # how much wider each further number makes it
_KM_A_DEGREE = 111.3  # of latitude: a drawing of ten kilometres needs no better


@dataclass(frozen=True, slots=True)
class Pin:
    """One building on the drawing; `x` grows to the east, `y` to the south."""

    label: str
    x: int
    y: int
    width: int

    def covers(self, other: "Pin") -> bool:
        beside = abs(self.x - other.x) >= (self.width + other.width) / 2
        return not beside and abs(self.y - other.y) < HEIGHT


def pins(middle: Point, numbered: Iterable[tuple[int, Point]]) -> tuple[Pin, ...]:
    """A pin a building; none covers another."""
    numbers_at: dict[Point, list[int]] = {}
    for number, point in numbered:
        numbers_at.setdefault(point, []).append(number)
    placed: list[Pin] = []
    for point, numbers in numbers_at.items():
        placed.append(_beside(placed, _pin(middle, point, numbers)))
    return tuple(placed)


def _pin(middle: Point, point: Point, numbers: Sequence[int]) -> Pin:
    east = (point.longitude - middle.longitude) * cos(radians(middle.latitude)) * _KM_A_DEGREE
    south = (middle.latitude - point.latitude) * _KM_A_DEGREE
    out = hypot(east, south) * UNITS_A_KM
    scale = UNITS_A_KM * (EDGE / out if out > EDGE else 1)
    label = " ".join(map(str, numbers))
    return Pin(label, round(east * scale), round(south * scale), _width(label))


def _width(label: str) -> int:
    return HEIGHT + _DIGIT * label.count(" ") + 7 * (len(label.replace(" ", "")) - 1)


def _beside(placed: Sequence[Pin], wanted: Pin) -> Pin:
    """The pin where it belongs, or as near to it as is free."""
    step = HEIGHT // 2
    around = sorted(
        ((x * step, y * step) for x in range(-8, 9) for y in range(-8, 9)),
        key=lambda move: (hypot(*move), move),
    )
    tried = (Pin(wanted.label, wanted.x + x, wanted.y + y, wanted.width) for x, y in around)
    free = (pin for pin in tried if not any(pin.covers(other) for other in placed))
    return next(free)  # 17 by 17 places for a handful of pins: one is free
