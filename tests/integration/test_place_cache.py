"""The contract of what was looked up before, on the emulator."""

import pytest

from chalicelib.adapters.dynamo.places import DynamoPlaceCache
from chalicelib.adapters.dynamo.tables import connect
from tests.adapters.contracts.outside import PlaceCacheContract
from tests.adapters.contracts.worlds import REGION, DynamoWorld, world_on
from tests.fakes.clock import FixedClock
from tests.integration.conftest import RunningEmulator


class TestPlaceCacheOnTheEmulator(PlaceCacheContract):
    @pytest.fixture
    def world(self, emulator: RunningEmulator, monkeypatch: pytest.MonkeyPatch) -> DynamoWorld:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        connection = connect(region=REGION, endpoint=emulator.endpoint)
        return world_on(emulator.client("dynamodb"), connection)

    @pytest.fixture
    def clock(self, world: DynamoWorld) -> FixedClock:
        return world.clock

    @pytest.fixture
    def cache(self, world: DynamoWorld) -> DynamoPlaceCache:
        return DynamoPlaceCache(world.tables, now=world.clock)
