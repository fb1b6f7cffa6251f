"""The contract of sessions on the fake and on moto in process."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.dynamo.sessions import DynamoSessions
from chalicelib.domain.derivation import Derivation
from tests.adapters.contracts.sessions import SessionsContract
from tests.adapters.contracts.worlds import moto_world
from tests.fakes.sign_in import FakeSessions


class TestFakeSessions(SessionsContract):
    @pytest.fixture
    def sessions(self) -> FakeSessions:
        return FakeSessions()


class TestSessionsOnMoto(SessionsContract):
    @pytest.fixture
    def sessions(self) -> Iterator[DynamoSessions]:
        with moto_world() as world:
            yield DynamoSessions(world.tables, owner=Derivation(b"k" * 32).session_owner)
