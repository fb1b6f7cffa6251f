"""The catalogue as Open Referral HSDS 3.0: services, organizations, locations.

Identifiers are UUIDs, as HSDS asks, that follow from our own ids. What HSDS has no field for stands
in attributes with a taxonomy of ours, so that our own import reads an export without loss.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from chalicelib.adapters.tables import csv_table, session_text
from chalicelib.adapters.tables.hsds import TAXONOMY
from chalicelib.adapters.tables.readings import clock_of
from chalicelib.adapters.tables.recurrence import LETTERS_BY_DAY
from chalicelib.domain.catalogue import Activity, Branch, Library
from chalicelib.domain.schedule import Session
from chalicelib.domain.vocabulary import ActivityStatus

Object = dict[str, Any]

_STATUS: Mapping[ActivityStatus, str] = {
    ActivityStatus.ACTIVE: "active",
    ActivityStatus.PAUSED: "temporarily closed",
    ActivityStatus.INACTIVE: "inactive",
}
_AS_ATTRIBUTES = (
    *("source_id", "type", "themes", "level_min", "level_max", "level_policy", "reading"),
    *("audience", "delivery", "entry", "capacity", "taken_elsewhere", "waiting_list"),
    *("expected_wait_weeks", "facilities", "closed_in_school_holidays", "organised_by"),
    "programme",
)


def service(activity: Activity, library: Library) -> Object:
    """The activity as a service, whole: also where a list asks for less."""
    id_ = _id("activities", activity.id)
    whole = {
        "id": id_,
        "organization_id": _id("libraries", library.isil),
        "name": activity.title,
        "description": activity.description,
        "email": activity.contact.email,
        "status": _STATUS[activity.status],
        "fees_description": activity.price.note,
        "assured_date": activity.last_confirmed_on.isoformat(),
        "organization": organization(library, with_branches=False),
        "phones": _phones(activity.contact.phone, activity.id),
        "languages": [
            {"id": _id(id_, "language", code), "code": code, "name": code}
            for code in activity.helping_languages
        ],
        "service_areas": [
            {"id": _id(id_, "area", code), "service_id": id_, "name": code}
            for code in sorted(activity.service_area)
        ],
        "cost_options": [
            {
                "id": _id(id_, "cost"),
                "service_id": id_,
                "amount": float(activity.price.amount),
                "currency": "EUR",
            }
        ],
        "schedules": [
            _schedule(session, id_, number) for number, session in enumerate(activity.sessions)
        ],
        "service_at_locations": [
            {
                "id": _id(id_, "at", activity.branch.isil),
                "service_id": id_,
                "location_id": _id("branches", activity.branch.isil),
                "location": location(activity.branch),
            }
        ],
        "attributes": list(_attributes(activity, id_)),
    }
    return _said(whole)


def organization(library: Library, *, with_branches: bool = True) -> Object:
    """The library as an organization."""
    id_ = _id("libraries", library.isil)
    whole = {
        "id": id_,
        "name": library.name,
        "description": library.name,
        "email": library.contact.email,
        "phones": _phones(library.contact.phone, library.isil),
        "organization_identifiers": [
            {
                "id": _id(id_, "isil"),
                "organization_id": id_,
                "identifier_scheme": "ISIL",
                "identifier_type": "ISIL",
                "identifier": library.isil,
            }
        ],
        "locations": [location(branch) for branch in library.branches] if with_branches else [],
    }
    return _said(whole)


def location(branch: Branch) -> Object:
    """The branch as a location."""
    id_ = _id("branches", branch.isil)
    whole = {
        "id": id_,
        "location_type": "physical",
        "name": branch.name,
        "latitude": branch.point.latitude,
        "longitude": branch.point.longitude,
        "external_identifier": branch.isil,
        "external_identifier_type": "ISIL",
        "addresses": [_address(branch, id_)] if branch.address else [],
        "accessibility": [
            {"id": _id(id_, facility), "location_id": id_, "description": facility}
            for facility in sorted(branch.facilities)
        ],
    }
    return _said(whole)


_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b")


def _address(branch: Branch, location_id: str) -> Object:
    written = branch.address or ""
    postcode = _POSTCODE.search(written)
    return {
        "id": _id(location_id, "address"),
        "location_id": location_id,
        "address_1": written,
        "city": branch.place,
        "state_province": "",  # HSDS wants it said; a Dutch address has none
        "postal_code": postcode[0] if postcode else "",
        "country": "NL",
        "address_type": "physical",
    }


def _phones(number: str | None, of: str) -> list[Object]:
    return [{"id": _id("phones", of), "number": number}] if number else []


def _schedule(session: Session, service_id: str, number: int) -> Object:
    starts = session.on_date or session.valid_from
    whole = {
        "id": _id(service_id, "schedule", str(number)),
        "service_id": service_id,
        "freq": "WEEKLY" if session.monthly_ordinal is None else "MONTHLY",
        "interval": session.every_weeks if session.monthly_ordinal is None else 1,
        "byday": f"{session.monthly_ordinal or ''}{LETTERS_BY_DAY[session.day]}",
        "dtstart": starts and starts.isoformat(),
        "valid_from": starts and starts.isoformat(),
        "valid_to": _iso(session.on_date or session.valid_until),
        "count": None if session.on_date is None else 1,
        "opens_at": clock_of(session.start_minute),
        "closes_at": clock_of(session.end_minute),
        "notes": ", ".join(day.isoformat() for day in sorted(session.except_on)),
    }
    return _said(whole)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _attributes(activity: Activity, service_id: str) -> Iterator[Object]:
    for column in _AS_ATTRIBUTES:
        if text := csv_table.WRITTEN[column](activity):
            yield _attribute(column, text, service_id)
    if activity.sessions:
        yield _attribute("sessions", session_text.written(activity.sessions), service_id)


def _attribute(column: str, value: str, service_id: str) -> Object:
    term_id = _id("taxonomy", column)
    return {
        "id": _id(service_id, "attribute", column),
        "link_id": service_id,
        "link_entity": "service",
        "link_type": column,
        "value": value,
        "taxonomy_term_id": term_id,
        "taxonomy_term": {
            "id": term_id,
            "name": column,
            "description": column.replace("_", " "),
            "taxonomy": TAXONOMY + column,
        },
    }


def _said(whole: Object) -> Object:
    """Without what says nothing: HSDS leaves such members out."""
    return {name: value for name, value in whole.items() if value not in (None, "", [])} | (
        {"description": whole["description"]} if "description" in whole else {}
    )


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "https://wegwijs.example/" + "/".join(parts)))
