"""Everything held about one person, as it is answered."""

from typing import Any

from chalicelib.domain.agreement import WORDINGS
from chalicelib.entry.answers.base import instant
from chalicelib.entry.answers.referrals import timeline_answer
from chalicelib.usecases.held import Held


def held_answer(held: Held) -> dict[str, Any]:
    """All of it under the API's own names, in the order in which she would ask."""
    referral = held.referral
    return {
        "referralId": referral.id,
        "status": referral.status,
        "clientReference": referral.client_reference,
        "previousReferralId": referral.previous_id,
        "assignedTo": referral.assigned_to,
        "createdBy": referral.created_by,
        "createdAt": instant(referral.created_at),
        "updatedAt": instant(referral.updated_at),
        "person": _person(held),
        "need": dict(referral.asked),
        "agreements": _agreements(held),
        "placements": _placements(held),
        "messages": _messages(held),
        "tasks": _tasks(held),
        "attendedDays": _days(held),
        "timeline": timeline_answer(held.timeline),
        "looks": _looks(held),
    }


def _person(held: Held) -> dict[str, Any]:
    return {
        "firstName": held.person.first_name,
        "phone": held.person.phone,
        "contactLanguage": held.referral.contact_language,
        "channel": held.referral.channel,
        "note": held.person.note,
    }


def _agreements(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "to": said.to,
            "given": said.given,
            "recordedOn": said.recorded_on.isoformat(),
            "notedAt": instant(said.noted_at),
            "wordingVersion": said.wording,
            "wording": WORDINGS.get(said.wording, {}).get(said.to),
        }
        for said in held.agreed
    ]


def _placements(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "id": placement.id,
            "activityId": placement.activity_id,
            "activityTitle": _title(held, placement.activity_id),
            "library": placement.library,
            "code": placement.code,
            "status": placement.state,
            "declinedBy": placement.declined_by,
            "reason": placement.reason,
            "distanceKm": round(placement.offered.distance_km, 3),
            "scheduledAt": instant(placement.scheduled_at),
            "movedAt": instant(placement.moved_at),
            "knownToLibrarySinceAt": instant(placement.known_since),
        }
        for placement in held.referral.placements
    ]


def _messages(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "id": message.id,
            "kind": message.kind,
            "language": message.language,
            "status": message.state,
            "sentAt": instant(message.sent_at),
        }
        for message in held.messages
    ]


def _tasks(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "id": task.id,
            "reason": task.reason,
            "owner": task.owner,
            "openedAt": instant(task.opened_at),
            "doneAt": instant(task.done_at),
        }
        for task in held.tasks
    ]


def _days(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "heldOn": entry.held_on.isoformat(),
            "activityId": entry.activity_id,
            "activityTitle": _title(held, entry.activity_id),
            "minutes": entry.minutes,
        }
        for entry in held.days
    ]


def _looks(held: Held) -> list[dict[str, Any]]:
    return [
        {
            "at": instant(look.at),
            "role": look.actor.role,
            "id": look.actor.id,
            "organisation": look.organisation,
            "purpose": look.purpose,
        }
        for look in held.looks
    ]


def _title(held: Held, activity_id: Any) -> str | None:
    activity = held.activities.get(activity_id)
    return None if activity is None else activity.title
