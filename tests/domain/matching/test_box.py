"""No place in a box is nearer than the box says, anywhere on earth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.geography import Point, distance_km
from chalicelib.domain.matching.box import Box, least_km

_dutch = st.builds(Point, st.floats(50.7, 53.6), st.floats(3.3, 7.3))
_anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def around(*points: Point) -> Box:
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def between(one: Point, other: Point, up: float, along: float) -> Point:
    box = around(one, other)
    return Point(
        min(box.north, box.south + up * (box.north - box.south)),
        min(box.east, box.west + along * (box.east - box.west)),
    )


_share = st.floats(0, 1)


@settings(max_examples=800)
@given(here=_dutch | _anywhere, one=_dutch, other=_dutch, up=_share, along=_share)
def test_nothing_in_a_dutch_box_is_nearer(
    here: Point, one: Point, other: Point, up: float, along: float
) -> None:
    there = between(one, other, up, along)
    assert least_km(here, around(one, other)) <= distance_km(here, there)


@settings(max_examples=800)
@given(here=_anywhere, one=_anywhere, other=_anywhere, up=_share, along=_share)
def test_nothing_in_any_box_is_nearer(
    here: Point, one: Point, other: Point, up: float, along: float
) -> None:
    there = between(one, other, up, along)
    assert least_km(here, around(one, other)) <= distance_km(here, there)


@pytest.mark.parametrize(
    ("here", "least"),
    [
        (Point(52.05, 5.05), 0.0),  # inside
        (Point(52.0, 5.0), 0.0),  # on a corner
        (Point(52.2, 5.05), 10.9),  # 0.1 degree north, some 11.1 km
        (Point(52.05, 5.2), 6.7),  # 0.1 degree east, some 6.85 km
        (Point(51.5, -0.12), 345.0),  # London, 353 km to the nearest corner
    ],
)
def test_the_bound_is_near_the_truth(here: Point, least: float) -> None:
    box = Box(52.0, 5.0, 52.1, 5.1)
    assert least_km(here, box) == pytest.approx(least, rel=0.02)
