"""What operators see: what became of texts, what they cost, and how long what is owed waits."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Ambiguous, Permanent, Temporary
from chalicelib.domain.message import MessageState
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.ports import Metric
from chalicelib.usecases.receive import Receipt, receive
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import a_world, key_of, referred

TEXTS = (Metric.TEXTS_SENT, Metric.TEXTS_FAILED, Metric.TEXTS_UNKNOWN)


def counted(ports: FakePorts) -> list[Metric]:
    return [metric for metric, _, _ in ports.meter.noted if metric in TEXTS]


@pytest.mark.parametrize(
    ("error", "metrics"),
    [
        (None, [Metric.TEXTS_SENT]),
        (Permanent("refused"), [Metric.TEXTS_FAILED]),
        (Ambiguous("timeout"), [Metric.TEXTS_UNKNOWN]),
        (Temporary("later"), []),
    ],
)
def test_what_became_of_a_text_is_counted_once(
    error: Exception | None, metrics: list[Metric]
) -> None:
    ports = a_world()
    ports.sms.fails_with = [] if error is None else [error]
    referral = referred(ports)
    for _ in range(2):
        deliver_due(key_of(referral), ports=ports)
    assert counted(ports) == metrics
    (message,) = referral.messages
    assert {about for _, _, about in ports.meter.noted} <= {message.id}
    assert ports.meter.all_of(Metric.TEXT_SEGMENTS) == ([1] if error is None else [])


def test_a_text_of_which_nobody_knows_after_its_lease_is_counted() -> None:
    ports = a_world()
    referral = referred(ports)
    cut_off: Any = KeyboardInterrupt()
    ports.sms.fails_with = [cut_off]
    with pytest.raises(KeyboardInterrupt):
        deliver_due(key_of(referral), ports=ports)
    ports.now.forward(timedelta(hours=1))
    deliver_due(key_of(referral), ports=ports)
    assert counted(ports) == [Metric.TEXTS_UNKNOWN]


def test_a_receipt_that_says_it_failed_is_counted_once() -> None:
    ports = a_world()
    referral = referred(ports)
    deliver_due(key_of(referral), ports=ports)
    for state in (MessageState.FAILED, MessageState.FAILED):
        receive(Receipt("provider-1", state), ports=ports)
    assert counted(ports) == [Metric.TEXTS_SENT, Metric.TEXTS_FAILED]


def test_a_receipt_that_it_arrived_is_no_failure() -> None:
    ports = a_world()
    deliver_due(key_of(referred(ports)), ports=ports)
    receive(Receipt("provider-1", MessageState.DELIVERED), ports=ports)
    assert counted(ports) == [Metric.TEXTS_SENT]


def test_the_sweeper_says_how_long_the_oldest_has_waited() -> None:
    ports = a_world()
    sweep(ports=ports)
    referred(ports)
    ports.now.forward(timedelta(minutes=7))
    sweep(ports=ports)
    sweep(ports=ports)
    assert ports.meter.all_of(Metric.OLDEST_DUE_AGE) == [0, 420, 0]


def test_publishing_says_how_long_ago_it_was_last_done_also_when_it_fails() -> None:
    ports = a_world()
    publish(ports=ports)
    ports.now.forward(timedelta(minutes=1))
    publish(ports=ports)
    ports.now.forward(timedelta(minutes=5))

    class Broken(Exception):
        pass

    def fails() -> list[object]:
        raise Broken

    whole, ports.activities.all_active = ports.activities.all_active, fails  # type: ignore[method-assign,assignment]
    with pytest.raises(Broken):
        publish(ports=ports)
    ports.activities.all_active = whole  # type: ignore[method-assign]
    ports.now.forward(timedelta(minutes=1))
    publish(ports=ports)
    assert ports.meter.all_of(Metric.SNAPSHOT_AGE) == [60, 300, 360]
