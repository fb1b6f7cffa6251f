"""A library's endpoint: where its system is told what happens, until it no longer answers."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.delivery import Delivery, NoticeType
from chalicelib.domain.ids import DeliveryId, LibraryId

DISABLED_AFTER = timedelta(days=5)  # of failures and nothing else


# What a library can ask for; a test it always gets, and of its own end it hears by mail.
SUBSCRIBABLE = frozenset(NoticeType) - {NoticeType.ENDPOINT_TEST, NoticeType.ENDPOINT_DISABLED}


class DisabledBecause(StrEnum):
    """Why an endpoint is told nothing any more."""

    GONE = "gone"  # it answered 410
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a library is told, of what, and the secret it is signed with; `secret` is ours.

    `failing_since` is the first failure after the last success. `version` moves with every change.
    """

    library: LibraryId
    url: str
    types: frozenset[NoticeType]
    secret: bytes = field(repr=False)
    created_at: datetime
    failing_since: datetime | None = None
    disabled_at: datetime | None = None
    disabled_because: DisabledBecause | None = None
    version: int = 0

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    def wants(self, type_: NoticeType) -> bool:
        """Whether it asked for these; a test it always gets."""
        return type_ is NoticeType.ENDPOINT_TEST or type_ in self.types


def answered_well(endpoint: Endpoint) -> Endpoint:
    """The endpoint after a delivery that it took."""
    return replace(endpoint, failing_since=None)


def failed(endpoint: Endpoint, *, at: datetime, is_gone: bool = False) -> Endpoint:
    """The endpoint after a delivery that it did not take; disabled when that is enough."""
    since = endpoint.failing_since or at
    failing = replace(endpoint, failing_since=since)
    if is_gone:
        return replace(failing, disabled_at=at, disabled_because=DisabledBecause.GONE)
    if at - since >= DISABLED_AFTER:
        return replace(failing, disabled_at=at, disabled_because=DisabledBecause.FAILING)
    return failing


def notice_of_end(endpoint: Endpoint) -> Delivery | None:
    """What the library is owed when its endpoint was disabled: once for each time."""
    at = endpoint.disabled_at
    if at is None:
        return None
    named = DeliveryId(f"dlv_{endpoint.library}-{at:%Y%m%d%H%M%S%f}")
    return Delivery(named, endpoint.library, NoticeType.ENDPOINT_DISABLED, at, due_at=at)
