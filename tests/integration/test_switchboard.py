"""The contract of the one switch, on the emulator; and the tool with which it is thrown."""

import pytest

from chalicelib.adapters.dynamo.items import SwitchItem
from chalicelib.adapters.dynamo.switchboard import DynamoSwitchboard
from chalicelib.adapters.dynamo.tables import connect
from tests.adapters.contracts.outside import SwitchboardContract
from tests.adapters.contracts.worlds import REGION, DynamoWorld, world_on
from tests.integration.conftest import RunningEmulator
from tools.texting import main


class TestSwitchboardOnTheEmulator(SwitchboardContract):
    @pytest.fixture
    def world(self, emulator: RunningEmulator, monkeypatch: pytest.MonkeyPatch) -> DynamoWorld:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        connection = connect(region=REGION, endpoint=emulator.endpoint)
        return world_on(emulator.client("dynamodb"), connection)

    @pytest.fixture
    def switchboard(self, world: DynamoWorld) -> DynamoSwitchboard:
        return DynamoSwitchboard(world.tables)

    def test_an_operator_throws_it_without_a_release(
        self,
        world: DynamoWorld,
        emulator: RunningEmulator,
        switchboard: DynamoSwitchboard,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        table = world.tables.name(SwitchItem)
        for verb, says in (("silence", "silenced"), ("status", "silenced"), ("resume", "on")):
            main([verb, "--table", table, "--endpoint", emulator.endpoint, "--region", REGION])
            assert capsys.readouterr().out == f"{says}\n"
            assert switchboard.is_silenced() is (says == "silenced")
