"""The published catalogue in S3: found when it moved, kept when it cannot be read."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.snapshots import LOOK_EVERY_S, POINTER, S3Snapshots
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching.codec import encode_activity
from chalicelib.domain.matching.snapshot import pack
from tests.adapters.contracts.outside import SnapshotsContract, published
from tests.fakes.making import an_activity

BUCKET = "snapshots"


class CountingS3:
    """The client, counting what is read of each key."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.read: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def get_object(self, **request: Any) -> Any:
        self.read.append(request["Key"])
        return self._client.get_object(**request)


class Seconds:
    """A clock of seconds that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingS3]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-1")
        where: Any = {"LocationConstraint": "eu-west-1"}
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        yield CountingS3(client)


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def warm(s3: CountingS3, clock: Seconds) -> S3Snapshots:
    """As a warm function has it: it looks at the pointer from time to time."""
    return S3Snapshots(s3, BUCKET, monotonic=clock)


class TestSnapshotsInS3(SnapshotsContract):
    @pytest.fixture
    def snapshots(self, s3: CountingS3) -> S3Snapshots:
        return S3Snapshots(s3, BUCKET, look_every_s=0)


def publish(snapshots: S3Snapshots, version: str, *ids: str) -> None:
    snapshots.publish(published(*ids, version=version), version=version)


def damage(s3: CountingS3, key: str, body: bytes) -> None:
    s3.put_object(Bucket=BUCKET, Key=key, Body=body)


def test_the_pointer_is_read_at_most_every_thirty_seconds(
    s3: CountingS3, clock: Seconds, warm: S3Snapshots
) -> None:
    publish(warm, "v1", "act_1")
    for second in range(60):
        clock.now = float(second)
        warm.current()
    assert s3.read.count(POINTER) <= 60 / LOOK_EVERY_S + 1
    assert LOOK_EVERY_S <= 30


def test_a_snapshot_is_loaded_once_a_version(
    s3: CountingS3, clock: Seconds, warm: S3Snapshots
) -> None:
    publish(warm, "v1", "act_1")
    for look in range(5):
        clock.now = look * LOOK_EVERY_S
        assert warm.current().version == "v1"
    assert len([key for key in s3.read if key != POINTER]) == 1


def test_a_new_version_is_found_at_the_next_look(clock: Seconds, warm: S3Snapshots) -> None:
    publish(warm, "v1", "act_1")
    warm.current()
    publish(warm, "v2", "act_2")
    clock.now = LOOK_EVERY_S - 0.1
    assert warm.current().version == "v1"
    clock.now = LOOK_EVERY_S
    assert [activity.id for activity in warm.current()] == ["act_2"]


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("catalogue/v2.snapshot", b"not a snapshot"),
        ("catalogue/v2.snapshot", b""),
        ("catalogue/v2.snapshot", published("act_2", version="v2")[:-40]),  # cut off
        ("catalogue/v2.snapshot", published("act_3", version="v2")),  # another one
        (POINTER, b"{"),
        (POINTER, b"{}"),
        (POINTER, json.dumps({"version": "never published"}).encode()),
    ],
)
def test_what_cannot_be_read_keeps_the_old_and_says_so_where_an_alarm_counts(
    s3: CountingS3,
    clock: Seconds,
    warm: S3Snapshots,
    caplog: pytest.LogCaptureFixture,
    key: str,
    body: bytes,
) -> None:
    publish(warm, "v1", "act_1")
    warm.current()
    publish(warm, "v2", "act_2")
    damage(s3, key, body)
    clock.now = LOOK_EVERY_S
    with caplog.at_level(logging.ERROR):
        assert [activity.id for activity in warm.current()] == ["act_1"]
    assert [r.getMessage() for r in caplog.records] == ["snapshot unreadable"]
    assert [r.__dict__["catalogue"] for r in caplog.records] == ["v1"]


def test_a_layout_of_another_release_keeps_the_old(
    clock: Seconds, warm: S3Snapshots, caplog: pytest.LogCaptureFixture
) -> None:
    """As an old function meets it while a new release is being rolled out."""
    publish(warm, "v1", "act_1")
    warm.current()
    later = pack(
        [an_activity()],
        version="v2",
        holidays=Holidays({}),
        encode=lambda activity: encode_activity(activity).replace(b"[2,", b"[99,", 1),
    )
    warm.publish(later, version="v2")
    clock.now = LOOK_EVERY_S
    assert warm.current().version == "v1"
    assert [r.getMessage() for r in caplog.records] == ["snapshot unreadable"]
    assert [r.__dict__["catalogue"] for r in caplog.records] == ["v1"]


def test_after_it_is_mended_the_new_one_is_found(
    s3: CountingS3, clock: Seconds, warm: S3Snapshots
) -> None:
    publish(warm, "v1", "act_1")
    warm.current()
    publish(warm, "v2", "act_2")
    damage(s3, "catalogue/v2.snapshot", b"")
    clock.now = LOOK_EVERY_S
    warm.current()
    publish(warm, "v2", "act_2")
    clock.now = 2 * LOOK_EVERY_S
    assert warm.current().version == "v2"


def test_the_alarm_counts_the_words_that_are_logged() -> None:
    template = (Path(__file__).parents[2] / "infra" / "alarms.yaml").read_text(encoding="utf-8")
    assert "FilterPattern: '\"snapshot unreadable\"'" in template
