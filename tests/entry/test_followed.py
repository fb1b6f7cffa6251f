"""From a request to the queue to the text: one correlation, and what fails says no word."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.adapters import logs
from chalicelib.adapters.emf import EmfMeter
from chalicelib.adapters.queues import SqsQueue
from chalicelib.domain.errors import Temporary
from chalicelib.entry import schedules, workers
from chalicelib.entry.alone import Failed
from chalicelib.entry.openapi.examples import REFERRAL
from chalicelib.usecases.ports import Metric
from tests.entry.api_on_fakes import CALLERS
from tests.fakes.outside import FakeIdentities
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import a_world

SECRET = "Amina +31612345678"


@dataclass
class SqsInMemory:
    """A client that keeps what it is told to send."""

    sent: list[str] = field(default_factory=list)

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803 - as boto3 has it
        assert QueueUrl.startswith("queue/")
        self.sent.append(MessageBody)


@pytest.fixture
def sqs() -> SqsInMemory:
    return SqsInMemory()


@pytest.fixture
def ports(sqs: SqsInMemory, monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = a_world(identities=FakeIdentities(CALLERS))
    world.queue = SqsQueue(  # type: ignore[assignment]
        sqs,
        **{f"{kind}_url": f"queue/{kind}" for kind in KINDS},
        correlation=logs.correlation,
    )
    world.meter = EmfMeter("dev", segment_price=0.1, now=world.now)  # type: ignore[assignment]
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


KINDS = ("messages", "catalogue", "imports", "waiting", "deliveries")


@pytest.fixture
def written() -> Iterator[StringIO]:
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before = list(root.handlers), root.level, ours.level
    stream = StringIO()
    logs.set_up(stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def sqs_event(*bodies: str) -> dict[str, Any]:
    records = [
        {"messageId": f"m-{number}", "body": body, "receiptHandle": "r", "eventSourceARN": "arn:q"}
        for number, body in enumerate(bodies)
    ]
    return {"Records": records}


CLOCK = {
    "version": "0",
    "id": "e",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "1",
    "time": "2026-11-23T09:00:00Z",
    "region": "eu-west-1",
    "resources": [],
    "detail": {},
}


@pytest.mark.usefixtures("ports")
def test_a_request_is_followed_through_the_queue_to_the_text(
    sqs: SqsInMemory, written: StringIO
) -> None:
    need = {"location": {"postcode": "3562"}, "residence": "GM0344", "languageLevel": "a1"}
    body = {"person": REFERRAL["person"], "agreement": REFERRAL["agreement"], **need}
    with Client(app) as client:
        answer = client.http.post(
            "/v1/referrals",
            headers={
                "Authorization": "Bearer case_worker",
                "Content-Type": "application/json",
                "Idempotency-Key": "k",
            },
            body=json.dumps(body).encode(),
        )
    assert answer.status_code == 201
    request_id = answer.headers["X-Request-Id"]
    (message,) = sqs.sent
    assert json.loads(message)["correlation"] == request_id
    assert workers.does_what_is_owed(sqs_event(message), None) == {"batchItemFailures": []}
    said = [json.loads(line) for line in written.getvalue().splitlines()]
    (sent,) = [line for line in said if "TextsSent" in line]
    assert (sent["correlation"], sent["message_id"][:4]) == (request_id, "msg_")


@pytest.mark.usefixtures("ports")
@pytest.mark.parametrize("body", ["{", "[]", '"x"', json.dumps({"correlation": SECRET})])
def test_a_message_that_says_nothing_of_where_it_comes_from_goes_by_its_own_name(
    written: StringIO, body: str
) -> None:
    event = sqs_event(body)
    event["Records"][0]["messageId"] = "11111111-2222"
    workers.does_what_is_owed(event, None)
    (line, _) = [json.loads(line) for line in written.getvalue().splitlines()]
    assert line["event"] == "message goes back"
    assert line["message_id"] == "11111111-2222"
    assert "Amina" not in written.getvalue()


def test_what_the_world_did_not_do_is_counted_apart_from_our_own_faults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = FakePorts()
    monkeypatch.setattr(wiring, "ports", lambda: world)
    body = {"schema": 2, "organisation": "GM0344", "referral": "ref_x"}
    workers.does_what_is_owed(sqs_event(json.dumps(body), "{"), None)
    assert world.meter.all_of(Metric.THROTTLES) == [1]
    assert world.meter.all_of(Metric.UNHANDLED_ERRORS) == [1]


@pytest.mark.parametrize("error", [Temporary(SECRET), RuntimeError(SECRET)])
def test_a_function_that_fails_says_which_and_no_word_more(
    monkeypatch: pytest.MonkeyPatch, written: StringIO, error: Exception
) -> None:
    def sweep(**_: Any) -> int:
        raise error

    monkeypatch.setattr(wiring, "ports", FakePorts)
    monkeypatch.setattr(schedules, "sweep", sweep)
    with pytest.raises(Failed, match=r"^sweeps$") as raised:
        schedules.sweeps(CLOCK, None)
    assert raised.value.__suppress_context__
    (line,) = [json.loads(line) for line in written.getvalue().splitlines()]
    assert (line["function"], line["error"]) == ("sweeps", type(error).__name__)
    assert "Amina" not in written.getvalue()
