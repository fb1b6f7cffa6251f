"""Activities as services of Open Referral HSDS 3.0: what libraries' systems send as JSON.

| HSDS | here |
|---|---|
| `service.id`, `name`, `description` | sourceId, title, description |
| `status`: active, temporarily closed, inactive or defunct | active, paused, inactive |
| `schedules` of the service, or else of its place: WEEKLY or MONTHLY by day | sessions |
| `service_at_locations[].location`: `external_identifier` (an ISIL), or else `name` | branch |
| `languages[].code` or `name` | helpingLanguages |
| `service_areas[].name`: a municipality's code | serviceArea |
| `cost_options[0].amount`, `fees_description` | price |
| `phones[0].number`, `email` | contact |
| `attributes`: a term of taxonomy `wegwijs:…` | the column of that name of our own table |
| `attributes`: any other term that names a type or a theme | type, themes |

A service at several places is one activity a place: its sourceId then ends in that of the place.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from chalicelib.adapters.tables import readings, session_text, vocabulary
from chalicelib.adapters.tables.columns import COLUMNS
from chalicelib.adapters.tables.readings import Unclear
from chalicelib.adapters.tables.recurrence import BYDAY, DAY_BY_LETTERS
from chalicelib.adapters.tables.rows import MAX_ROWS, body_of, merged
from chalicelib.adapters.tables.session_text import Rule
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.usecases.ports import ActivityFile, RawRow

TAXONOMY = "wegwijs:"
Object = Mapping[str, Any]

_NAMED: Mapping[str, str] = {
    "sourceId": "id",
    "title": "name",
    "description": "description",
    "status": "status",
    "branch": "service_at_locations",
    "branch.isil": "service_at_locations",
    "sessions": "schedules",
    "sessions.start": "schedules",
    "sessions.durationMinutes": "schedules",
    "helpingLanguages": "languages",
    "serviceArea": "service_areas",
    "price": "cost_options",
    "price.amount": "cost_options",
    "price.note": "fees_description",
    "contact.phone": "phones",
    "contact.email": "email",
} | {
    path: f"attributes {TAXONOMY}{name}"
    for name in ("type", "themes", "level_min", "level_max", "level_policy", "entry", "capacity")
    for path in (COLUMNS[name].path,)
}
_STATUS: Mapping[str, str] = {"temporarily closed": "paused", "defunct": "inactive"}


def read(data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
    """The activities of a list of services, of a page of them, or of a single one.

    Raises:
        InvalidRequest: no JSON, nothing in it that is a service, or too many.
    """
    document = _document(data)
    services = _services(document)
    if len(services) > MAX_ROWS:
        raise InvalidRequest([Fault("body", "too_many_rows")])
    return ActivityFile(_rows(services, defaults), pages=_pages(document))


def joined(pages: Iterable[bytes]) -> bytes:
    """One list of the services of all these pages.

    Raises:
        InvalidRequest: one of them is no JSON, or holds no service.
    """
    services = [service for page in pages for service in _services(_document(page))]
    return json.dumps({"contents": services}).encode()


def _document(data: bytes) -> Any:
    try:
        return json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest([Fault("body", "not_json")]) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _services(document: Any) -> list[Any]:
    if isinstance(document, dict):
        found = document.get("contents", document.get("services"))
        document = found if found is not None or "name" not in document else [document]
    if not isinstance(document, list):
        raise InvalidRequest([Fault("body", "no_services")])
    if not document:
        raise InvalidRequest([Fault("body", "empty_file")])
    return document


def _pages(document: Any) -> int:
    """Of how many pages this is one, by its own word."""
    pages = document.get("total_pages") if isinstance(document, dict) else None
    return pages if isinstance(pages, int) and pages > 1 else 1


def _rows(services: list[Any], defaults: Mapping[str, Any]) -> Iterator[RawRow]:
    for number, service in enumerate(services, start=1):
        if not isinstance(service, dict):
            yield RawRow(number, {}, (Fault("row", "not_an_object"),), _NAMED)
            continue
        places = _objects(service.get("service_at_locations")) or [{}]
        for place in places:
            yield _row(number, service, place, defaults, is_one_of=len(places) > 1)


def _row(
    number: int, service: Object, place: Object, defaults: Mapping[str, Any], *, is_one_of: bool
) -> RawRow:
    cells = _cells(service, place)
    if is_one_of:
        cells["source_id"] = f"{cells.get('source_id', '')}/{_text(place.get('id'))}"
    body, faults = body_of(cells, _NAMED)
    if "sessions" not in cells:
        schedules = _objects(service.get("schedules")) or _objects(place.get("schedules"))
        walk_in = session_text.is_walk_in(body.get("type", defaults.get("type")))
        try:
            body["sessions"] = [r for s in schedules for r in _session(s, walk_in=walk_in)]
        except Unclear as unclear:
            faults = (*faults, Fault("schedules", unclear.code))
    return RawRow(number, merged(defaults, body), faults, _NAMED)


def _cells(service: Object, place: Object) -> dict[str, str]:
    """What the service says, as cells of our own table."""
    location = _object(place.get("location"))
    status = _text(service.get("status"))
    plain = {
        "source_id": _text(service.get("id")),
        "title": _text(service.get("name")),
        "description": _text(service.get("description")),
        "status": _STATUS.get(status, status),
        "branch": _text(location.get("external_identifier")) or _text(location.get("name")),
        "helping_languages": _joined(service.get("languages"), "code", "name"),
        "service_area": "|".join(
            _MUNICIPALITY.findall(_joined(service.get("service_areas"), "name"))
        ),
        "price": next(iter(_each(service.get("cost_options"), "amount")), ""),
        "price_note": _text(service.get("fees_description")),
        "contact_phone": next(iter(_each(service.get("phones"), "number")), ""),
        "contact_email": _text(service.get("email")),
    }
    said = {name: cell for name, cell in plain.items() if cell}
    return said | _attributes(_objects(service.get("attributes")))


_MUNICIPALITY = re.compile(r"GM\d{4}")


def _attributes(attributes: list[Object]) -> dict[str, str]:
    """The terms of ours by their column, and the first type and the themes among all others."""
    cells: dict[str, list[str]] = {}
    for attribute in attributes:
        term = _object(attribute.get("taxonomy_term"))
        column = _text(term.get("taxonomy")).removeprefix(TAXONOMY)
        value = _text(attribute.get("value")) or _text(term.get("code")) or _text(term.get("name"))
        if column in COLUMNS and _text(term.get("taxonomy")).startswith(TAXONOMY):
            cells.setdefault(column, []).append(value)
        elif type_ := vocabulary.known("activity_type", value):
            cells.setdefault("type", [type_])
        elif theme := vocabulary.known("theme", value):
            cells.setdefault("themes", []).append(theme)
    return {name: "|".join(values) for name, values in cells.items()}


def _session(schedule: Object, *, walk_in: bool) -> list[Rule]:
    opens, closes = (readings.minute(_time(schedule.get(k))) for k in ("opens_at", "closes_at"))
    first = _day(schedule, "dtstart") or _day(schedule, "valid_from")
    last = _day(schedule, "until") or _day(schedule, "valid_to")
    valid = ({"validFrom": first} if first else {}) | ({"validUntil": last} if last else {})
    rules = [r if "onDate" in r else {**r, **valid} for r in _rhythms(schedule, first)]
    return session_text.timed(rules, readings.between(opens, closes), walk_in=walk_in)


def _rhythms(schedule: Object, first: str | None) -> list[Rule]:
    freq, count = _text(schedule.get("freq")).upper(), schedule.get("count")
    if (freq == "" or count == 1) and first:
        return [{"onDate": first}]
    matches = [BYDAY.fullmatch(day.strip()) for day in _text(schedule.get("byday")).split(",")]
    if count is not None or freq not in {"WEEKLY", "MONTHLY"} or not all(matches):
        raise Unclear("bad_schedule")
    days = [(match[1], DAY_BY_LETTERS[match[2]]) for match in matches if match]
    every = schedule.get("interval") or 1
    if freq == "WEEKLY" and all(nth is None for nth, _ in days):
        return [{"weekday": day, "everyWeeks": every} for _, day in days]
    if freq == "MONTHLY" and every == 1 and all(nth is not None for nth, _ in days):
        return [{"weekday": day, "monthlyOrdinal": int(nth or 0)} for nth, day in days]
    raise Unclear("bad_schedule")


_OFFSET = re.compile(r"(\d{1,2}:\d{2})(?::\d{2})?(?:\+0[12]:?00)?")


def _time(value: Any) -> str:
    """The clock on the wall here: bare, or with one of our own two offsets; UTC is not."""
    match = _OFFSET.fullmatch(_text(value).strip())
    if match is None:
        raise Unclear("bad_time")
    return match[1]


def _day(schedule: Object, name: str) -> str | None:
    text = _text(schedule.get(name))
    return readings.day(text[:10]) if text else None


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return format(Decimal(str(value)), "f") if isinstance(value, float) else str(value)


def _object(value: Any) -> Object:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Object]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _each(value: Any, *names: str) -> list[str]:
    """Of each object the first of these that says something."""
    texts = (next((t for n in names if (t := _text(each.get(n)))), "") for each in _objects(value))
    return [text for text in texts if text]


def _joined(value: Any, *names: str) -> str:
    return "|".join(_each(value, *names))
