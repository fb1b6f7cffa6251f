"""Whether anything broke: counted from the tables, the queues and the texts, not from answers."""

import json
import os
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from chalicelib import wiring
from chalicelib.adapters.dynamo import keys
from chalicelib.config import settings_from
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import ActivityId, MessageId
from chalicelib.domain.message import MessageState
from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import ReferralKey
from tools.load.crowd import FIRST_NUMBER, Crowd
from tools.local import resources
from tools.local.identity import of_this_machine
from tools.local.paths import IDENTITY
from tools.local.settings import Choices, environment
from tools.local.stack import LocalStack

QUIET_WITHIN_S = 300
WENT = frozenset({MessageState.SENT, MessageState.DELIVERED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim: how much was looked at, and what speaks against it."""

    claim: str
    looked_at: str
    against: Sequence[str]

    @property
    def holds(self) -> bool:
        return not self.against


@dataclass(frozen=True, slots=True)
class Accepted:
    """One text that the provider took, and of which message the tables say that it is."""

    number: str
    message: MessageId | None


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that is stored of the crowd, once it is quiet."""

    referrals: Sequence[Referral]
    activities: Mapping[ActivityId, Activity]
    texts: Sequence[Accepted]
    dead_letters: Mapping[str, int]
    is_quiet: bool


def judge(crowd: Crowd) -> Sequence[Verdict]:
    """Every claim, when nothing is under way any more."""
    found = _when_quiet(crowd.stage.service.stack)
    return [
        _none_lost(crowd, found),
        _none_doubled(crowd, found),
        _none_overbooked(found),
        _counters_are_right(found),
        _no_text_twice(crowd, found),
        _all_defined(found),
        Verdict(
            "nothing in a dead-letter queue",
            f"{len(found.dead_letters)} queues",
            [f"{name}: {count}" for name, count in found.dead_letters.items() if count],
        ),
    ]


def _none_lost(crowd: Crowd, found: Found) -> Verdict:
    stored = {referral.id for referral in found.referrals}
    lost = [id_ for id_ in crowd.referred.values() if id_ not in stored]
    return Verdict("0 lost", f"{len(crowd.referred)} answered with 201", lost)


def _none_doubled(crowd: Crowd, found: Found) -> Verdict:
    """As many as were asked for, each under its own reference, however often it was asked."""
    times = Counter(referral.client_reference for referral in found.referrals)
    doubled = [f"{reference}: {count}" for reference, count in times.items() if count > 1]
    known = set(crowd.referred.values())
    nobodys = [str(referral.id) for referral in found.referrals if referral.id not in known]
    return Verdict("0 doubled", f"{len(found.referrals)} stored", doubled + nobodys)


def _none_overbooked(found: Found) -> Verdict:
    limited = [a for a in found.activities.values() if a.seats.capacity is not None]
    over = [
        f"{activity.id}: {activity.seats}"
        for activity in limited
        if activity.seats.taken + activity.seats.taken_elsewhere > (activity.seats.capacity or 0)
    ]
    return Verdict("0 overbooked", f"{len(limited)} activities with a number of seats", over)


def _counters_are_right(found: Found) -> Verdict:
    counted = Counter(
        p.activity_id for referral in found.referrals for p in referral.placements if p.seat_counted
    )
    wrong = [
        f"{id_}: {activity.seats.taken} taken, {counted[id_]} counted"
        for id_, activity in found.activities.items()
        if activity.seats.taken != counted[id_]
    ]
    return Verdict(
        "seat counters equal a recount",
        f"{counted.total()} seats of {len(found.activities)} activities",
        wrong,
    )


def _no_text_twice(crowd: Crowd, found: Found) -> Verdict:
    """Each text that was accepted is another one that was owed, and all that are noted went.

    Two may read alike: a second offer can begin with what is left of the first.
    """
    numbers = {f"+316{FIRST_NUMBER + number}": id_ for number, id_ in crowd.referred.items()}
    accepted = [text for text in found.texts if text.number in numbers]
    times = Counter(text.message for text in accepted)
    against = [f"{message or 'nobody'}: {n} times" for message, n in times.items() if n > 1]
    against += [f"to {numbers[t.number]}: unknown here" for t in accepted if t.message is None]
    went = {m.id for referral in found.referrals for m in referral.messages if m.state in WENT}
    against += [f"{message}: noted, and not accepted" for message in went - times.keys()]
    return Verdict("0 texts twice", f"{len(accepted)} texts that the provider accepted", against)


def _all_defined(found: Found) -> Verdict:
    """Each has ended, waits for something with a due time, or is a person's task."""
    unclear = []
    for referral in found.referrals:
        is_a_task = any(task.is_open for task in referral.tasks)
        if not referral.has_ended and referral.due_at is None and not is_a_task:
            unclear.append(f"{referral.id}: {referral.status}, and nothing is due")
    if not found.is_quiet:
        unclear.append(f"still at work after {QUIET_WITHIN_S} s")
    states = Counter(str(referral.status) for referral in found.referrals)
    said = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return Verdict("every referral in a defined state", said, unclear)


def _when_quiet(stack: LocalStack) -> Found:
    """What is stored when no text is under way and no queue holds anything; or when time is up."""
    ports, deadline = _ports(stack), time.monotonic() + QUIET_WITHIN_S
    while True:
        referrals = list(_referrals(stack, ports))
        is_quiet = not _under_way(referrals, ports) and not any(_waiting(stack, "").values())
        if is_quiet or time.monotonic() > deadline:
            break
        time.sleep(2)
    ids = {p.activity_id for referral in referrals for p in referral.placements}
    return Found(
        referrals=referrals,
        activities=ports.activities.get_many(ids),
        texts=list(_texts(stack, ports)),
        dead_letters=_waiting(stack, "-dead"),
        is_quiet=is_quiet,
    )


def _under_way(referrals: Iterable[Referral], ports: Any) -> bool:
    now = ports.now()
    return any(referral.due_at is not None and referral.due_at <= now for referral in referrals)


def _ports(stack: LocalStack) -> Any:
    """The service's own ports, in this process."""
    choices = Choices(port=0, state=IDENTITY)
    settings = environment(
        choices,
        outputs=stack.outputs,
        endpoint=stack.endpoint,
        base_url=stack.base_url,
        identity=of_this_machine(IDENTITY),
    )
    os.environ.update({name: value for name, value in settings.items() if name.startswith("AWS_")})
    wired = wiring.Wired(settings_from(settings))
    wired.now = stack.clock.now
    return wired


def _referrals(stack: LocalStack, ports: Any) -> Iterator[Referral]:
    """Every referral whose root is in the table, read whole; indexes are not asked."""
    pages = resources.client("dynamodb", stack.endpoint).get_paginator("scan")
    for page in pages.paginate(
        TableName=stack.outputs["CoreTableName"],
        FilterExpression="SK = :root",
        ExpressionAttributeValues={":root": {"S": keys.REFERRAL}},
        ProjectionExpression="PK",
    ):
        for item in page["Items"]:
            key: ReferralKey = keys.referral_key(item["PK"]["S"])
            yield ports.referrals.get(key)


def _texts(stack: LocalStack, ports: Any) -> Iterator[Accepted]:
    address = f"{stack.endpoint}/_ministack/sns/sms-messages"
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own http address
        by_number = json.load(response)["sms_messages"]
    for number, texts in by_number.items():
        for text in texts:
            message = None
            with suppress(NotFound):
                _, message = ports.referrals.of_receipt(text["MessageId"])
            yield Accepted(number, message)


def _waiting(stack: LocalStack, kind: str) -> Mapping[str, int]:
    """How many messages each queue holds; those that end so, without it those that do the work."""
    sqs = resources.client("sqs", stack.endpoint)
    urls = sqs.list_queues().get("QueueUrls", [])
    chosen = [url for url in urls if url.endswith("-dead") == (kind == "-dead")]
    return {url.rpartition("/")[2]: _held(sqs, url) for url in chosen}


def _held(sqs: Any, url: str) -> int:
    counts = sqs.get_queue_attributes(
        QueueUrl=url,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return sum(int(count) for count in counts.values())
