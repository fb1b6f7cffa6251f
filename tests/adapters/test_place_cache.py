"""The contract of what was looked up before: on the fake, and on moto in process."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.places import DynamoPlaceCache
from chalicelib.domain.geography import Located, Point, Precision
from tests.adapters.contracts.outside import PlaceCacheContract
from tests.adapters.contracts.worlds import DynamoWorld, moto_world
from tests.fakes.clock import FixedClock
from tests.fakes.outside import FakePlaceCache


class TestFakePlaceCache(PlaceCacheContract):
    @pytest.fixture
    def clock(self) -> FixedClock:
        return FixedClock()

    @pytest.fixture
    def cache(self, clock: FixedClock) -> FakePlaceCache:
        return FakePlaceCache(clock)


class TestPlaceCacheOnMoto(PlaceCacheContract):
    @pytest.fixture
    def world(self) -> Iterator[DynamoWorld]:
        with moto_world() as world:
            yield world

    @pytest.fixture
    def clock(self, world: DynamoWorld) -> FixedClock:
        return world.clock

    @pytest.fixture
    def cache(self, world: DynamoWorld) -> DynamoPlaceCache:
        return DynamoPlaceCache(world.tables, now=world.clock)

    def test_the_table_is_told_when_to_forget(
        self, world: DynamoWorld, cache: DynamoPlaceCache
    ) -> None:
        cache.put("postcode 3562", Located(Point(52.1, 5.1), Precision.POSTCODE, 1.0))
        item = world.raw.item(keys.place("postcode 3562"), keys.PLACE)
        assert int(item["TTL"]["N"]) - world.clock().timestamp() == 90 * 86_400
