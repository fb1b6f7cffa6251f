"""A referral as a form: fields with the API's names, from them its body, and back from a referral.

Fields of an object are dotted ("person.firstName"); a place is one field, whatever was filled in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.geography import TravelMode
from chalicelib.domain.matching.need import DEFAULT_MAX_MINUTES
from chalicelib.domain.vocabulary import AgeGroup, Channel, Delivery, Reading
from chalicelib.entry.pages.form import Form
from chalicelib.entry.parsing.correction import MERGED

Fields = Mapping[str, tuple[str, ...]]
LANGUAGE = "person.contactLanguage"

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "person.firstName",
        LANGUAGE,
        "person.channel",
        "person.phone",
        "clientReference",
        "assignedTo",
        "otherPerson",
    ),
    (
        "languageLevel",
        "speakingLevel",
        "reading",
        "spokenLanguages",
        "themes",
        "audiences",
        "ageGroup",
        "needs",
    ),
    (
        "location",
        "residence",
        "times",
        "availability",
        "travel.mode",
        "travel.maxMinutes",
        "delivery",
    ),
    ("agreement.refer", "agreement.sms", "agreement.reportBack", "countHours", "note"),
)
DEFAULTS: Fields = {  # what is chosen unless she chooses otherwise, as in the API
    "person.channel": (Channel.SMS,),
    "reading": (Reading.LATIN,),
    "ageGroup": (AgeGroup.ADULT,),
    "times": ("any",),
    "travel.mode": (TravelMode.BICYCLE,),
    "travel.maxMinutes": (str(DEFAULT_MAX_MINUTES),),
    "delivery": (Delivery.IN_PERSON,),
}
# What can be corrected whenever, and what only while nothing is chosen, since it is matched again.
CORRECTED_ALWAYS = frozenset(
    {"person.firstName", LANGUAGE, "person.channel", "person.phone", "assignedTo", "note"}
    | {"agreement.refer", "agreement.sms", "agreement.reportBack"}
)
CORRECTED_TILL_CHOSEN = frozenset(STEPS[1] + STEPS[2])
PLACE_AND_TIME = 3  # the step in which what fits can be shown
_ALL = tuple(name for step in STEPS for name in step)
MANY = frozenset(
    {"spokenLanguages", "themes", "audiences", "needs", "availability", "delivery"},
)
YES = frozenset({"agreement.refer", "agreement.sms", "agreement.reportBack", "countHours"})
_MOST_DIGITS = 5
_NUMBERS = frozenset({"travel.maxMinutes"})
_OWN_TIMES = frozenset({"times", "availability", "otherPerson"})  # said in the body in other words
_WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
_WEEK = (*_WORKING_DAYS, "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
SLOTS = tuple(f"{day}_{part}" for day in _WEEK for part in PARTS)


def _slots(days: Sequence[str], *parts: str) -> list[Any]:
    return [f"{day}_{part}" for day in days for part in parts]


# When she is free, in one word. School hours leave time to bring the children and to fetch them.
TIMES: Mapping[str, list[Any]] = {
    "any": [],
    "school_hours": [{"weekday": day, "from": "08:45", "until": "14:00"} for day in _WORKING_DAYS],
    "evenings": _slots(_WORKING_DAYS, "evening"),
    "early_shift": _slots(_WORKING_DAYS, "afternoon", "evening"),
    "late_shift": _slots(_WORKING_DAYS, "morning"),
    "weekend": _slots(("sat", "sun"), *PARTS),
}
OWN = "own"


@dataclass(frozen=True, slots=True)
class Step:
    """Which of the four: `number` counts from one."""

    number: int

    @property
    def fields(self) -> tuple[str, ...]:
        return STEPS[self.number - 1]

    @property
    def is_last(self) -> bool:
        return self.number == len(STEPS)

    @property
    def until_here(self) -> frozenset[str]:
        """The fields of this step and those before it."""
        return frozenset(name for step in STEPS[: self.number] for name in step)


def step(written: str) -> Step:
    """The step of that number; the first when it is none."""
    numbers = {str(number): number for number in range(1, len(STEPS) + 1)}
    return Step(numbers.get(written, 1))


def first_with(names: Iterable[str], *, otherwise: Step) -> Step:
    """The first step that has one of these fields."""
    wanted = frozenset(names)
    with_one = (Step(n) for n, fields in enumerate(STEPS, 1) if wanted & {*fields})
    return next(with_one, otherwise)


def fields_of(form: Form, names: Iterable[str] = _ALL) -> Fields:
    """What the form says of these fields, without what was left empty."""
    said = {name: tuple(value for value in form.all(name) if value) for name in names}
    return {name: values for name, values in said.items() if values}


def body_of(fields: Fields, *, today: date) -> dict[str, Any]:
    """The body that the API would be sent with these fields; agreement is recorded today."""
    agreement: dict[str, Any] = {"refer": False, "sms": False, "reportBack": False}
    agreement["recordedOn"] = today.isoformat()
    body: dict[str, Any] = {"person": {}, "agreement": agreement}
    for name, values in fields.items():
        if name not in _OWN_TIMES and name != "location":
            _put(body, name, _value(name, values))
    if "location" in fields:
        body["location"] = _location(fields["location"][0])
    if times := _availability(fields):
        body["availability"] = times
    return body


def changes(before: Fields, after: Fields, *, today: date) -> dict[str, Any]:
    """What a form changed, as a patch: only what it says otherwise now than it was shown."""
    names = {*before, *after}
    other = {n for n in names if sorted(before.get(n, ())) != sorted(after.get(n, ()))}
    old, new = (body_of(fields, today=today) for fields in (before, after))
    members = {_member(name) for name in other}
    return {
        member: _parts(old.get(member, {}), new.get(member, {}))
        if member in MERGED
        else new.get(member)
        for member in members
    }


def _member(name: str) -> str:
    """The member of the body to which a field belongs."""
    return "availability" if name == "times" else name.partition(".")[0]


def _parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Each part of a member as it is now, an emptied one as null."""
    return {name: new.get(name) for name in {*old, *new}}


