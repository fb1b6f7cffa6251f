"""What libraries are told: each an item of its own, due in the index of clocks."""

from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from itertools import islice

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.cursor import cursor_after, no_cursor, position_of
from chalicelib.adapters.dynamo.items import DeliveryItem
from chalicelib.adapters.dynamo.tables import Place, Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.delivery import Delivery
from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.ids import DeliveryId
from chalicelib.usecases.ports import DeliveryQuery, Page

_LAST = "~"  # sorts behind every position


class DynamoDeliveries:
    """The port Deliveries, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def get(self, delivery_id: DeliveryId) -> Delivery:
        item = self._tables.read(DeliveryItem, keys.delivery(delivery_id), keys.DELIVERY)
        if item is None:
            raise NotFound(delivery_id)
        return _delivery(item)

    @temporary()
    def add(self, deliveries: Iterable[Delivery]) -> None:
        to = Transaction(self._tables)
        for delivery in deliveries:
            to.put(delivery_item(delivery))
        to.commit()

    @temporary()
    def save(self, delivery: Delivery) -> None:
        item = delivery_item(delivery, version=delivery.version + 1)
        as_read = DeliveryItem.version == delivery.version
        to = Transaction(self._tables)
        to.write(item, Guard(as_read, StaleVersion(delivery.id)))
        to.commit()

    @temporary()
    def of(self, query: DeliveryQuery) -> Page[Delivery]:
        entries = self._tables.query(
            DeliveryItem,
            keys.library_deliveries(query.library),
            where=_span(query),
            index=keys.BY_LIBRARY,
            page_size=query.page_size + 1,
            newest_first=True,
        )
        found = list(islice(entries, query.page_size + 1))
        page = found[: query.page_size]
        # The index lags; what it names is read as it is now.
        places = [Place(DeliveryItem, entry.PK, entry.SK) for entry in page]
        items = self._tables.read_many(places)
        deliveries = tuple(_delivery(items[place]) for place in places if place in items)
        is_more = len(found) > query.page_size
        return Page(deliveries, cursor_after(page[-1].g4sk) if is_more else None)

    @temporary()
    def due(self, *, at: datetime, limit: int) -> Iterable[DeliveryId]:
        """The longest overdue first."""
        shards = [
            islice(
                self._tables.query(
                    DeliveryItem,
                    keys.due_delivery_shard(number),
                    where=DeliveryItem.indexed_due_at <= keys.instant(at),
                    index=keys.BY_DUE,
                    page_size=limit,
                ),
                limit,
            )
            for number in range(keys.DUE_DELIVERY_SHARDS)
        ]
        entries = merge(*shards, key=lambda entry: entry.indexed_due_at)
        return tuple(keys.delivery_id(entry.PK) for entry in islice(entries, limit))


def delivery_item(delivery: Delivery, *, version: int = 0) -> DeliveryItem:
    """The delivery as it is stored: with the others of its library, and by what it owes when."""
    forgotten_at = delivery.happened_at + keys.DELIVERY_IS_REMEMBERED
    due_at = delivery.due_at
    return DeliveryItem(
        keys.delivery(delivery.id),
        keys.DELIVERY,
        g4pk=keys.library_deliveries(delivery.library),
        g4sk=keys.by_happened(delivery.happened_at, delivery.id),
        due=None if due_at is None else keys.due_delivery(delivery.id),
        indexed_due_at=None if due_at is None else keys.instant(due_at),
        ttl=int(forgotten_at.timestamp()),
        **(codec.attributes(delivery) | {"version": version}),
    )


def _delivery(item: DeliveryItem) -> Delivery:
    return codec.thing(Delivery, item.attribute_values)


def _span(query: DeliveryQuery) -> Condition:
    first = " " if query.since is None else keys.instant(query.since)
    last = _LAST if query.until is None else keys.instant(query.until)
    if query.cursor is not None:
        position = position_of(query.cursor)
        if not keys.is_position(position):
            raise no_cursor()
        last = min(last, position)
    # Both ends count in BETWEEN; no position is as short as an instant, so none equals `first`.
    return DeliveryItem.g4sk.between(first, max(first, _before(last)))


def _before(position: str) -> str:
    """The greatest text that sorts before this one, for positions as they are here."""
    return position if position == _LAST else position[:-1] + chr(ord(position[-1]) - 1) + _LAST
