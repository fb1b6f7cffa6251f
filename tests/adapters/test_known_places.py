"""The shipped table first, then what was looked up; never the network."""

import pytest

from chalicelib.adapters.known_places import KnownPlaces
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.place_names import place_query, postcode_query
from tests.adapters.contracts.outside import PlacesContract
from tests.fakes.clock import FixedClock
from tests.fakes.outside import FakePlaceCache, FakePlaces

AT_PLACE = Located(Point(52.09, 5.12), Precision.PLACE, 2.0)
IN_AREA = Located(Point(52.05, 5.30), Precision.AREA, 9.0)
LOOKED_UP = Located(Point(52.119, 5.106), Precision.POSTCODE, 0.4)
TABLE = FakePlaces({"3511": AT_PLACE, "3562": IN_AREA}, {"Utrecht": AT_PLACE, "Westland": IN_AREA})


@pytest.fixture
def cache() -> FakePlaceCache:
    return FakePlaceCache(FixedClock())


@pytest.fixture
def places(cache: FakePlaceCache) -> KnownPlaces:
    return KnownPlaces(TABLE, cache)


class TestKnownPlaces(PlacesContract):
    pass


def test_a_postcode_the_table_knows_only_roughly_is_known_better_once_looked_up(
    places: KnownPlaces, cache: FakePlaceCache
) -> None:
    assert places.postcode("3562") == IN_AREA
    cache.put(postcode_query("3562"), LOOKED_UP)
    assert places.postcode("3562") == LOOKED_UP


def test_a_place_the_table_does_not_know_is_known_once_looked_up(
    places: KnownPlaces, cache: FakePlaceCache
) -> None:
    assert places.place("’t Goy") is None
    cache.put(place_query("'t goy"), LOOKED_UP)
    assert places.place("’t Goy") == LOOKED_UP


def test_what_the_table_knows_well_is_not_looked_for_elsewhere(
    places: KnownPlaces, cache: FakePlaceCache
) -> None:
    cache.is_away = True
    assert places.postcode("3511") == AT_PLACE
    assert places.place("Utrecht") == AT_PLACE


def test_a_cache_that_is_away_costs_nobody_an_answer(
    places: KnownPlaces, cache: FakePlaceCache
) -> None:
    cache.is_away = True
    assert places.postcode("3562") == IN_AREA
    assert places.postcode("9999") is None


def test_of_two_rough_answers_the_surer_is_given(
    places: KnownPlaces, cache: FakePlaceCache
) -> None:
    cache.put(place_query("Westland"), Located(Point(51.99, 4.21), Precision.AREA, 12.0))
    assert places.place("Westland") == IN_AREA
