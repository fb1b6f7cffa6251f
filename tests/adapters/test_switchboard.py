"""The contract of the one switch: on the fake, and on moto in process."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.dynamo.switchboard import DynamoSwitchboard
from tests.adapters.contracts.outside import SwitchboardContract
from tests.adapters.contracts.worlds import DynamoWorld, moto_world
from tests.fakes.outside import FakeSwitchboard


class TestFakeSwitchboard(SwitchboardContract):
    @pytest.fixture
    def switchboard(self) -> FakeSwitchboard:
        return FakeSwitchboard()


class TestSwitchboardOnMoto(SwitchboardContract):
    @pytest.fixture
    def world(self) -> Iterator[DynamoWorld]:
        with moto_world() as world:
            yield world

    @pytest.fixture
    def switchboard(self, world: DynamoWorld) -> DynamoSwitchboard:
        return DynamoSwitchboard(world.tables)
