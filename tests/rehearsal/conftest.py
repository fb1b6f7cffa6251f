"""What ships, deployed: `make package`'s own build, on an emulator that keeps its policies."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rehearsal import stage
from tests.rehearsal.stage import Deployed
from tools.local.emulator import Emulator
from tools.local.identity import of_this_machine
from tools.local.paths import EMULATOR_PROGRAM
from tools.package.__main__ import build
from tools.package.wheels import HERE as THIS_MACHINE

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.rehearsal)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.timeout(1500))  # many processes, each with its cold start


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The stack of stage dev, as an operator deploys it."""
    built = tmp_path_factory.mktemp("package")
    assert build(stage="dev", arch=THIS_MACHINE, out=built) == []
    identity = of_this_machine(tmp_path_factory.mktemp("identity"))
    emulator = Emulator.start(
        EMULATOR_PROGRAM, tmp_path_factory.mktemp("rehearsal"), keeps_policies=True
    )
    try:
        code = stage.put_code(emulator.endpoint, built / "deployment.zip")
        template = stage.without_unknown(stage.with_code(built / "template.yaml", code))
        stage.created(emulator.endpoint, template, stage.parameters(identity))
        yield Deployed(emulator.endpoint, identity, template)
    finally:
        emulator.stop()
