"""Waiting: whoever stands at the head of a list is asked when a seat is free; nobody is passed by.

Promotion is by consent. The seat is counted in the write that offers it, so it is hers while she
thinks; a no or silence gives it back, and giving back makes the list due again in the same write.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from chalicelib.domain.answering import opened
from chalicelib.domain.errors import Gone, NotFound, SeatTaken, Temporary, WegwijsError
from chalicelib.domain.events import CLOCK
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import Happening, Placement, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.domain.waiting import Line, Standing, Ticket, can_ask, standing
from chalicelib.usecases.follow_up import gets_texts, owe
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.saving import settle
from chalicelib.usecases.wind_up import wind_up

# Nothing but the clock itself is relied on for a list that was made due in time; this is for
# what nobody thought of.
LOOK_AGAIN = timedelta(days=1)
_MOST_AT_ONCE = 50


def look_at(activity_id: ActivityId, *, ports: Ports) -> None:
    """What its list is due for was done: the next were asked, or all moved on from what stopped.

    Raises:
        Temporary: some are still to be asked or moved; the list stays due.
    """
    try:
        activity = ports.activities.get(activity_id)
    except NotFound:
        return
    if activity.status is ActivityStatus.INACTIVE:
        wind_up(activity, ports=ports)
    else:
        ask_the_next(activity_id, ports=ports)


def ask_the_next(activity_id: ActivityId, *, ports: Ports) -> int:
    """Whoever could be asked was asked, the head of the list first; how many that were.

    Harmless when nobody waits or no seat is free, when called twice at once, or a day late.

    Raises:
        Temporary: some may still be waiting that could be asked; the list stays due.
    """
    asked = 0
    for _ in range(_MOST_AT_ONCE):
        line = ports.waiting.line(activity_id)
        try:
            activity = ports.activities.get(activity_id)
        except NotFound:
            return asked
        if line.head is not None and can_ask(line, activity):
            asked += _ask(line.head, activity_id, ports=ports)
        elif ports.waiting.settled(activity_id, look_again_at=ports.now() + LOOK_AGAIN):
            return asked
    raise Temporary("more wait than are asked at once", retry_after_s=1)


def _ask(ticket: Ticket, activity_id: ActivityId, *, ports: Ports) -> bool:
    """Whether she was asked by us; a ticket of nobody who waits is taken off the list."""
    key = ReferralKey(ticket.organisation, ticket.referral_id)

    def decide(referral: Referral, names: Naming) -> Step:
        step, placement = begun(referral), _waiting(referral, ticket)
        return step if placement is None else _seat_offered(step, placement, names, ports)

    try:
        step = settle(lambda: ports.referrals.get(key), decide, ports=ports)
    except SeatTaken:
        return False  # somebody was quicker: whether another is free is looked at again
    except (NotFound, Gone):
        ports.waiting.drop(activity_id, ticket)
        return False
    if not step.changes:
        ports.waiting.drop(activity_id, ticket)
    return bool(step.changes)


def _waiting(referral: Referral, ticket: Ticket) -> Placement | None:
    """The placement that waits with this ticket; None when it left the list meanwhile."""
    for placement in referral.placements:
        if placement.id == ticket.placement_id and placement.ticket == ticket.number:
            return placement
    return None


def _seat_offered(step: Step, placement: Placement, names: Naming, ports: Ports) -> Step:
    """The seat is counted and hers to take; she is asked by text, else by a person."""
    at, id_ = ports.now(), placement.id
    step = moved(step, advance(placement, Happening.SEAT_OFFERED, at=at), actor=CLOCK)
    if gets_texts(step.referral):
        return owe(step, MessageKind.SEAT_FREE, names=names, ports=ports, placement_id=id_)
    return opened(step, TaskReason.SEAT_FREE, actor=CLOCK, at=at, placement_id=id_)


def sweep_lists(*, ports: Ports, limit: int = 100) -> int:
    """Every list that is due was looked at, whatever the queue lost; how many there were.

    Raises:
        Temporary: one of them could not be looked at; all others were.
    """
    due = list(ports.waiting.due(at=ports.now(), limit=limit))
    failed = [activity_id for activity_id in due if not _looked_at(activity_id, ports=ports)]
    if failed:
        raise Temporary(f"{len(failed)} of {len(due)} lists stay due: {failed[0]}")
    return len(due)


def _looked_at(activity_id: ActivityId, *, ports: Ports) -> bool:
    try:
        look_at(activity_id, ports=ports)
    except WegwijsError:
        return False
    return True


def standings(referrals: Iterable[Referral], *, ports: Ports) -> Mapping[PlacementId, Standing]:
    """Where each of these stands on each list that she waits on, as it is now."""
    waiting = [p for r in referrals for p in r.placements if p.state is State.WAITLISTED]
    lines: dict[ActivityId, Line] = {
        id_: ports.waiting.line(id_) for id_ in {p.activity_id for p in waiting}
    }
    activities = ports.activities.get_many(lines) if lines else {}
    found = {}
    for placement in waiting:
        activity = activities.get(placement.activity_id)
        stands = standing(lines[placement.activity_id], placement.id, activity)
        if stands is not None:
            found[placement.id] = stands
    return found
