"""Recount: seats are counted as they are taken and given back; at night they are counted anew.

A counter that is off by one keeps somebody out, or lets one too many in. Nothing here relies on the
counter: it is held against the placements themselves, each read consistently.
"""

import zlib
from dataclasses import dataclass

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.usecases.ports import Metric, Ports, ReferralKey


@dataclass(frozen=True, slots=True)
class Drift:
    """A counter that says another number than placements hold seats."""

    activity_id: ActivityId
    counted: int
    held: int


def recount(*, part: int, of: int, ports: Ports) -> int:
    """The counters of this part of all activities are right; by how many seats they were wrong.

    The list of who is placed on an activity lags behind by moments. So what looks wrong is looked
    at twice, and put right only where it was wrong by the same both times and nobody has moved the
    counter since; anything else is left to the next night.
    """
    activities = [a for a in ports.activities.all_active() if _part(a.id, of) == part]
    first = [drift for a in activities if (drift := _drift(a, ports=ports)) is not None]
    mended = [drift for drift in first if _is_mended(drift, ports=ports)]
    seats = sum(abs(drift.counted - drift.held) for drift in mended)
    ports.meter.note(Metric.SEAT_DRIFT, seats)
    return seats


def _part(activity_id: ActivityId, of: int) -> int:
    return zlib.crc32(activity_id.encode()) % of


def _is_mended(drift: Drift, *, ports: Ports) -> bool:
    if _drift(ports.activities.get(drift.activity_id), ports=ports) != drift:
        return False
    return ports.activities.mend_taken(drift.activity_id, seen=drift.counted, held=drift.held)


def _drift(activity: Activity, *, ports: Ports) -> Drift | None:
    held = sum(_holds(*each, ports=ports) for each in ports.referrals.live_on(activity.id))
    counted = activity.seats.taken
    return None if counted == held else Drift(activity.id, counted, held)


def _holds(key: ReferralKey, placement_id: PlacementId, *, ports: Ports) -> bool:
    try:
        return ports.referrals.get(key).placement(placement_id).seat_counted
    except (NotFound, Gone):
        return False
