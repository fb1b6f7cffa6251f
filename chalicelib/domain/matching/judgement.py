"""One activity judged for one need, in full: what fails, what it scores, and why it suits.

The search of `engine` finds the few activities that matter by the same functions; this is how
they are then explained, and how a page answers "why not this one?".
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.geography import distance_km, travel_minutes
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching import scoring
from chalicelib.domain.matching.constraints import (
    area_holds,
    failed_bit,
    failed_by_kind,
    is_at_her_place,
    is_fresh,
    lacking,
    named,
    seat_holds,
    timing,
    travel_holds,
)
from chalicelib.domain.matching.facts import Facts, facts_of
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.reasons import Findings, Visit, reasons_of, values_of_failure
from chalicelib.domain.matching.result import Constraint, Match, NearMiss
from chalicelib.domain.schedule import AMSTERDAM


@dataclass(frozen=True, slots=True)
class Explanation:
    """What fails, nothing when the activity fits, and the match it is or would be."""

    failed: frozenset[Constraint]
    match: Match
    findings: Findings

    def as_near_miss(self) -> NearMiss:
        """The activity with its one failed constraint.

        Raises:
            ValueError: not exactly one constraint fails.
        """
        (failed,) = self.failed
        return NearMiss(self.match, failed, values_of_failure(self.findings, failed))


def explain(
    need: Need, activity: Activity, holidays: Holidays, at: datetime, *, is_full: bool = False
) -> Explanation:
    """The whole judgement of one activity, as if it were active; `is_full` overrules its seats."""
    facts = facts_of(activity)
    today = at.astimezone(AMSTERDAM).date()
    closed = holidays.closed(facts.times.closed_in)
    visit = _visit(need, activity)
    when = timing(need, facts.times, visit.minutes, at=at, closed=closed)
    failed = (
        failed_by_kind(need, facts.kind)
        | failed_bit(
            Constraint.NEEDS,
            holds=not lacking(need, facts.facilities, at_her_place=visit.at_her_place),
        )
        | failed_bit(Constraint.SEAT, holds=seat_holds(facts.room) and not is_full)
        | failed_bit(Constraint.AREA, holds=area_holds(need, facts.area))
        | failed_bit(Constraint.STALE, holds=is_fresh(facts.confirmed, today=today))
        | failed_bit(Constraint.TRAVEL, holds=travel_holds(need, visit.minutes))
        | failed_bit(Constraint.SLOT, holds=when.fits)
        | failed_bit(Constraint.PARKED, holds=activity.id not in need.parked)
    )
    soon = scoring.soon_value(facts.times, when.next_at, today=today, closed=closed)
    found = Findings(need, activity, facts, visit, when, named(failed), today)
    return Explanation(found.failed, _match(found, soon), found)


def _visit(need: Need, activity: Activity) -> Visit:
    here, there = need.location.point, activity.branch.point
    minutes = travel_minutes(need.mode, here, there)
    if is_at_her_place(need, activity.delivery, minutes):
        return Visit(at_her_place=True, km=0.0, minutes=0)
    return Visit(at_her_place=False, km=distance_km(here, there), minutes=minutes)


def _match(found: Findings, soon: float) -> Match:
    parts = scoring.parts_of(_values(found.need, found.facts, found.visit, soon))
    return Match(
        activity=found.activity,
        score=scoring.total(part.part for part in parts),
        parts=parts,
        reasons=reasons_of(found),
        distance_km=found.visit.km,
        travel_minutes=found.visit.minutes,
        next_session_at=found.timing.next_at,
    )


def _values(need: Need, facts: Facts, visit: Visit, soon: float) -> tuple[float, ...]:
    """The values in the order of scoring.WEIGHTS."""
    return (
        scoring.OWN_PLACE_VALUE
        if visit.at_her_place
        else scoring.travel_value(need, visit.minutes),
        scoring.theme_value(need, facts.kind),
        scoring.level_value(need, facts.kind),
        scoring.help_language_value(need, facts.languages),
        soon,
        scoring.comfort_value(facts.room),
        scoring.wait_value(facts.room),
        scoring.scarcity_value(facts.room),
    )
