from collections.abc import Iterator

import pytest

from tests.adapters.contracts.worlds import DynamoWorld, moto_world


@pytest.fixture
def world() -> Iterator[DynamoWorld]:
    with moto_world() as world:
        yield world
