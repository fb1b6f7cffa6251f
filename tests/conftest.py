"""For all tests: what Hypothesis judges, and the one whole service that slow tests share.

Tests run on both cores. Those that need the whole service stay together on one of them, so that
there is one emulator and one service, whatever runs beside them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from tools.local.service import Service
from tools.local.service import started as service_started

# It judges what is true, never how long a busy machine took for it.
settings.register_profile("wegwijs", deadline=None)
settings.load_profile("wegwijs")

TOGETHER = {
    "tests/integration/test_api_contract.py": "a service of its own",
    "tests/integration/": "service",
    "tests/rehearsal/": "rehearsal",
}


class OneWholeService(LoadScopeScheduling):  # type: ignore[misc]
    """Every test goes where there is room, but those on the whole service to one worker, first.

    pytest-xdist's own groups do not reach its scheduler with pytest 9.2, and it does not say so.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group for room, group in TOGETHER.items() if nodeid.startswith(room)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneWholeService:
    return OneWholeService(config, log)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The whole service with its demo catalogue on a free port, in a process of its own."""
    with service_started(tmp_path_factory.mktemp("service") / "state") as running:
        yield running
