"""The contract of feeds on the fake and on moto in process."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.dynamo.feeds import DynamoFeeds
from tests.adapters.contracts.feeds import FeedsContract
from tests.adapters.contracts.worlds import moto_world
from tests.fakes.feeds import FakeFeeds


class TestFakeFeeds(FeedsContract):
    @pytest.fixture
    def feeds(self) -> FakeFeeds:
        return FakeFeeds()


class TestFeedsOnMoto(FeedsContract):
    @pytest.fixture
    def feeds(self) -> Iterator[DynamoFeeds]:
        with moto_world() as world:
            yield DynamoFeeds(world.tables)