def with_faults_of(faults: Iterable[Fault], names: Iterable[str]) -> InvalidRequest:
    """The faults of these fields, each under the name that its field has in the form."""
    wanted = frozenset(names)
    named = ((_field_of(fault.name), fault) for fault in faults)
    return InvalidRequest(Fault(name, fault.reason) for name, fault in named if name in wanted)


def fields_from(body: Mapping[str, Any]) -> Fields:
    """The fields that this body fills in: `body_of` read backwards."""
    fields: dict[str, tuple[str, ...]] = {**DEFAULTS}
    for name in _ALL:
        value = _found(body, name)
        if name not in _OWN_TIMES and name != "location" and value not in (None, "", False):
            fields[name] = _written(value)
    if location := body.get("location"):
        fields["location"] = (_place(location),)
    return {**fields, **_times_from(body.get("availability"))}


def _value(name: str, values: tuple[str, ...]) -> Any:
    if name in MANY:
        return list(values)
    if name in YES:
        return True
    is_number = name in _NUMBERS and values[0].isascii() and values[0].isdigit()
    return int(values[0]) if is_number and len(values[0]) <= _MOST_DIGITS else values[0]


def _put(body: dict[str, Any], name: str, value: Any) -> None:
    *outer, last = name.split(".")
    for key in outer:
        body = body.setdefault(key, {})
    body[last] = value


def _found(body: Any, name: str) -> Any:
    for key in name.split("."):
        body = body.get(key) if isinstance(body, Mapping) else None
    return body


def _written(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return ("yes",) if value is True else (str(value),)


def _location(written: str) -> dict[str, str]:
    return {"postcode" if written[0].isdigit() else "place": written}


def _place(location: Mapping[str, Any]) -> str:
    point = f"{location.get('latitude')}, {location.get('longitude')}"
    return str(location.get("postcode") or location.get("place") or point)


def _availability(fields: Fields) -> list[Any]:
    chosen = next(iter(fields.get("times", ())), "any")
    return list(fields.get("availability", ())) if chosen == OWN else TIMES.get(chosen, [chosen])


def _times_from(availability: Sequence[Any] | None) -> Fields:
    given = list(availability or [])
    preset = next((name for name, times in TIMES.items() if times == given), None)
    if preset is not None:
        return {"times": (preset,)}
    slots = tuple(time for time in given if isinstance(time, str))
    return {"times": (OWN,), "availability": slots}


def _field_of(name: str) -> str:
    """The field in whose value this fault lies: availability[2].from lies in availability."""
    is_within = (
        field for field in _ALL if name == field or name.startswith((f"{field}.", f"{field}["))
    )
    return next(is_within, name)


def gets_texts(fields: Fields) -> bool:
    """Whether what she gets is a text."""
    return fields.get("person.channel") == DEFAULTS["person.channel"]
