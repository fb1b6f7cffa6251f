"""A delivery: one thing a library is told, and how far the telling is.

It may arrive twice, never not at all while there is somebody who answers: three days of attempts,
further and further apart. The body is the same in each, so its id and signature tell repeats.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chalicelib.domain.ids import ActivityId, DeliveryId, LibraryId, PlacementId
from chalicelib.domain.placement import State

# Longer than one attempt (15 s) and what is written round it.
LEASE = timedelta(seconds=60)
# Pauses between attempts; with jitter between 2.5 and 3.5 days in all.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=18),
    timedelta(hours=22),
)
JITTER = 0.2  # each pause up to a fifth shorter or longer
LONGEST_PAUSE = timedelta(days=1)  # whatever Retry-After asks for
KEPT_ATTEMPTS = 20


class NoticeType(StrEnum):
    """What a library can be told."""

    REFERRAL_ACCEPTED = "referral.accepted"  # somebody comes, or waits
    PLACEMENT_CANCELLED = "placement.cancelled"  # she comes no more
    REFERRAL_WITHDRAWN = "referral.withdrawn"  # her municipality took it back
    PLACEMENT_WAITING = "placement.waiting"  # the library has not answered yet
    ENDPOINT_TEST = "endpoint.test"
    ENDPOINT_DISABLED = "endpoint.disabled"  # by mail: there is no other way left


class DeliveryState(StrEnum):
    """How far it is."""

    PENDING = "pending"
    DELIVERED = "delivered"
    MAILED = "mailed"  # there was no endpoint, and somebody reads mail
    FAILED = "failed"
    DROPPED = "dropped"  # nobody to tell


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when, and the status that came back or the code of what went wrong."""

    at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing for one library: ids and states only.

    `tried` counts attempts since it was last made due; `due_at` None when nothing is owed.
    `version` moves with every change.
    """

    id: DeliveryId
    library: LibraryId
    type: NoticeType
    happened_at: datetime
    placement_id: PlacementId | None = None
    activity_id: ActivityId | None = None
    status: State | None = None
    state: DeliveryState = DeliveryState.PENDING
    due_at: datetime | None = None
    tried: int = 0
    attempts: tuple[Attempt, ...] = ()
    version: int = 0


def body(delivery: Delivery) -> bytes:
    """What is sent, the same at every attempt: thin, so that who reads it must ask for the rest."""
    about = {
        "placementId": delivery.placement_id,
        "activityId": delivery.activity_id,
        "status": delivery.status,
    }
    happened = delivery.happened_at.astimezone(UTC).isoformat(timespec="seconds")
    whole = {
        "type": delivery.type,
        "timestamp": happened.replace("+00:00", "Z"),
        "data": {name: value for name, value in about.items() if value is not None},
    }
    return json.dumps(whole, separators=(",", ":")).encode()


def claimed(delivery: Delivery, *, at: datetime) -> Delivery | None:
    """The delivery under a lease, or None when there is nothing to do now.

    Who claims and is cut off has perhaps sent it: it comes again, as the standard allows.
    """
    is_due = delivery.due_at is not None and delivery.due_at <= at
    if delivery.state is not DeliveryState.PENDING or not is_due:
        return None
    return replace(delivery, due_at=at + LEASE, tried=delivery.tried + 1)


def ended(delivery: Delivery, state: DeliveryState, *, at: datetime, outcome: str) -> Delivery:
    """The delivery with nothing owed any more, and why."""
    return replace(_noted(delivery, at, outcome), state=state, due_at=None)


def put_off(
    delivery: Delivery, *, at: datetime, outcome: str, retry_after: timedelta | None = None
) -> Delivery:
    """The delivery due again later, or failed after the last attempt.

    Never sooner than they asked for, and never later than a day.
    """
    if delivery.tried > len(PAUSES):
        return ended(delivery, DeliveryState.FAILED, at=at, outcome=outcome)
    pause = max(_pause(delivery), min(retry_after or timedelta(0), LONGEST_PAUSE))
    return replace(_noted(delivery, at, outcome), due_at=at + pause)


def replayed(delivery: Delivery, *, at: datetime) -> Delivery:
    """The delivery due at once, from the beginning, under the same id."""
    return replace(delivery, state=DeliveryState.PENDING, due_at=at, tried=0)


def _noted(delivery: Delivery, at: datetime, outcome: str) -> Delivery:
    attempts = (*delivery.attempts, Attempt(at, outcome))[-KEPT_ATTEMPTS:]
    return replace(delivery, attempts=attempts)


def _pause(delivery: Delivery) -> timedelta:
    """The next pause; its jitter follows from the id, so that all who failed at once spread out."""
    chance = zlib.crc32(f"{delivery.id} {delivery.tried}".encode()) / 2**32
    return PAUSES[delivery.tried - 1] * (1 - JITTER + 2 * JITTER * chance)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long they ask us to wait, where they say so in seconds."""
    written = headers.get("retry-after", "").strip()
    if not (written.isascii() and written.isdigit()) or len(written) > 9:
        return None
    return timedelta(seconds=int(written))
