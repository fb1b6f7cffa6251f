"""Health tells degraded from down, and nothing about why."""

from datetime import timedelta
from typing import Any

import pytest

from app import app
from chalicelib import wiring
from chalicelib.domain.errors import Temporary
from tests.entry.api_on_fakes import ApiOnFakes
from tests.fakes.outside import FakeSnapshots, FakeSwitchboard


class AwaySwitchboard(FakeSwitchboard):
    def is_silenced(self) -> bool:
        raise Temporary("dynamodb.eu-west-1 secret inside")


class AwaySnapshots(FakeSnapshots):
    def last_compared(self) -> Any:
        raise Temporary("bucket secret inside")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> ApiOnFakes:
    api = ApiOnFakes(app)
    monkeypatch.setattr(wiring, "ports", lambda: api.ports)
    api.ports.snapshots.compared(api.ports.now())
    return api


def health(api: ApiOnFakes) -> Any:
    answer = api.ask(None, "GET", "/health")
    assert answer.status == 200
    assert b"secret" not in answer.raw
    return answer.body


def test_all_is_well(api: ApiOnFakes) -> None:
    api.ports.now.forward(timedelta(seconds=50))
    said = health(api)
    assert said["status"] == "ok"
    assert said["checks"] == {
        "store": "ok",
        "snapshot": "ok",
        "snapshotAgeSeconds": 50,
        "texts": "on",
    }


def test_texting_that_was_silenced_is_said_and_is_no_fault(api: ApiOnFakes) -> None:
    api.ports.switchboard.silence()
    said = health(api)
    assert (said["status"], said["texts"], said["checks"]["texts"]) == (
        "ok",
        "silenced",
        "silenced",
    )


def test_a_catalogue_that_nobody_compares_any_more_is_old(api: ApiOnFakes) -> None:
    api.ports.now.forward(timedelta(minutes=15))
    assert health(api)["status"] == "ok"
    api.ports.now.forward(timedelta(seconds=1))
    said = health(api)
    assert (said["status"], said["checks"]["snapshot"]) == ("degraded", "old")


def test_where_nothing_was_ever_published_there_is_nothing_to_search(api: ApiOnFakes) -> None:
    api.ports.snapshots = FakeSnapshots()
    said = health(api)
    assert (said["status"], said["checks"]["snapshotAgeSeconds"]) == ("degraded", None)


def test_a_store_that_does_not_answer_is_told_and_not_why(api: ApiOnFakes) -> None:
    api.ports.switchboard = AwaySwitchboard()
    said = health(api)
    assert (said["status"], said["texts"]) == ("degraded", "unknown")
    assert said["checks"]["store"] == "away"


def test_a_snapshot_that_does_not_answer_is_told_and_not_why(api: ApiOnFakes) -> None:
    api.ports.snapshots = AwaySnapshots()
    said = health(api)
    assert (said["status"], said["checks"]["snapshot"]) == ("degraded", "away")
