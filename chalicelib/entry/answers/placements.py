"""Placements as they are answered to their library: as little of her as it needs."""

from typing import Any

from chalicelib.domain.catalogue import Activity
from chalicelib.entry.answers.base import instant
from chalicelib.usecases.expecting import Expected, Guest


def expected_answer(expected: Expected) -> dict[str, Any]:
    """One placement for its library.

    Once it has ended neither who she is nor her code is told: the code may be another's by then.
    """
    placement = expected.placement
    return {
        "id": placement.id,
        "code": placement.code if placement.is_live else None,
        "status": placement.state,
        "activityId": placement.activity_id,
        "activity": None if expected.activity is None else _activity(expected.activity),
        "acceptedAt": instant(placement.known_since),
        "scheduledAt": instant(placement.scheduled_at),
        "nextSessionAt": instant(expected.next_at),
        "noShows": expected.no_shows,
        "needsACall": expected.needs_a_call,
        "person": None if expected.guest is None else _guest(expected.guest),
    }


def _activity(activity: Activity) -> dict[str, Any]:
    branch = activity.branch
    return {
        "id": activity.id,
        "title": activity.title,
        "entry": activity.entry,
        "branch": {"isil": branch.isil, "name": branch.name, "place": branch.place},
    }


def _guest(guest: Guest) -> dict[str, Any]:
    return {
        "firstName": guest.first_name,
        "phone": guest.phone,
        "contactLanguage": guest.contact_language,
        "spokenLanguages": list(guest.spoken_languages),
        "languageLevel": guest.level,
        "needs": sorted(guest.requirements),
    }
