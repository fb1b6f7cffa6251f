"""Activities and libraries as they are answered: INTERFACE.md, "The activity".

Words of the vocabularies go out as plain text, which is written ten times as fast as an enum.
"""

from typing import Any

from chalicelib.domain.catalogue import Activity, Branch, Contact, Library
from chalicelib.domain.pause import Pause
from chalicelib.domain.programme import Programme
from chalicelib.domain.schedule import Session


def activity_answer(activity: Activity) -> dict[str, Any]:
    """The activity, everywhere the same."""
    return {
        "id": activity.id,
        "library": activity.library,
        "branch": _branch_of(activity.branch),
        "sourceId": activity.source_id,
        "title": activity.title,
        "description": activity.description,
        "type": str(activity.type),
        "themes": [str(theme) for theme in activity.themes],
        "level": {
            "min": str(activity.level.lowest),
            "max": str(activity.level.highest),
            "policy": str(activity.level.policy),
        },
        "reading": str(activity.reading),
        "helpingLanguages": list(activity.helping_languages),
        "audience": str(activity.audience),
        "delivery": str(activity.delivery),
        "entry": str(activity.entry),
        "facilities": sorted(map(str, activity.offered_facilities)),
        "sessions": [session_answer(session) for session in activity.sessions],
        "closedInSchoolHolidays": activity.closed_in_school_holidays,
        **_seats(activity),
        "price": {"amount": float(activity.price.amount), "note": activity.price.note},
        "serviceArea": sorted(activity.service_area),
        "organisedBy": activity.organised_by,
        "programme": activity.programme,
        "contact": contact_answer(activity.contact),
        "lastConfirmedOn": activity.last_confirmed_on.isoformat(),
        "status": str(activity.status),
    }


def _seats(activity: Activity) -> dict[str, Any]:
    return {
        "capacity": activity.seats.capacity,
        "taken": activity.seats.taken,
        "takenElsewhere": activity.seats.taken_elsewhere,
        "seatsLeft": activity.seats.left,
        "waitingList": activity.waiting_list,
        "expectedWaitWeeks": activity.expected_wait_weeks,
    }


def _branch_of(branch: Branch) -> dict[str, Any]:
    return {
        "isil": branch.isil,
        "name": branch.name,
        "place": branch.place,
        "latitude": branch.point.latitude,
        "longitude": branch.point.longitude,
    }


def session_answer(session: Session) -> dict[str, Any]:
    """One rule of when it is, as it is sent in."""
    rule: dict[str, Any] = {
        "start": session.start.isoformat("minutes"),
        "durationMinutes": session.duration_minutes,
        "validFrom": _day(session.valid_from),
        "validUntil": _day(session.valid_until),
        "except": sorted(day.isoformat() for day in session.except_on),
    }
    if session.on_date is not None:
        return {"onDate": session.on_date.isoformat(), **rule}
    if session.monthly_ordinal is not None:
        return {"weekday": str(session.day), "monthlyOrdinal": session.monthly_ordinal, **rule}
    return {"weekday": str(session.day), "everyWeeks": session.every_weeks, **rule}


def library_answer(library: Library) -> dict[str, Any]:
    """The library with all its branches."""
    return {
        "isil": library.isil,
        "name": library.name,
        "contact": contact_answer(library.contact),
        "serviceArea": sorted(library.service_area),
        "branches": [
            {
                **_branch_of(branch),
                "address": branch.address,
                "facilities": sorted(branch.facilities),
                "openingHours": list(branch.opening_hours),
            }
            for branch in library.branches
        ],
        "holidayRegion": library.holiday_region,
        "pause": _pause(library.pause),
    }


def programme_answer(programme: Programme) -> dict[str, Any]:
    """The programme with its materials."""
    return {
        "id": programme.id,
        "title": programme.title,
        "description": programme.description,
        "themes": list(programme.themes),
        "materials": [
            {"title": one.title, "url": one.url, "language": one.language}
            for one in programme.materials
        ],
        "active": programme.active,
    }


def contact_answer(contact: Contact) -> dict[str, Any]:
    """How to reach them."""
    return {"phone": contact.phone, "email": contact.email}


def _pause(pause: Pause | None) -> dict[str, Any] | None:
    if pause is None:
        return None
    return {"from": pause.first_day.isoformat(), "until": pause.last_day.isoformat()}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
