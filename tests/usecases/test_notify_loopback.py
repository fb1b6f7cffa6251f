"""Telling a receiver on this machine that fails in every way, over the real adapter."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook

from chalicelib.adapters.outgoing import HttpsOutgoing
from chalicelib.domain.delivery import Delivery, DeliveryState
from chalicelib.domain.signing import written_secret
from chalicelib.usecases.endpoints import keep_endpoint, try_endpoint
from chalicelib.usecases.notify import notify
from tests.adapters.web_server import NAME, Certificate, WebServer, certificate, web_server
from tests.fakes.clock import FixedClock
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.test_notify import ADMIN

pytestmark = pytest.mark.enable_socket  # this machine only


@pytest.fixture(scope="module")
def believed(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def receiver(believed: Certificate) -> Iterator[WebServer]:
    with web_server(encrypted_with=believed) as running:
        running.answer("204 No Content", b"")
        yield running


@pytest.fixture
def ports(believed: Certificate) -> FakePorts:
    # The reference library looks at the clock itself.
    ports = FakePorts(now=FixedClock(datetime.now(UTC)))
    ports.outgoing = HttpsOutgoing(  # type: ignore[assignment]  # the real one
        here_too=True, resolve=lambda *_: ["127.0.0.1"], trust=believed.trust, whole_s=0.5
    )
    return ports


def told(receiver: WebServer, ports: FakePorts) -> Delivery:
    """What became of telling this receiver something."""
    url = f"https://{NAME}:{receiver.port}/in"
    keep_endpoint(UTRECHT, url, caller=ADMIN, ports=ports)
    test = try_endpoint(UTRECHT, caller=ADMIN, ports=ports)
    notify(test.id, ports=ports)
    return ports.deliveries.get(test.id)


def test_a_supplier_verifies_it_with_the_reference_library(
    receiver: WebServer, ports: FakePorts
) -> None:
    assert told(receiver, ports).state is DeliveryState.DELIVERED
    head, _, body = receiver.asked[0].partition(b"\r\n\r\n")
    lines = [line.decode().partition(": ") for line in head.split(b"\r\n")[1:]]
    headers = {name.lower(): value for name, _, value in lines}
    endpoint = ports.endpoints.get(UTRECHT)
    assert endpoint is not None
    said = Webhook(written_secret(endpoint.secret)).verify(body, headers)
    assert said["type"] == "endpoint.test"
    assert headers["content-type"] == "application/json"


def answering(status: str, body: bytes = b"", *headers: str) -> Callable[[WebServer], None]:
    return lambda receiver: receiver.answer(status, body, *headers)


def slowly(receiver: WebServer) -> None:
    receiver.pause_s = 3


def reset(receiver: WebServer) -> None:
    receiver.says = []


def half_an_answer(receiver: WebServer) -> None:
    receiver.says = [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"]


def nonsense(receiver: WebServer) -> None:
    receiver.says = [b"\x00\xff nothing of the kind\r\n\r\n"]


@pytest.mark.parametrize(
    ("behave", "outcome"),
    [
        (answering("500 Broken"), "500"),
        (answering("429 Too Many", b"", "Retry-After: 600"), "429"),
        (answering("302 Found", b"", "Location: https://169.254.169.254/"), "302"),
        (slowly, "no_answer"),
        (reset, "broken_off"),
        (half_an_answer, "broken_off"),
        (nonsense, "broken_off"),
    ],
)
def test_however_it_fails_it_is_told_again_and_the_log_says_why(
    receiver: WebServer, ports: FakePorts, behave: Callable[[WebServer], None], outcome: str
) -> None:
    behave(receiver)
    delivery = told(receiver, ports)
    assert delivery.state is DeliveryState.PENDING
    assert [attempt.outcome for attempt in delivery.attempts] == [outcome]
    assert len(receiver.asked) == 1, "nothing was followed, nothing repeated by itself"


def test_a_receiver_that_is_gone_is_called_no_more(receiver: WebServer, ports: FakePorts) -> None:
    receiver.answer("410 Gone", b"")
    assert told(receiver, ports).state is DeliveryState.FAILED
    endpoint = ports.endpoints.get(UTRECHT)
    assert endpoint is not None
    assert not endpoint.is_enabled


def test_a_huge_answer_is_a_yes_of_which_little_is_read(
    receiver: WebServer, ports: FakePorts
) -> None:
    receiver.answer("200 OK", b"x" * 5_000_000)
    assert told(receiver, ports).state is DeliveryState.DELIVERED


def test_a_certificate_nobody_believes_is_told_nothing(tmp_path: Path, ports: FakePorts) -> None:
    with web_server(encrypted_with=certificate(tmp_path)) as stranger:
        delivery = told(stranger, ports)
        assert stranger.asked == []
    assert delivery.attempts[0].outcome == "certificate"


def test_a_receiver_that_is_not_there_is_tried_again(
    receiver: WebServer, ports: FakePorts, believed: Certificate
) -> None:
    with web_server(encrypted_with=believed) as closing:
        pass
    assert told(closing, ports).attempts[0].outcome == "unreachable"
    assert receiver.asked == []
