"""The regions of the school holidays, drawn on a map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.geography import Point
from chalicelib.domain.holiday_map import COLUMNS, ROWS, middle_of, region_at
from chalicelib.domain.holidays import HolidayRegion
from tools.build_holiday_map import drawn, known_points


@pytest.mark.parametrize(
    ("place", "point", "region"),
    [
        ("Groningen", Point(53.219, 6.567), "noord"),
        ("Amsterdam", Point(52.373, 4.895), "noord"),
        ("Lelystad", Point(52.518, 5.471), "noord"),
        ("Zwolle", Point(52.512, 6.093), "noord"),
        ("Utrecht", Point(52.090, 5.121), "midden"),
        ("Rotterdam", Point(51.922, 4.479), "midden"),
        ("Apeldoorn", Point(52.211, 5.970), "midden"),
        ("Doetinchem", Point(51.965, 6.288), "midden"),
        ("Arnhem", Point(51.985, 5.899), "zuid"),  # Gelderland is divided
        ("Nijmegen", Point(51.842, 5.853), "zuid"),
        ("Eindhoven", Point(51.441, 5.478), "zuid"),
        ("Maastricht", Point(50.851, 5.691), "zuid"),
        ("Middelburg", Point(51.499, 3.614), "zuid"),
    ],
)
def test_a_town_is_in_the_region_of_its_schools(place: str, point: Point, region: str) -> None:
    assert region_at(point) == region, place


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_has_a_region(latitude: float, longitude: float) -> None:
    assert region_at(Point(latitude, longitude)) in HolidayRegion


def test_the_map_is_as_the_gazetteer_draws_it() -> None:
    rows = drawn(known_points())
    assert [
        "".join(region_at(middle_of(row, column))[0] for column in range(COLUMNS))
        for row in range(ROWS)
    ] == rows


def test_of_a_hundred_postcodes_two_at_most_are_drawn_across_a_border() -> None:
    points = known_points()
    wrong = sum(region_at(point) != region for point, region in points)
    assert wrong / len(points) < 0.02
