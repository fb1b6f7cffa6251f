"""Queue consumers and schedules of the application, run as AWS would run them."""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import Chalice, ScheduledEventConfig, SQSEventConfig
from chalice.local import LambdaContext

from tools.local import resources
from tools.local.emulator import REGION
from tools.local.failures import StartFailed

Handler = Callable[[Mapping[str, Any], Any], Any]
Message = Mapping[str, Any]

LONG_POLL_S = 1  # how long stopping may have to wait
BATCH_AT_MOST = 10
RETRY_AFTER_S = 2  # production waits the queue's visibility time; a person here does not
FUNCTION_TIMEOUT_MS = 30_000
SLOW_SCHEDULE_TICKS = 30  # what runs hourly or daily in production

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Workers:
    """A thread for each queue consumer and each schedule of `app`."""

    app: Chalice
    endpoint: str
    tick_s: float
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Every event source of the app is served; raises StartFailed for one we cannot serve."""
        for source in self.app.event_sources:
            thread = threading.Thread(target=self._job(source), name=source.name, daemon=True)
            self._threads.append(thread)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """What was begun is finished, nothing new is begun."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(FUNCTION_TIMEOUT_MS / 1000)

    def _job(self, source: Any) -> Callable[[], None]:
        handler: Handler = self.app.handler_map[source.name]
        match source:
            case SQSEventConfig():
                queue = Queue(self.endpoint, _queue_name(source), source.batch_size)
                return lambda: self._consume(queue, handler)
            case ScheduledEventConfig():
                every_s = self.tick_s * _ticks_between(_expression(source))
                return lambda: self._repeat(source.name, handler, every_s)
            case _:
                kind = type(source).__name__
                raise StartFailed(f"the local stack cannot run {source.name}: no {kind} here")

    def _consume(self, queue: "Queue", handler: Handler) -> None:
        while not self._stopping.is_set():
            try:
                if messages := queue.receive():
                    queue.settle(messages, failed_ids(handler, queue.event(messages)))
            except (BotoCoreError, ClientError):
                log.exception("queue %s", queue.name)
                self._stopping.wait(LONG_POLL_S)

    def _repeat(self, name: str, handler: Handler, every_s: float) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                handler(scheduled_event(name), context(name))
            except Exception:
                log.exception("schedule %s", name)
            self._stopping.wait(max(0.0, every_s - (time.monotonic() - began)))


@dataclass(slots=True)
class Queue:
    """One SQS queue of the emulator, by name."""

    endpoint: str
    name: str
    batch_size: int
    _sqs: Any = None
    _url: str = ""

    def receive(self) -> Sequence[Message]:
        if self._sqs is None:
            self._sqs = resources.client("sqs", self.endpoint)
            self._url = self._sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(self.batch_size, BATCH_AT_MOST),
            WaitTimeSeconds=LONG_POLL_S,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages: Sequence[Message] = answer.get("Messages", [])
        return messages

    def event(self, messages: Iterable[Message]) -> dict[str, Any]:
        """The event that Lambda hands a consumer for these messages."""
        arn = f"arn:aws:sqs:{REGION}:000000000000:{self.name}"
        return {"Records": [_record(message, arn) for message in messages]}

    def settle(self, messages: Iterable[Message], failed: frozenset[str]) -> None:
        """What succeeded is gone; what failed comes back, until the dead-letter queue takes it."""
        for message in messages:
            receipt = {"QueueUrl": self._url, "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                self._sqs.change_message_visibility(**receipt, VisibilityTimeout=RETRY_AFTER_S)
            else:
                self._sqs.delete_message(**receipt)


def failed_ids(handler: Handler, event: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the messages that must be delivered again, after Lambda's partial-batch rules.

    All of them when the handler raises or names an id that is empty or not in the batch.
    """
    everything = frozenset(str(record["messageId"]) for record in event["Records"])
    try:
        answer = handler(event, context("consumer"))
    except Exception:
        log.exception("consumer")
        return everything
    failures = answer.get("batchItemFailures", []) if isinstance(answer, Mapping) else []
    named = frozenset(str(failure.get("itemIdentifier") or "") for failure in failures)
    return everything if named - everything else named


def scheduled_event(name: str) -> dict[str, Any]:
    """The event that EventBridge sends for a schedule."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:000000000000:rule/{name}"],
        "detail": {},
    }


def context(name: str) -> LambdaContext:
    return LambdaContext(name, memory_size=512, max_runtime_ms=FUNCTION_TIMEOUT_MS)


def _record(message: Message, arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {"stringValue": value.get("StringValue"), "dataType": value["DataType"]}
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }


def _queue_name(source: SQSEventConfig) -> str:
    return str(source.queue or str(source.queue_arn).rpartition(":")[2])


def _expression(source: ScheduledEventConfig) -> str:
    expression = source.schedule_expression
    return expression if isinstance(expression, str) else str(expression.to_string())


def _ticks_between(expression: str) -> int:
    """1 for what runs by the minute in production; more for what runs by the hour or less."""
    return 1 if "minute" in expression and expression.startswith("rate") else SLOW_SCHEDULE_TICKS
