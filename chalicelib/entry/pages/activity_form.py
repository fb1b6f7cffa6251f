"""An activity as a form: fields with the API's names, from them its body, and back from a body.

Fields of an object are dotted ("level.min"), those of a session numbered ("sessions[0].start"): so
every fault the models find has the name of its field.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.entry.pages.form import Form

Fields = Mapping[str, tuple[str, ...]]

MOST_SESSIONS = 20  # a form is no spreadsheet: whoever has more imports them
_TEXTS = (
    "sourceId",
    "branch.isil",
    "title",
    "description",
    "type",
    "level.min",
    "level.max",
    "level.policy",
    "reading",
    "audience",
    "delivery",
    "entry",
    "price.note",
    "organisedBy",
    "programme",
    "contact.phone",
    "contact.email",
    "status",
)
_LISTS = ("themes", "helpingLanguages", "facilities")
_WRITTEN_LISTS = ("serviceArea",)
_NUMBERS = ("capacity", "takenElsewhere", "expectedWaitWeeks")
_SESSION_TEXTS = ("weekday", "start", "onDate", "validFrom", "validUntil")
_SESSION_NUMBERS = ("durationMinutes", "everyWeeks", "monthlyOrdinal")
HOLIDAYS, OPEN, AS_USUAL = "closedInSchoolHolidays", "open", "usual"
_AMOUNT = "price.amount"
_ONE = (*_TEXTS, *_NUMBERS, _AMOUNT)  # fields with one value each
_ALL = (*_ONE, *_LISTS, *_WRITTEN_LISTS, "waitingList", HOLIDAYS)


def fields_of(form: Form) -> Fields:
    """What the form says, without what was left empty."""
    sessions = (name for name in form.fields if name.startswith("sessions["))
    return {
        name: tuple(value for value in form.all(name) if value)
        for name in (*_ALL, *sessions)
        if any(form.all(name))
    }


def body_of(fields: Fields) -> dict[str, Any]:
    """The body that the API would be sent with these fields."""
    body: dict[str, Any] = {"waitingList": "waitingList" in fields}
    for name, values in fields.items():
        if name in _ONE:
            _put(body, name, _value(name, values[0]))
    body |= {name: list(fields.get(name, ())) for name in _LISTS}
    body |= {name: _listed(fields.get(name, ("",))[0]) for name in _WRITTEN_LISTS}
    holidays = fields.get(HOLIDAYS, (AS_USUAL,))[0]
    if holidays != AS_USUAL:
        body[HOLIDAYS] = None if holidays == OPEN else holidays
    body["sessions"] = [_session(fields, number) for number in session_numbers(fields)]
    return body


def fields_from(body: Mapping[str, Any]) -> Fields:
    """The fields that this body fills in: `body_of` read backwards."""
    found = {name: _found(body, name) for name in _ONE}
    fields = {name: (_written(v),) for name, v in found.items() if v not in (None, "")}
    fields |= {name: tuple(body[name]) for name in _LISTS if body.get(name)}
    fields |= {name: (", ".join(body[name]),) for name in _WRITTEN_LISTS if body.get(name)}
    fields[HOLIDAYS] = (body.get(HOLIDAYS) or OPEN,)
    if body.get("waitingList"):
        fields["waitingList"] = ("yes",)
    for number, session in enumerate(body.get("sessions", [])[:MOST_SESSIONS]):
        fields |= {f"sessions[{number}].{key}": (said,) for key, said in _session_said(session)}
    return fields


def session_numbers(fields: Fields) -> list[int]:
    """The numbers of the sessions that say anything beyond how long and how often."""
    telling = {"weekday", "start", "onDate"}
    return [
        number
        for number in range(MOST_SESSIONS)
        if any(f"sessions[{number}].{key}" in fields for key in telling)
    ]


def at_their_fields(wrong: Mapping[str, str]) -> Mapping[str, str]:
    """Each fault under the name of a field that the form has."""
    return {_field_of(name): text for name, text in wrong.items()}


def _field_of(name: str) -> str:
    """The field of a fault: of a list the whole, of a session that cannot be its weekday."""
    if name.startswith("sessions["):
        session, _, field = name.partition("].")
        return f"{session}].{field.partition('[')[0]}" if field else f"{name}.weekday"
    plain = name.partition("[")[0]
    return plain if plain in _ALL else _nearest(plain)


def _nearest(name: str) -> str:
    """The field that stands for a whole object, such as the level."""
    first = next((field for field in _ALL if field.startswith(f"{name}.")), None)
    return first or name


def _session(fields: Fields, number: int) -> dict[str, Any]:
    said = {
        key: fields[f"sessions[{number}].{key}"][0]
        for key in (*_SESSION_TEXTS, *_SESSION_NUMBERS, "except")
        if f"sessions[{number}].{key}" in fields
    }
    session: dict[str, Any] = {key: said[key] for key in _SESSION_TEXTS if key in said}
    session |= {key: _whole(said[key]) for key in _SESSION_NUMBERS if key in said}
    if "onDate" in session:  # a date has its own weekday
        session.pop("weekday", None)
    if "except" in said:
        session["except"] = _listed(said["except"])
    return session


def _session_said(session: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key in (*_SESSION_TEXTS, *_SESSION_NUMBERS):
        if session.get(key) is not None:
            yield key, str(session[key])
    if session.get("except"):
        yield "except", ", ".join(session["except"])


def _value(name: str, written: str) -> float | str:
    if name == _AMOUNT:
        return _amount(written)
    return _whole(written) if name in _NUMBERS else written


def _whole(written: str) -> int | str:
    """The number; as it was written where it is none, so that the models refuse it."""
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 9 else written


def _amount(written: str) -> float | str:
    plain = written.removeprefix("€").strip().replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return written


def _listed(written: str) -> list[str]:
    return [word for word in written.replace(",", " ").replace(";", " ").split() if word]


def _put(body: dict[str, Any], name: str, value: Any) -> None:
    *outer, last = name.split(".")
    for key in outer:
        body = body.setdefault(key, {})
    body[last] = value


def _found(body: Any, name: str) -> Any:
    for key in name.split("."):
        body = body.get(key) if isinstance(body, Mapping) else None
    return body


def _written(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return str(value)
