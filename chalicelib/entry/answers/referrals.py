"""Referrals as they are answered to who referred."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.meanwhile import WAITING, immediate
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import Referral
from chalicelib.domain.waiting import Standing
from chalicelib.entry.answers.base import instant
from chalicelib.entry.answers.catalogue import activity_answer
from chalicelib.entry.answers.matches import part_answer, reasons_answer
from chalicelib.usecases.ports import Words

Activities = Mapping[ActivityId, Activity]
Standings = Mapping[PlacementId, Standing]
NOWHERE: Standings = {}


def referral_answer(
    referral: Referral, activities: Activities, *, words: Words, standings: Standings = NOWHERE
) -> dict[str, Any]:
    """The referral with its placements; nothing in it says who she is."""
    return {
        "id": referral.id,
        "status": str(referral.status),
        "clientReference": referral.client_reference,
        "previousReferralId": referral.previous_id,
        "assignedTo": referral.assigned_to,
        "need": dict(referral.asked),
        "placements": [
            placement_answer(p, activities.get(p.activity_id), words=words)
            | _waiting_answer(p, referral, activities, standings)
            for p in referral.placements
        ],
        "message": _message(referral),
        "channel": str(referral.channel),
        "contactLanguage": referral.contact_language,
        "countHours": referral.count_hours,
        "withdrawal": _withdrawal(referral),
        "createdAt": instant(referral.created_at),
        "updatedAt": instant(referral.updated_at),
        "version": referral.version,
    }


def placement_answer(
    placement: Placement, activity: Activity | None, *, words: Words
) -> dict[str, Any]:
    """One placement with the match it came from, and the activity as it is now."""
    offered = placement.offered
    return {
        "id": placement.id,
        "code": placement.code,
        "status": str(placement.state),
        "declinedBy": placement.declined_by,
        "reason": placement.reason,
        "round": placement.round,
        "rank": offered.rank,
        "score": offered.score,
        "activity": None if activity is None else activity_answer(activity),
        "activityId": placement.activity_id,
        "nextSessionAt": instant(offered.next_session_at),
        "distanceKm": round(offered.distance_km, 3),
        "travelMinutes": offered.travel_minutes,
        "reasons": reasons_answer(offered.reasons, words=words),
        "scoreParts": [part_answer(*part) for part in offered.parts],
    }


def _waiting_answer(
    placement: Placement, referral: Referral, activities: Activities, standings: Standings
) -> dict[str, Any]:
    """Where she stands on the list, and where she can go until it is her turn."""
    stands = standings.get(placement.id)
    meanwhile = immediate(referral, activities) if placement.state in WAITING else None
    return {
        "waiting": None
        if stands is None
        else {
            "position": stands.position,
            "of": stands.of,
            "expectedWeeks": stands.expected_weeks,
        },
        "meanwhile": None
        if meanwhile is None
        else {"placementId": meanwhile.id, "activityId": meanwhile.activity_id},
    }


def timeline_answer(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Who did what, when, why; before and after."""
    return [
        {
            "at": instant(event.at),
            "kind": str(event.kind),
            "actor": {"role": str(event.actor.role), "id": event.actor.id},
            "placementId": event.placement_id,
            "messageId": event.message_id,
            "taskId": event.task_id,
            "before": event.before,
            "after": event.after,
            "reason": event.reason,
        }
        for event in events
    ]


def _message(referral: Referral) -> dict[str, Any]:
    newest = referral.newest_offer
    return {
        "status": str(referral.message_state),
        "language": newest.language if newest else None,
        "segments": newest.segments if newest else 0,
    }


def _withdrawal(referral: Referral) -> dict[str, Any] | None:
    if referral.withdrawal is None:
        return None
    return {"reason": referral.withdrawal.reason, "at": instant(referral.withdrawal.at)}
