"""What a step tells libraries: one pure function of what it changed, saved with the step itself.

A library hears of those it knows, and never of what it did itself.
"""

import hashlib
from collections.abc import Iterator

from chalicelib.domain.delivery import Delivery, NoticeType
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import DeliveryId, PlacementId
from chalicelib.domain.placement import COUNTS_A_SEAT, Placement, State
from chalicelib.domain.step import Step

_LIBRARY_ROLES = frozenset({"library", "library_staff", "library_admin"})
# She comes, or waits: the library counts on her. While a seat is offered to her she waits still.
_EXPECTED = COUNTS_A_SEAT | {State.WAITLISTED}
_STILL_FINE = _EXPECTED | {State.COMPLETED}


def notices(step: Step) -> tuple[Delivery, ...]:
    """What this step owes libraries, due when it happened; the same step owes the same.

    When she is erased, every library that ever knew of her is told, so that it forgets her too.
    """
    if step.referral.erased_at is not None:
        known = (p for p in step.referral.placements if p.is_known_to_library)
        return tuple(_delivery(step, NoticeType.REFERRAL_WITHDRAWN, p) for p in known)
    own = {event.placement_id for event in step.events if _is_librarys(event)}
    found = (
        _notice(step, before, after) for before, after in _net_changes(step) if after.id not in own
    )
    return (*(notice for notice in found if notice is not None), *_nudges(step))


def _notice(step: Step, before: Placement, after: Placement) -> Delivery | None:
    comes_now = after.state in _EXPECTED and before.state not in _EXPECTED
    takes_her_seat = before.state is State.SEAT_OFFERED and after.state in {
        State.HELD,
        State.CONFIRMED,
    }
    if comes_now or takes_her_seat:
        return _delivery(step, NoticeType.REFERRAL_ACCEPTED, after)
    if before.state in _EXPECTED and after.state not in _STILL_FINE:
        is_taken_back = step.referral.withdrawal is not None
        kind = NoticeType.REFERRAL_WITHDRAWN if is_taken_back else NoticeType.PLACEMENT_CANCELLED
        return _delivery(step, kind, after)
    return None


def _net_changes(step: Step) -> Iterator[tuple[Placement, Placement]]:
    """Each placement that moved, as it was before the step and as it is after."""
    first: dict[PlacementId, Placement] = {}
    for change in step.changes:
        first.setdefault(change.placement.id, change.before)
    for placement_id, before in first.items():
        yield before, step.referral.placement(placement_id)


def _nudges(step: Step) -> Iterator[Delivery]:
    for event in step.events:
        if event.kind is EventKind.LIBRARY_NUDGED and event.placement_id is not None:
            placement = step.referral.placement(event.placement_id)
            yield _delivery(step, NoticeType.PLACEMENT_WAITING, placement)


def _delivery(step: Step, kind: NoticeType, placement: Placement) -> Delivery:
    version = 1 if step.before is None else step.before.version + 1
    named = f"{step.referral.id} {version} {placement.id} {kind}"
    at = step.referral.updated_at
    return Delivery(
        id=DeliveryId("dlv_" + hashlib.sha256(named.encode()).hexdigest()[:24]),
        library=placement.library,
        type=kind,
        happened_at=at,
        placement_id=placement.id,
        activity_id=placement.activity_id,
        status=placement.state,
        due_at=at,
    )


def _is_librarys(event: Event) -> bool:
    return event.kind is EventKind.PLACEMENT_MOVED and event.actor.role in _LIBRARY_ROLES
