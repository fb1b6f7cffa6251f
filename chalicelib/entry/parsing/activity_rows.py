"""An activity as a row of a table, in the words of the import file: one row, one activity."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.entry.parsing.activity import ActivityIn
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.drafts import draft
from chalicelib.usecases.drafts import ActivityDraft

Row = Mapping[str, str]


def draft_of_row(row: Row) -> ActivityDraft:
    """The draft a row describes.

    Raises:
        InvalidRequest: naming every fault by its field in the API.
    """
    return draft(parse(ActivityIn, body_of_row(row)))


def body_of_row(row: Row) -> dict[str, Any]:
    """The row in the shape of the API; an empty cell is nothing said."""
    body = {
        "sourceId": row.get("source_id", ""),
        "branch": {"isil": row.get("branch", "")},
        "level": _said(row, {"level_min": "min", "level_max": "max", "level_policy": "policy"}),
        "sessions": [_session(row)] if row.get("start") else [],
        "price": {"amount": float(row.get("price") or 0)},
    }
    plain = _said(row, _TEXT) | _said(row, _LISTS, _list) | _said(row, _NUMBERS, _number)
    return body | plain | _said(row, {"waiting_list": "waitingList"}, _yes)


_TEXT = {
    "title": "title",
    "description": "description",
    "type": "type",
    "reading": "reading",
    "audience": "audience",
    "delivery": "delivery",
    "entry": "entry",
    "closed_in_school_holidays": "closedInSchoolHolidays",
    "organised_by": "organisedBy",
    "programme": "programme",
    "status": "status",
}
_LISTS = {
    "themes": "themes",
    "helping_languages": "helpingLanguages",
    "facilities": "facilities",
    "service_area": "serviceArea",
}
_NUMBERS = {
    "capacity": "capacity",
    "taken_elsewhere": "takenElsewhere",
    "expected_wait_weeks": "expectedWaitWeeks",
}
_SESSION_TEXT = {
    "weekday": "weekday",
    "start": "start",
    "on_date": "onDate",
    "valid_from": "validFrom",
    "valid_until": "validUntil",
}
_SESSION_NUMBERS = {
    "duration_minutes": "durationMinutes",
    "every_weeks": "everyWeeks",
    "monthly_ordinal": "monthlyOrdinal",
}


def _session(row: Row) -> dict[str, Any]:
    session = _said(row, _SESSION_TEXT) | _said(row, _SESSION_NUMBERS, _number)
    return session | _said(row, {"except": "except"}, _list)


def _said(
    row: Row, names: Mapping[str, str], read: Callable[[str], Any] = str.strip
) -> dict[str, Any]:
    return {name: read(row[column]) for column, name in names.items() if row.get(column)}


def _list(written: str) -> list[str]:
    return [part.strip() for part in written.split("|") if part.strip()]


def _number(written: str) -> int | str:
    digits = written.strip().removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() else written


def _yes(written: str) -> bool | str:
    return {"true": True, "false": False}.get(written.strip().lower(), written)
