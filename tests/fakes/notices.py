"""Endpoints of libraries and what they are told, in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock

from chalicelib.domain.delivery import Delivery
from chalicelib.domain.endpoint import Endpoint
from chalicelib.domain.errors import Fault, InvalidRequest, NotFound, StaleVersion
from chalicelib.domain.ids import DeliveryId, LibraryId
from chalicelib.usecases.ports import DeliveryQuery, Page

_CURSOR = "before "


class FakeDeliveries:
    def __init__(self) -> None:
        self._lock = RLock()
        self._by_id: dict[DeliveryId, Delivery] = {}

    def get(self, delivery_id: DeliveryId) -> Delivery:
        try:
            return self._by_id[delivery_id]
        except KeyError:
            raise NotFound(delivery_id) from None

    def add(self, deliveries: Iterable[Delivery]) -> None:
        with self._lock:
            self._by_id |= {delivery.id: delivery for delivery in deliveries}

    def save(self, delivery: Delivery) -> None:
        with self._lock:
            if self.get(delivery.id).version != delivery.version:
                raise StaleVersion(delivery.id)
            self._by_id[delivery.id] = replace(delivery, version=delivery.version + 1)

    def of(self, query: DeliveryQuery) -> Page[Delivery]:
        by_position = {
            _position(delivery): delivery
            for delivery in self._by_id.values()
            if delivery.library == query.library
            and (query.since is None or query.since <= delivery.happened_at)
            and (query.until is None or delivery.happened_at < query.until)
        }
        before = "~" if query.cursor is None else _read_cursor(query.cursor)
        positions = sorted((p for p in by_position if p < before), reverse=True)
        page = positions[: query.page_size]
        cursor = _CURSOR + page[-1] if len(positions) > len(page) else None
        return Page(tuple(by_position[position] for position in page), cursor)

    def due(self, *, at: datetime, limit: int) -> Iterable[DeliveryId]:
        owed = [(d.due_at, d.id) for d in self._by_id.values() if d.due_at and d.due_at <= at]
        return tuple(id_ for _, id_ in sorted(owed)[:limit])

    def all(self) -> tuple[Delivery, ...]:
        """Everything anybody was ever owed, in the order in which it came."""
        return tuple(self._by_id.values())


class FakeEndpoints:
    def __init__(self, deliveries: FakeDeliveries) -> None:
        self._lock = RLock()
        self._deliveries = deliveries
        self._by_library: dict[LibraryId, Endpoint] = {}

    def get(self, library: LibraryId) -> Endpoint | None:
        return self._by_library.get(library)

    def save(self, endpoint: Endpoint, *, owing: Delivery | None = None) -> None:
        with self._lock:
            current = self._by_library.get(endpoint.library)
            if (current.version if current else 0) != endpoint.version:
                raise StaleVersion(endpoint.library)
            self._by_library[endpoint.library] = replace(endpoint, version=endpoint.version + 1)
            self._deliveries.add([] if owing is None else [owing])

    def remove(self, library: LibraryId) -> None:
        self._by_library.pop(library, None)


def _position(delivery: Delivery) -> str:
    return f"{delivery.happened_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}#{delivery.id}"


def _read_cursor(cursor: str) -> str:
    if not cursor.startswith(_CURSOR):
        raise InvalidRequest([Fault("cursor", "bad_cursor")])
    return cursor.removeprefix(_CURSOR)
