"""Lines of the audit as they are stored: each with the hash of the one before it in its own."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import AuditItem, LineItem, LookItem
from chalicelib.domain.chain import KEPT, Line, link
from chalicelib.domain.events import Event
from chalicelib.domain.looks import Look
from chalicelib.usecases.ports import ReferralKey

# Where a line stands, not what it says.
_AROUND = frozenset({"PK", "SK", "schema", "hash", "day", "ttl"})


def timeline_items(
    partition: str, version: int, events: Iterable[Event], before: str
) -> Iterator[AuditItem]:
    """The lines of one step, chained on to the hash `before`."""
    for number, event in enumerate(events):
        sort, says = keys.audit_line(version, number), codec.attributes(event)
        before = link(before, place(partition, sort), says)
        yield AuditItem(partition, sort, **_ends(partition, event.at, before), **says)


def look_item(key: ReferralKey, number: int, look: Look, before: str) -> LookItem:
    """The line of one look, chained on to the hash `before`."""
    partition, sort, says = keys.looks(key), keys.look(number), codec.attributes(look)
    hash_ = link(before, place(partition, sort), says)
    return LookItem(partition, sort, **_ends(partition, look.at, hash_), **says)


def line(item: LineItem) -> Line:
    """The line that an item holds."""
    stored = item.attribute_values
    return Line(
        chain=item.PK,
        place=place(item.PK, item.SK),
        at=datetime.fromisoformat(item.at),
        hash=item.hash,
        says={name: value for name, value in stored.items() if name not in _AROUND},
    )


def place(partition: str, sort: str) -> str:
    return f"{partition}/{sort}"


def _ends(partition: str, at: datetime, hash_: str) -> dict[str, Any]:
    day = at.astimezone(UTC).date()
    forgotten_at = int((at + KEPT).timestamp())
    return {"hash": hash_, "day": keys.audit_day_of(day, partition), "ttl": forgotten_at}
