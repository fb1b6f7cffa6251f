"""The contracts of the smaller ports on their fakes, and that each fake is its port."""

import pytest

from chalicelib.adapters.phrasebook import GettextPhrasebook
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.usecases.ports import Ports
from tests.adapters.contracts.outside import (
    PhrasebookContract,
    PlacesContract,
    QueueContract,
    SmsSenderContract,
    SnapshotsContract,
    Waiting,
    WordsContract,
)
from tests.fakes.outside import (
    FakePhrasebook,
    FakePlaces,
    FakeQueue,
    FakeSmsSender,
    FakeSnapshots,
    FakeWords,
)
from tests.fakes.ports import FakePorts

DOM = Located(Point(52.0907, 5.1214), Precision.PLACE, 2.0)


class TestFakeSnapshots(SnapshotsContract):
    @pytest.fixture
    def snapshots(self) -> FakeSnapshots:
        return FakeSnapshots()


class TestFakePlaces(PlacesContract):
    @pytest.fixture
    def places(self) -> FakePlaces:
        return FakePlaces({"3511": DOM}, {"Utrecht": DOM})


class TestFakeQueue(QueueContract):
    @pytest.fixture
    def queue(self) -> FakeQueue:
        return FakeQueue()

    @pytest.fixture
    def waiting(self, queue: FakeQueue) -> Waiting:
        return lambda: (len(queue.due), queue.catalogue_changes)


class TestFakeSmsSender(SmsSenderContract):
    @pytest.fixture
    def sms(self) -> FakeSmsSender:
        return FakeSmsSender()


class TestFakeWords(WordsContract):
    @pytest.fixture
    def words(self) -> FakeWords:
        return FakeWords()


class TestFakePhrasebook(PhrasebookContract):
    @pytest.fixture
    def phrasebook(self) -> FakePhrasebook:
        return FakePhrasebook()


class TestGettextPhrasebook(PhrasebookContract):
    @pytest.fixture
    def phrasebook(self) -> GettextPhrasebook:
        return GettextPhrasebook()


def test_all_fakes_together_are_the_ports() -> None:
    ports: Ports = FakePorts()
    assert list(ports.referrals.due(at=ports.now(), limit=1)) == []
