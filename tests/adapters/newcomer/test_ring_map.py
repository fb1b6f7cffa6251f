"""Pins lie where the buildings are, as far as the drawing reaches, and never on one another."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.newcomer.ring_map import EDGE, UNITS_A_KM, pins
from chalicelib.domain.geography import Point

MIDDLE = Point(52.1, 5.1)
near = st.builds(Point, st.floats(52.0, 52.2), st.floats(4.9, 5.3))


def test_a_pin_two_kilometres_to_the_north_is_on_the_inner_ring() -> None:
    (pin,) = pins(MIDDLE, [(1, Point(52.1 + 2 / 111.3, 5.1))])
    assert (pin.x, pin.y) == (0, -2 * UNITS_A_KM)


def test_one_building_has_one_pin_with_all_its_numbers() -> None:
    (pin,) = pins(MIDDLE, [(2, MIDDLE), (3, MIDDLE)])
    assert pin.label == "2 3"


def test_what_lies_beyond_the_drawing_stands_at_its_edge() -> None:
    (pin,) = pins(MIDDLE, [(1, Point(52.1, 6.1))])
    assert (pin.x, pin.y) == (EDGE, 0)


@given(st.lists(near, min_size=1, max_size=6))
def test_no_pin_covers_another(points: list[Point]) -> None:
    drawn = pins(MIDDLE, enumerate(points, start=1))
    assert not any(a.covers(b) for a, b in combinations(drawn, 2))
    assert all(hypot(pin.x, pin.y) <= EDGE + 60 for pin in drawn)
