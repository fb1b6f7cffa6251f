"""For all tests: Hypothesis judges what is true, never how long a busy machine took for it.

Tests run on both cores. Those that need the whole service stay together on one of them, so that
there is one emulator and one service, whatever runs beside them.
"""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("wegwijs", deadline=None)
settings.load_profile("wegwijs")

HERE = Path(__file__).parent
ON_THE_WHOLE_SERVICE = (HERE / "integration", HERE / "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(room in item.path.parents for room in ON_THE_WHOLE_SERVICE):
            item.add_marker(pytest.mark.xdist_group("service"))
