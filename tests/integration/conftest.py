"""One emulator for all integration tests; the whole service is in the conftest above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.local import resources
from tools.local.emulator import Emulator
from tools.local.paths import EMULATOR_PROGRAM

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only here do tests open sockets, and only here may they be slow."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.integration)
            item.add_marker(pytest.mark.enable_socket)


@dataclass(frozen=True, slots=True)
class RunningEmulator:
    """An emulator on which infra/resources.yaml stands; `outputs` are the template's, by name."""

    endpoint: str
    outputs: Mapping[str, str]

    def client(self, service: str) -> Any:
        """A boto3 client that talks to this emulator."""
        return resources.client(service, self.endpoint)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEmulator]:
    started = Emulator.start(EMULATOR_PROGRAM, tmp_path_factory.mktemp("emulator"))
    try:
        yield RunningEmulator(started.endpoint, resources.deploy(started.endpoint, stage="test"))
    finally:
        started.stop()
