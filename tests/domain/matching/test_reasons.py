"""Every reason is true, and nothing is said that was not checked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.freetime import fits
from chalicelib.domain.geography import distance_km, travel_minutes
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching import reasons
from chalicelib.domain.matching.judgement import explain
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint, Match
from chalicelib.domain.schedule import AMSTERDAM, WEEK, next_held
from tests.domain.matching import plain, worlds

Values = Mapping[str, Any]
Checker = Callable[[Need, Activity, Match, Values, datetime], bool]


def level(need: Need, activity: Activity) -> int:
    return plain.LADDER.index(plain.counting_level(need, activity))


def low(activity: Activity) -> int:
    return plain.LADDER.index(activity.level.lowest)


def high(activity: Activity) -> int:
    return plain.LADDER.index(activity.level.highest)


def names_the_levels(need: Need, activity: Activity, values: Values) -> bool:
    return values == {
        "level": plain.counting_level(need, activity),
        "lowest": activity.level.lowest,
        "highest": activity.level.highest,
    }


def minutes_by_road(need: Need, activity: Activity) -> int:
    return travel_minutes(need.mode, need.location.point, activity.branch.point)


def meets_then(activity: Activity, match: Match, values: Values) -> bool:
    assert match.next_session_at is not None
    local = match.next_session_at.astimezone(AMSTERDAM)
    says = (WEEK[local.weekday()], f"{local:%H:%M}") == (values["weekday"], values["start"])
    return says and any(session.day is WEEK[local.weekday()] for session in activity.sessions)


def days_unconfirmed(activity: Activity, at: datetime) -> int:
    return (at.astimezone(AMSTERDAM).date() - activity.last_confirmed_on).days


# What must be so when a reason is given, worked out from the activity and the need alone.
TRUE_WHEN: dict[str, Checker] = {
    "level_in_range": lambda n, a, _m, v, _t: (
        low(a) <= level(n, a) <= high(a) and names_the_levels(n, a, v)
    ),
    "level_below_range": lambda n, a, _m, v, _t: (
        level(n, a) < low(a) and a.level.policy == "guideline" and names_the_levels(n, a, v)
    ),
    "level_above_range": lambda n, a, _m, v, _t: (
        level(n, a) > high(a) and a.level.policy == "guideline" and names_the_levels(n, a, v)
    ),
    "level_unknown_ok": lambda n, a, _m, _v, _t: (
        plain.counting_level(n, a) == "unknown" and not plain.level_fails(n, a)
    ),
    "reading_not_needed": lambda n, a, _m, _v, _t: n.reading != "latin" and a.reading == "none",
    "within_travel": lambda n, a, m, v, _t: (
        m.travel_minutes
        == v["minutes"]
        == minutes_by_road(n, a)
        <= v["maxMinutes"]
        == n.max_minutes
        and v["mode"] == n.mode
        and v["km"] == round(distance_km(n.location.point, a.branch.point), 1)
    ),
    "at_home": lambda _n, a, m, _v, _t: a.delivery == "home" and m.travel_minutes == 0,
    "online": lambda _n, a, m, _v, _t: (
        a.delivery in {"online", "hybrid"} and m.travel_minutes == 0 and m.distance_km == 0
    ),
    "fits_free_time": lambda n, a, m, v, _t: (
        n.free is not None
        and any(fits(session, m.travel_minutes, n.free) for session in a.sessions)
        and meets_then(a, m, v)
    ),
    "any_time": lambda n, a, m, v, _t: n.free is None and meets_then(a, m, v),
    "by_arrangement": lambda _n, a, m, _v, _t: not a.sessions and m.next_session_at is None,
    "audience_wished": lambda n, a, _m, v, _t: a.audience == v["audience"] in n.audiences,
    "audience_of_age": lambda n, a, _m, v, _t: (
        a.audience == v["audience"] == ("youth" if n.age_group == "youth" else "adults")
    ),
    "needs_met": lambda n, a, m, v, _t: (
        set(v["needs"]) == set(n.requirements) - {"companion", "call_first"}
        and all(
            one in a.offered_facilities or (one == "step_free" and m.travel_minutes == 0)
            for one in v["needs"]
        )
    ),
    "seats_left": lambda _n, a, _m, v, _t: plain.seats_left(a) == v["seats"] > 0,
    "no_limit": lambda _n, a, _m, _v, _t: a.seats.capacity is None,
    "waiting_list": lambda _n, a, _m, v, _t: (
        plain.seats_left(a) == 0 and a.waiting_list and v["weeks"] == a.expected_wait_weeks
    ),
    "in_service_area": lambda n, a, _m, v, _t: v["area"] == n.residence in a.service_area,
    "everywhere": lambda _n, a, _m, _v, _t: not a.service_area,
    "themes": lambda n, a, _m, v, _t: set(v["themes"]) == set(n.themes) & set(a.themes) != set(),
    "speaks_language": lambda n, a, _m, v, _t: (
        v["languages"] == [one for one in n.spoken_languages if one in a.helping_languages] != []
    ),
    "free_of_charge": lambda _n, a, _m, _v, _t: a.price.amount == 0,
    "drop_in": lambda _n, a, _m, _v, _t: a.entry == "drop_in",
    "call_first": lambda _n, a, _m, v, t: days_unconfirmed(a, t) == v["days"] >= 90,
    "location_estimated": lambda n, _a, _m, v, _t: (
        n.location.precision == "area" and v["radiusKm"] == n.location.radius_km
    ),
}


@settings(max_examples=600, deadline=None)
@given(
    need=worlds.needs,
    activity=st.sampled_from(worlds.POOL),
    holidays=worlds.holidays,
    at=worlds.instants,
)
def test_every_reason_is_true(
    need: Need, activity: Activity, holidays: Holidays, at: datetime
) -> None:
    match = explain(need, activity, holidays, at).match
    untrue = [
        reason
        for reason in match.reasons
        if not TRUE_WHEN[reason.code](need, activity, match, reason.values, at)
    ]
    assert untrue == []


def test_the_table_in_the_docstring_names_the_reasons_that_are_given() -> None:
    table = (reasons.__doc__ or "").split("true when\n")[1].split("\n\n")[0]
    assert {line.split()[0] for line in table.splitlines()} == set(TRUE_WHEN)


@settings(max_examples=300, deadline=None)
@given(
    need=worlds.needs,
    activity=st.sampled_from(worlds.POOL),
    holidays=worlds.holidays,
    at=worlds.instants,
)
def test_what_fails_is_what_the_definition_says(
    need: Need, activity: Activity, holidays: Holidays, at: datetime
) -> None:
    explanation = explain(need, activity, holidays, at)
    ways = plain.attended(need, activity)
    assert explanation.failed == set(plain.failing(need, activity, ways, holidays, at, ()))


FAILURES: dict[Constraint, Values] = {
    Constraint.LEVEL: {"level": "b2", "lowest": "a1", "highest": "a2"},
    Constraint.READING: {},
    Constraint.TRAVEL: {"minutes": 6, "maxMinutes": 1, "mode": "bicycle", "km": 1.1},
    Constraint.SLOT: {"sessions": [{"weekday": "tue", "start": "10:00"}]},
    Constraint.AUDIENCE: {"audience": "women"},
    Constraint.DELIVERY: {"delivery": "online"},
    Constraint.NEEDS: {"needs": ["childcare"]},
    Constraint.SEAT: {"capacity": 8},
    Constraint.AREA: {"area": ["GM0344", "GM0363"]},
    Constraint.STALE: {"days": 181},
    Constraint.PARKED: {},
}


@pytest.mark.parametrize("constraint", list(Constraint))
def test_a_near_miss_carries_what_its_sentence_needs(constraint: Constraint) -> None:
    need, activity = worlds.failing_only(constraint)
    explanation = explain(need, activity, worlds.HOLIDAYS[0], worlds.NOW)
    assert explanation.failed == {constraint}
    assert explanation.as_near_miss().values == FAILURES[constraint]


def test_only_one_failure_makes_a_near_miss() -> None:
    need, activity = worlds.failing_only(Constraint.SEAT)
    fitting = replace(activity, waiting_list=True)
    explanation = explain(need, fitting, worlds.HOLIDAYS[0], worlds.NOW)
    assert explanation.failed == set()
    with pytest.raises(ValueError, match="not enough values"):
        explanation.as_near_miss()


def test_an_activity_that_just_lost_its_last_seat_boasts_of_none() -> None:
    need, activity = worlds.failing_only(Constraint.SEAT)
    activity = replace(activity, seats=replace(activity.seats, taken=0))
    explanation = explain(need, activity, worlds.HOLIDAYS[0], worlds.NOW, is_full=True)
    assert explanation.failed == {Constraint.SEAT}
    assert not {"seats_left", "no_limit"} & {one.code for one in explanation.match.reasons}


def test_the_next_session_is_the_first_that_fits_her() -> None:
    need, activity = worlds.failing_only(Constraint.PARKED)
    (tuesday,) = activity.sessions
    explanation = explain(need, activity, worlds.HOLIDAYS[0], worlds.NOW)
    assert explanation.match.next_session_at == next_held(tuesday, at=worlds.NOW)
