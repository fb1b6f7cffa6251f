"""Distance agrees with the geodesic, minutes with the constants, and the bound never lies."""

import math
import subprocess
import sys
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.geography import (
    TRAVEL,
    Located,
    Point,
    Precision,
    TravelMode,
    distance_km,
    fewest_minutes,
    ground_km,
    travel_minutes,
)

PROJECT = Path(__file__).parents[2]

modes = st.sampled_from(TravelMode)
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
anywhere = st.builds(Point, latitudes, longitudes)
in_the_country = st.builds(Point, st.floats(50.7, 53.6), st.floats(3.3, 7.3))
around_it = st.builds(Point, st.floats(48.5, 55.5), st.floats(1.0, 10.0))


def geodesic_km(a: Point, b: Point) -> float:
    return float(geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).km)


@pytest.mark.parametrize(("latitude", "longitude"), [
    (90.001, 5.0),          # beyond the pole
    (-91.0, 5.0),
    (52.0, 180.5),          # beyond the antimeridian
    (52.0, -181.0),
    (math.nan, 5.0),        # no number
    (52.0, math.nan),
    (math.inf, 5.0),
    (52.0, -math.inf),
])  # fmt: skip
def test_an_impossible_place_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no place on earth"):
        Point(latitude, longitude)


@given(latitudes, longitudes)
def test_every_place_on_earth_is_a_point(latitude: float, longitude: float) -> None:
    assert Point(latitude, longitude) == Point(latitude, longitude)


@given(in_the_country, st.floats(-0.19, 0.19), st.floats(-0.3, 0.3))
def test_up_to_thirty_kilometres_it_is_off_by_half_a_metre_at_most(
    here: Point, north: float, east: float
) -> None:
    there = Point(here.latitude + north, here.longitude + east)
    assert distance_km(here, there) == pytest.approx(geodesic_km(here, there), abs=0.0005)


@given(around_it, around_it)
def test_in_and_near_the_country_it_is_within_a_thousandth(a: Point, b: Point) -> None:
    assert distance_km(a, b) == pytest.approx(geodesic_km(a, b), rel=1e-3, abs=1e-6)


@given(anywhere, anywhere)
def test_anywhere_on_earth_it_is_within_half_a_percent(a: Point, b: Point) -> None:
    assert distance_km(a, b) == pytest.approx(geodesic_km(a, b), rel=5e-3, abs=1e-6)


@pytest.mark.parametrize(("a", "b"), [
    (Point(90, 0), Point(90, 120)),            # one pole, two longitudes
    (Point(90, 0), Point(-90, 0)),             # pole to pole
    (Point(-89.9, 10), Point(-89.9, -170)),    # across a pole
    (Point(10, 179.99), Point(10, -179.99)),   # across the antimeridian
    (Point(0, 0), Point(0, 180)),              # antipodes on the equator
    (Point(52, 5), Point(-52, -175)),          # antipodes of the Netherlands
    (Point(0, 0), Point(0.5, 179.5)),          # near the antipode, where series fail
    (Point(52.1, 5.1), Point(52.1, 5.1)),      # nowhere to go
])  # fmt: skip
def test_the_ends_of_the_earth_are_measured_as_well(a: Point, b: Point) -> None:
    assert distance_km(a, b) == pytest.approx(geodesic_km(a, b), rel=5e-3, abs=1e-6)


@given(anywhere, anywhere)
def test_distance_is_the_same_both_ways_and_never_negative(a: Point, b: Point) -> None:
    there = distance_km(a, b)
    assert there >= 0
    assert distance_km(b, a) == pytest.approx(there, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(("mode", "km", "minutes"), [
    (TravelMode.WALK, 1.0, 17),              # 1.3 km at 4.8 km/h is 16.25
    (TravelMode.BICYCLE, 1.234, 7),          # 1.6 km at 15 km/h is 6.4
    (TravelMode.BICYCLE, 5.0, 26),
    (TravelMode.PUBLIC_TRANSPORT, 5.0, 27),  # 12 minutes to and at the stops, 14.5 on board
    (TravelMode.CAR, 10.0, 25),              # 5 minutes to park, 19.3 on the road
    (TravelMode.CAR, 0.0, 0),                # she is there
    (TravelMode.CAR, 0.009, 0),              # the same doorstep
])  # fmt: skip
def test_minutes_follow_from_the_constants(mode: TravelMode, km: float, minutes: int) -> None:
    assert fewest_minutes(mode, km) == minutes


@given(modes, st.floats(0, 500), st.floats(0, 500))
def test_further_is_never_quicker(mode: TravelMode, one: float, other: float) -> None:
    near, far = sorted((one, other))
    assert fewest_minutes(mode, near) <= fewest_minutes(mode, far)


@given(modes, around_it, around_it)
def test_the_bound_is_never_above_the_minutes(mode: TravelMode, a: Point, b: Point) -> None:
    assert fewest_minutes(mode, distance_km(a, b)) <= travel_minutes(mode, a, b)


@given(modes, anywhere, anywhere)
def test_the_bound_holds_anywhere_on_earth(mode: TravelMode, a: Point, b: Point) -> None:
    assert fewest_minutes(mode, distance_km(a, b)) <= travel_minutes(mode, a, b)


@given(modes, in_the_country, st.floats(-1e-4, 1e-4), st.floats(-1e-4, 1e-4))
def test_the_bound_holds_next_door(
    mode: TravelMode, here: Point, north: float, east: float
) -> None:
    there = Point(here.latitude + north, here.longitude + east)
    assert fewest_minutes(mode, distance_km(here, there)) <= travel_minutes(mode, here, there)


@given(modes, in_the_country)
def test_where_she_is_takes_no_time(mode: TravelMode, here: Point) -> None:
    assert travel_minutes(mode, here, here) == 0
    assert ground_km(mode, here, here) == 0.0


@pytest.mark.parametrize("mode", TravelMode)
def test_every_constant_says_where_it_comes_from(mode: TravelMode) -> None:
    constants = TRAVEL[mode]
    assert constants.speed_kmh > 0
    assert constants.detour >= 1
    assert constants.fixed_minutes >= 0
    assert len(constants.source) > 40


def test_precision_is_said_best_first() -> None:
    assert [*Precision] == ["coordinates", "postcode", "place", "area"]
    assert Located(Point(52.1, 5.1), Precision.AREA, 7.5).radius_km == 7.5


def test_measuring_loads_nothing_beyond_the_standard_library() -> None:
    program = "import sys, chalicelib.domain.geography; print(*sorted(sys.modules))"
    # -S leaves out what the environment's own start-up files load.
    loaded = subprocess.run(  # noqa: S603 (this interpreter, this program)
        [sys.executable, "-S", "-c", program],
        check=True, capture_output=True, text=True, cwd=PROJECT,
    ).stdout.split()  # fmt: skip
    roots = {name.partition(".")[0] for name in loaded}
    assert roots <= {*sys.stdlib_module_names, "chalicelib", "__main__"}
    assert not {"logging", "json", "csv", "random", "socket"} & roots
