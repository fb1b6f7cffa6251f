"""Why an activity suits her, as codes with the values that their sentences need.

code                values                          true when
level_in_range      level, lowest, highest          the level that counts lies within the range
level_below_range   level, lowest, highest          below it, and the range is a guideline
level_above_range   level, lowest, highest          above it, and the range is a guideline
level_unknown_ok                                    her level is unknown, and that is no obstacle
reading_not_needed                                  she reads no Latin script, and need not
within_travel       minutes, maxMinutes, mode, km   at the branch, within her maximum
at_home                                             somebody comes to her home
online                                              she takes part from her own place
fits_free_time      weekday, start                  she named her free time, and it meets in it
any_time            weekday, start                  she can come any time, and this is when it meets
by_arrangement                                      it has no fixed hours
audience_wished     audience                        it is for a group that she wishes
audience_of_age     audience                        it is for her age, and she did not ask for that
needs_met           needs                           all that she needs of a place is there
seats_left          seats                           so many seats are free
no_limit                                            there is no limit to the seats
waiting_list        weeks (or none)                 full, with a list of about so many weeks
in_service_area     area                            meant for where she lives
everywhere                                          meant for people from everywhere
themes              themes                          it has these themes of her wish
speaks_language     languages                       help in these languages, which she speaks
free_of_charge                                      it costs nothing
drop_in                                             she can just come
call_first          days                            not confirmed for CALL_FIRST_AFTER_DAYS or more
location_estimated  radiusKm                        where she lives is known to an area only

A reason is given only when it is true; what fails leaves no reason behind.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.domain.catalogue import CALL_FIRST_AFTER_DAYS, Activity
from chalicelib.domain.geography import Precision
from chalicelib.domain.matching.constraints import (
    FACILITY_ASKED,
    Timing,
    lacking,
    level_that_counts,
)
from chalicelib.domain.matching.facts import Facts
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint, Reason
from chalicelib.domain.schedule import AMSTERDAM, WEEK
from chalicelib.domain.vocabulary import RANK, Delivery, Entry, Level, Reading, ReadingAsked


class Visit(NamedTuple):
    """How she would attend; at her own place `km` and `minutes` are 0."""

    at_her_place: bool
    km: float
    minutes: int


class Findings(NamedTuple):
    """All that is known of one activity for one need, before it is put into words."""

    need: Need
    activity: Activity
    facts: Facts
    visit: Visit
    timing: Timing
    failed: frozenset[Constraint]
    today: date


def reasons_of(found: Findings) -> tuple[Reason, ...]:
    """Every reason that is true, in the order in which a case worker would weigh them."""
    return tuple(
        Reason(code, values)
        for give in (_level, _reading, _place, _time, _audience, _needs, _seats, _area, _extras)
        for code, values in give(found)
    )


def values_of_failure(found: Findings, failed: Constraint) -> Mapping[str, Any]:
    """What the sentence about a failed constraint needs."""
    return _VALUES_OF_FAILURE[failed](found)


_Coded = Iterator[tuple[str, Mapping[str, Any]]]


def _level(found: Findings) -> _Coded:
    if Constraint.LEVEL in found.failed:
        return
    level = level_that_counts(found.need, found.facts.kind.type)
    if level is Level.UNKNOWN:
        yield "level_unknown_ok", {}
        return
    asked = found.facts.kind.level
    if RANK[level] < RANK[asked.lowest]:
        yield "level_below_range", _level_values(found)
    elif RANK[level] > RANK[asked.highest]:
        yield "level_above_range", _level_values(found)
    else:
        yield "level_in_range", _level_values(found)


def _reading(found: Findings) -> _Coded:
    is_asked = found.facts.kind.reading is not ReadingAsked.NONE
    if found.need.reading is not Reading.LATIN and not is_asked:
        yield "reading_not_needed", {}


def _place(found: Findings) -> _Coded:
    if found.visit.at_her_place:
        is_home = found.facts.kind.delivery is Delivery.HOME
        yield ("at_home" if is_home else "online"), {}
        return
    if Constraint.TRAVEL not in found.failed:
        yield "within_travel", _travel_values(found)
    if found.need.location.precision is Precision.AREA:
        yield "location_estimated", {"radiusKm": found.need.location.radius_km}


def _time(found: Findings) -> _Coded:
    if not found.facts.times.sessions:
        yield "by_arrangement", {}
        return
    if Constraint.SLOT in found.failed or found.timing.next_at is None:
        return
    local = found.timing.next_at.astimezone(AMSTERDAM)
    code = "any_time" if found.need.free is None else "fits_free_time"
    yield code, {"weekday": WEEK[local.weekday()].value, "start": f"{local:%H:%M}"}


def _audience(found: Findings) -> _Coded:
    audience = found.facts.kind.audience
    if audience in found.need.audiences:
        yield "audience_wished", {"audience": audience.value}
    elif audience.value != "everyone" and Constraint.AUDIENCE not in found.failed:
        yield "audience_of_age", {"audience": audience.value}


def _needs(found: Findings) -> _Coded:
    asked = found.need.requirements & FACILITY_ASKED.keys()
    if asked and Constraint.NEEDS not in found.failed:
        yield "needs_met", {"needs": sorted(requirement.value for requirement in asked)}


def _seats(found: Findings) -> _Coded:
    room = found.facts.room
    if Constraint.SEAT in found.failed:
        return
    if room.seats.left is None:
        yield "no_limit", {}
    elif room.seats.left > 0:
        yield "seats_left", {"seats": room.seats.left}
    else:
        yield "waiting_list", {"weeks": room.expected_wait_weeks}


def _area(found: Findings) -> _Coded:
    area = found.facts.area
    if not area:
        yield "everywhere", {}
    elif found.need.residence in area:
        yield "in_service_area", {"area": found.need.residence}


def _extras(found: Findings) -> _Coded:
    need, kind = found.need, found.facts.kind
    if themes := need.themes & kind.themes:
        yield "themes", {"themes": sorted(theme.value for theme in themes)}
    if languages := [spoken for spoken in need.spoken_languages if spoken in found.facts.languages]:
        yield "speaks_language", {"languages": languages}
    if found.activity.price.amount == 0:
        yield "free_of_charge", {}
    if found.activity.entry is Entry.DROP_IN:
        yield "drop_in", {}
    if _days_unconfirmed(found) >= CALL_FIRST_AFTER_DAYS:
        yield "call_first", {"days": _days_unconfirmed(found)}


def _level_values(found: Findings) -> Mapping[str, Any]:
    asked = found.facts.kind.level
    level = level_that_counts(found.need, found.facts.kind.type)
    return {"level": level.value, "lowest": asked.lowest.value, "highest": asked.highest.value}


def _travel_values(found: Findings) -> Mapping[str, Any]:
    return {
        "minutes": found.visit.minutes,
        "maxMinutes": found.need.max_minutes,
        "mode": found.need.mode.value,
        "km": round(found.visit.km, 1),
    }


def _sessions(found: Findings) -> list[Mapping[str, str]]:
    return [
        {"weekday": session.day.value, "start": f"{session.start:%H:%M}"}
        for session in found.facts.times.sessions
    ]


def _days_unconfirmed(found: Findings) -> int:
    return (found.today - found.facts.confirmed).days


def _missing(found: Findings) -> list[str]:
    at_her_place = found.visit.at_her_place
    missing = lacking(found.need, found.facts.facilities, at_her_place=at_her_place)
    return sorted(requirement.value for requirement in missing)


_VALUES_OF_FAILURE: Mapping[Constraint, Callable[[Findings], Mapping[str, Any]]] = {
    Constraint.LEVEL: _level_values,
    Constraint.READING: lambda _: {},
    Constraint.TRAVEL: _travel_values,
    Constraint.SLOT: lambda found: {"sessions": _sessions(found)},
    Constraint.AUDIENCE: lambda found: {"audience": found.facts.kind.audience.value},
    Constraint.DELIVERY: lambda found: {"delivery": found.facts.kind.delivery.value},
    Constraint.NEEDS: lambda found: {"needs": _missing(found)},
    Constraint.SEAT: lambda found: {"capacity": found.facts.room.seats.capacity},
    Constraint.AREA: lambda found: {"area": sorted(found.facts.area)},
    Constraint.STALE: lambda found: {"days": _days_unconfirmed(found)},
    Constraint.PARKED: lambda _: {},
}
