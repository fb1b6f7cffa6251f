"""For all tests: what Hypothesis judges, and the one whole service that slow tests share.

Tests run on both cores. Those that need the whole service stay together on one of them, so that
there is one emulator and one service, whatever runs beside them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tools.local.service import Service
from tools.local.service import started as service_started

# It judges what is true, never how long a busy machine took for it.
settings.register_profile("wegwijs", deadline=None)
settings.load_profile("wegwijs")

HERE = Path(__file__).parent
ON_THE_WHOLE_SERVICE = (HERE / "integration", HERE / "browser")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(room in item.path.parents for room in ON_THE_WHOLE_SERVICE):
            item.add_marker(pytest.mark.xdist_group("service"))


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The whole service with its demo catalogue on a free port, in a process of its own."""
    with service_started(tmp_path_factory.mktemp("service") / "state") as running:
        yield running
