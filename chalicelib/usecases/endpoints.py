"""A library's endpoint: registered, tested, watched, and what it missed sent again."""

import base64
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from chalicelib.domain.caller import Caller
from chalicelib.domain.delivery import Delivery, DeliveryState, NoticeType, replayed
from chalicelib.domain.endpoint import SUBSCRIBABLE, Endpoint
from chalicelib.domain.errors import Fault, InvalidRequest, NotFound, StaleVersion, Temporary
from chalicelib.domain.ids import DeliveryId, LibraryId
from chalicelib.domain.library_secret import SECRET_BYTES
from chalicelib.usecases.own_library import admit_administrator
from chalicelib.usecases.ports import DeliveryQuery, Page, Ports

_ROUNDS = 8
_ID_BYTES = 15


@dataclass(frozen=True, slots=True)
class Kept:
    """An endpoint as it stands; `is_new` when its secret is to be shown, this once."""

    endpoint: Endpoint
    is_new: bool


def keep_endpoint(
    isil: LibraryId,
    url: str,
    types: Iterable[NoticeType] = SUBSCRIBABLE,
    *,
    caller: Caller,
    ports: Ports,
) -> Kept:
    """The library is told there from now on, also where it was disabled; its secret stays.

    Raises:
        NotFound: another library's. Forbidden: not an administrator. InvalidRequest: an address
        that is never called.
    """
    admit_administrator(isil, caller)
    fault = ports.outgoing.fault(url)
    if fault is not None:
        raise InvalidRequest([Fault("url", fault)])
    for _ in range(_ROUNDS):
        current = ports.endpoints.get(isil)
        wanted = _endpoint(isil, url, frozenset(types), current, ports=ports)
        with suppress(StaleVersion):
            ports.endpoints.save(wanted)
            return Kept(replace(wanted, version=wanted.version + 1), current is None)
    raise Temporary("others keep writing the same", retry_after_s=1)


def _endpoint(
    isil: LibraryId,
    url: str,
    types: frozenset[NoticeType],
    current: Endpoint | None,
    *,
    ports: Ports,
) -> Endpoint:
    return Endpoint(
        library=isil,
        url=url,
        types=types,
        secret=ports.random_bytes(SECRET_BYTES) if current is None else current.secret,
        created_at=ports.now() if current is None else current.created_at,
        version=0 if current is None else current.version,
    )


def read_endpoint(isil: LibraryId, *, caller: Caller, ports: Ports) -> Endpoint:
    """The endpoint of the caller's library.

    Raises:
        NotFound: it has none, or another library's. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)
    endpoint = ports.endpoints.get(isil)
    if endpoint is None:
        raise NotFound(isil)
    return endpoint


def remove_endpoint(isil: LibraryId, *, caller: Caller, ports: Ports) -> None:
    """The library has no endpoint; its secret is gone with it. Without one nothing changes.

    Raises:
        NotFound: another library's. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)
    ports.endpoints.remove(isil)


def try_endpoint(isil: LibraryId, *, caller: Caller, ports: Ports) -> Delivery:
    """A test is on its way, also to an endpoint that is disabled.

    Raises:
        NotFound: it has none, or another library's. Forbidden: not an administrator.
    """
    read_endpoint(isil, caller=caller, ports=ports)
    name = base64.b32encode(ports.random_bytes(_ID_BYTES)).decode().lower()
    now = ports.now()
    test = Delivery(DeliveryId(f"dlv_{name}"), isil, NoticeType.ENDPOINT_TEST, now, due_at=now)
    ports.deliveries.add([test])
    _hurry(test, ports=ports)
    return test


def list_deliveries(query: DeliveryQuery, *, caller: Caller, ports: Ports) -> Page[Delivery]:
    """What the caller's library was told, newest first.

    Raises:
        NotFound: another library's. Forbidden: not an administrator.
    """
    admit_administrator(query.library, caller)
    return ports.deliveries.of(query)


def replay(isil: LibraryId, delivery_id: DeliveryId, *, caller: Caller, ports: Ports) -> Delivery:
    """This is told again, at once and under the same id.

    Raises:
        NotFound: unknown, or another library's. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)
    for _ in range(_ROUNDS):
        delivery = ports.deliveries.get(delivery_id)
        if delivery.library != isil:
            raise NotFound(delivery_id)
        with suppress(StaleVersion):
            return _again(delivery, ports=ports)
    raise Temporary("others keep writing the same", retry_after_s=1)


def replay_range(query: DeliveryQuery, *, caller: Caller, ports: Ports) -> Page[Delivery]:
    """A page of what the library was told in that time is told again; what is under way is not.

    Raises:
        NotFound: another library's. Forbidden: not an administrator.
    """
    admit_administrator(query.library, caller)
    page = ports.deliveries.of(query)
    again = []
    for delivery in page.items:
        with suppress(StaleVersion):  # somebody is at it already
            if delivery.state is not DeliveryState.PENDING:
                again.append(_again(delivery, ports=ports))
    return Page(tuple(again), page.next_cursor)


def _again(delivery: Delivery, *, ports: Ports) -> Delivery:
    due = replayed(delivery, at=ports.now())
    ports.deliveries.save(due)
    _hurry(due, ports=ports)
    return replace(due, version=due.version + 1)


def _hurry(delivery: Delivery, *, ports: Ports) -> None:
    with suppress(Temporary):
        ports.queue.delivery_due(delivery.id)
