"""Notify: a library is told what it is owed: by its endpoint, else by mail.

Claimed first, then told, then recorded. Whoever is cut off in between tells it again: the id in
the headers is the same, and a library that has seen it before knows.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.delivery import (
    Delivery,
    DeliveryState,
    NoticeType,
    body,
    claimed,
    ended,
    put_off,
    retry_after,
)
from chalicelib.domain.endpoint import Endpoint, answered_well, failed, notice_of_end
from chalicelib.domain.errors import Ambiguous, Gone, NotFound, Permanent, StaleVersion, Temporary
from chalicelib.domain.ids import DeliveryId
from chalicelib.domain.placement import State
from chalicelib.domain.signing import signed_headers
from chalicelib.usecases.mailing import mail
from chalicelib.usecases.ports import Answered, Call, Ports

_GONE = 410
_ASKS_FOR_HER = frozenset({NoticeType.REFERRAL_ACCEPTED, NoticeType.PLACEMENT_WAITING})
_ROUNDS = 8
_MOST_READ = 1024  # bytes of an answer: nothing in it matters to us


def notify(delivery_id: DeliveryId, *, ports: Ports) -> None:
    """The library was told, or will be later, or nobody is there to tell.

    Harmless when nothing is owed, when called twice at once, or a day late.
    """
    try:
        ours = claimed(ports.deliveries.get(delivery_id), at=ports.now())
    except NotFound:
        return
    if ours is None:
        return
    # Whoever writes first tells it; after our lease somebody else may have.
    with suppress(StaleVersion):
        ports.deliveries.save(ours)
        ours = replace(ours, version=ours.version + 1)
        ports.deliveries.save(_told(ours, ports=ports))


def sweep_deliveries(*, ports: Ports, limit: int = 200) -> int:
    """Everything owed and due is on its way again, whatever the queue lost; how many there were.

    A call may take long, so each goes to the queue; only while that is away are they made here.
    """
    due = list(ports.deliveries.due(at=ports.now(), limit=limit))
    for delivery_id in due:
        try:
            ports.queue.delivery_due(delivery_id)
        except Temporary:
            notify(delivery_id, ports=ports)
    return len(due)


def _told(delivery: Delivery, *, ports: Ports) -> Delivery:
    if _is_overtaken(delivery, ports=ports):
        return _dropped(delivery, "overtaken", ports=ports)
    endpoint = ports.endpoints.get(delivery.library)
    is_test = delivery.type is NoticeType.ENDPOINT_TEST
    if endpoint is None or not (endpoint.is_enabled or is_test):
        return _by_mail(delivery, ports=ports)
    if not endpoint.wants(delivery.type):
        return _dropped(delivery, "not_wanted", ports=ports)
    try:
        answered = ports.outgoing.call(_call(delivery, endpoint, ports=ports))
    except (Permanent, Temporary, Ambiguous) as error:
        _change(endpoint, lambda now: failed(now, at=ports.now()), ports=ports)
        return put_off(delivery, at=ports.now(), outcome=str(error))
    return _answered(delivery, endpoint, answered, ports=ports)


def _is_overtaken(delivery: Delivery, *, ports: Ports) -> bool:
    """Whether it asks for somebody who does not come any more: nobody is to call her about it."""
    if delivery.placement_id is None or delivery.type not in _ASKS_FOR_HER:
        return False
    try:
        referral = ports.referrals.of_placement(delivery.placement_id, library=delivery.library)
    except (NotFound, Gone):
        return True
    is_waiting = referral.placement(delivery.placement_id).state is State.HELD
    is_nudge = delivery.type is NoticeType.PLACEMENT_WAITING
    return referral.withdrawal is not None or (is_nudge and not is_waiting)


def _call(delivery: Delivery, endpoint: Endpoint, *, ports: Ports) -> Call:
    sent = body(delivery)
    signed = signed_headers(delivery.id, sent, endpoint.secret, at=ports.now())
    headers = {"Content-Type": "application/json", **signed}
    return Call("POST", endpoint.url, headers=headers, body=sent, most_bytes=_MOST_READ)


def _answered(
    delivery: Delivery, endpoint: Endpoint, answered: Answered, *, ports: Ports
) -> Delivery:
    now, outcome = ports.now(), str(answered.status)
    if 200 <= answered.status < 300:
        _change(endpoint, answered_well, ports=ports)
        return ended(delivery, DeliveryState.DELIVERED, at=now, outcome=outcome)
    is_gone = answered.status == _GONE
    _change(endpoint, lambda current: failed(current, at=now, is_gone=is_gone), ports=ports)
    if is_gone:
        return ended(delivery, DeliveryState.FAILED, at=now, outcome=outcome)
    pause = retry_after(answered.headers)
    return put_off(delivery, at=now, outcome=outcome, retry_after=pause)


def _change(endpoint: Endpoint, change: Callable[[Endpoint], Endpoint], *, ports: Ports) -> None:
    """The endpoint as the change makes it, if it still is that one; its end is told by mail."""
    for _ in range(_ROUNDS):
        current = ports.endpoints.get(endpoint.library)
        if current is None or not current.is_enabled or current.url != endpoint.url:
            return
        changed = change(current)
        if changed == current:
            return
        with suppress(StaleVersion):
            ports.endpoints.save(changed, owing=notice_of_end(changed))
            return


def _by_mail(delivery: Delivery, *, ports: Ports) -> Delivery:
    """What somebody must know or answer goes by mail; what is only news, to nobody."""
    try:
        address = ports.libraries.get(delivery.library).contact.email
    except NotFound:
        address = None
    written = mail(delivery, ports=ports)
    if written is None:
        return _dropped(delivery, "no_endpoint", ports=ports)
    if address is None or ports.mailer is None:
        return _dropped(delivery, "no_address", ports=ports)
    try:
        ports.mailer.send(address, subject=written.subject, text=written.text)
    except Temporary:
        return put_off(delivery, at=ports.now(), outcome="mail_waits")
    except Permanent:
        return ended(delivery, DeliveryState.FAILED, at=ports.now(), outcome="mail_refused")
    return ended(delivery, DeliveryState.MAILED, at=ports.now(), outcome="mailed")


def _dropped(delivery: Delivery, why: str, *, ports: Ports) -> Delivery:
    return ended(delivery, DeliveryState.DROPPED, at=ports.now(), outcome=why)
