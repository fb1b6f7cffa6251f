"""Meanwhile: whoever waits for one place has somewhere to go at once."""

from collections.abc import Mapping

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import ActivityStatus

WAITING = frozenset({State.WAITLISTED, State.SEAT_OFFERED})
_HERS = frozenset({State.ATTENDING, State.CONFIRMED, State.HELD})


def waits(referral: Referral) -> bool:
    """Whether she waits for a place that is not certain yet."""
    return any(placement.state in WAITING for placement in referral.placements)


def immediate(referral: Referral, activities: Mapping[ActivityId, Activity]) -> Placement | None:
    """Where she can go while she waits: a place of hers, else her best offer with a free seat."""
    hers = next((p for p in referral.placements if p.state in _HERS), None)
    if hers is not None:
        return hers
    free = [p for p in referral.open_proposals if is_immediate(activities.get(p.activity_id))]
    return min(free, key=lambda p: (-p.offered.score, p.id), default=None)


def is_immediate(activity: Activity | None) -> bool:
    """Whether somebody can have a seat there now."""
    if activity is None or activity.status is not ActivityStatus.ACTIVE:
        return False
    return activity.seats.has_room_for_the_next
