"""Where libraries are told what happens, and what they are owed of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.delivery import Delivery
from chalicelib.domain.endpoint import Endpoint
from chalicelib.domain.ids import DeliveryId, LibraryId
from chalicelib.usecases.ports.base import Page


@dataclass(frozen=True, slots=True)
class DeliveryQuery:
    """Which deliveries of a library: newest first, from `since` up to but not with `until`."""

    library: LibraryId
    since: datetime | None = None
    until: datetime | None = None
    page_size: int = 50
    cursor: str | None = None


class Endpoints(Protocol):
    """One endpoint a library, or none."""

    def get(self, library: LibraryId) -> Endpoint | None:
        """The endpoint as it is now, read consistently."""

    def save(self, endpoint: Endpoint, *, owing: Delivery | None = None) -> None:
        """It stands as given with the next version, and with it what is owed because of it.

        Raises:
            StaleVersion: somebody else wrote since it was read; version 0 is that there was none.
        """

    def remove(self, library: LibraryId) -> None:
        """The library has no endpoint any more."""


class Deliveries(Protocol):
    """What libraries are told; kept for thirty days. What a step owes is saved with the step."""

    def get(self, delivery_id: DeliveryId) -> Delivery:
        """The delivery as it is now, read consistently.

        Raises:
            NotFound: unknown, or forgotten.
        """

    def add(self, deliveries: Iterable[Delivery]) -> None:
        """These stand."""

    def save(self, delivery: Delivery) -> None:
        """It is as given, with the next version.

        Raises:
            StaleVersion: somebody else wrote since it was read.
        """

    def of(self, query: DeliveryQuery) -> Page[Delivery]:
        """Some of those of one library.

        Raises:
            InvalidRequest: the cursor is none of ours.
        """

    def due(self, *, at: datetime, limit: int) -> Iterable[DeliveryId]:
        """Deliveries that are owed at this time; may repeat, may lag, never forgets."""
