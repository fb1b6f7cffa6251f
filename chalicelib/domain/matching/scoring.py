"""How well an activity that may be suggested suits her: eight values from 0 to 1, weighted.

travel         0.5 ** (minutes / maximum): 1 at her door, a half at her maximum. At her own place
               0.5 ** 0.5, as if it were half her maximum away.
theme          The share of her wishes that it meets: each theme is one, and a group she wishes to
               be with is one more; 0.5 when she wishes nothing.
level          Headroom. Within the range with a step above her 1, at its top 0.8. Below the
               range by one step 0.5, two 0.25, more 0.1; above it by one step 0.4, more 0.1;
               unknown 0.5. The level that counts is that of the constraint.
help_language  1 when a language she speaks is among the helping languages, 0 when none is;
               0.5 when she named none.
soon           max(0, 1 - d / 28), with d the days on the calendar in Amsterdam until its next
               session, less the closed school-holiday days among them: a library that enters
               its holidays honestly must not lose by it. By arrangement 0.5, no session 0.
comfort        1 while it has fewer people than it is at its best with (BEST_SIZE), whoever they
               came through; then max(0, 1 - (people - best + 1) / best).
wait           1 with a free seat; on a waiting list max(0, 1 - weeks / 26), where unknown counts
               as 12 weeks; 0 when it is full without a list.
scarcity       1 without a limit, else min(1, seats left / 3): the last seats are dear.

The score is the sum of value times weight, added in the order of WEIGHTS from left to right with
ordinary floating point. The order is part of the definition: ties are ties to the last bit.

A near miss is scored by the same formulas as they stand, with its real minutes and, when none of
its rules fits her, its next session over all of them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.domain.catalogue import BEST_SIZE
from chalicelib.domain.matching.constraints import failed_bit, level_that_counts, seat_holds
from chalicelib.domain.matching.facts import Kind, Room, Times
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint, ScorePart
from chalicelib.domain.schedule import AMSTERDAM, ClosedDays
from chalicelib.domain.vocabulary import RANK, Audience, Level

CONFIG = "weights-2026-11-2"
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "travel": 0.36,
        "theme": 0.20,
        "level": 0.12,
        "help_language": 0.10,
        "soon": 0.10,
        "comfort": 0.04,
        "wait": 0.05,
        "scarcity": 0.03,
    }
)

NEUTRAL = 0.5  # where nothing is known or wished, neither for nor against
SOON_DAYS = 28
LIST_WEEKS = 26
UNKNOWN_WAIT_WEEKS = 12
DEAR_SEATS = 3
WITH_HEADROOM, AT_THE_TOP = 1.0, 0.8
BELOW_BY_STEPS = (0.5, 0.25)  # one step, two steps
ABOVE_BY_STEPS = (0.4,)
FAR_OUTSIDE = 0.1


def parts_of(values: Iterable[float]) -> tuple[ScorePart, ...]:
    """The values, which come in the order of WEIGHTS, with their weights."""
    named = zip(WEIGHTS.items(), values, strict=True)
    return tuple(ScorePart(code, value, weight) for (code, weight), value in named)


def total(parts: Iterable[float]) -> float:
    """The parts added from left to right; `sum` may compensate (Python 3.12) and is another sum."""
    score = 0.0
    for part in parts:
        score += part
    return score


def travel_value(need: Need, minutes: int) -> float:
    value: float = 0.5 ** (minutes / need.max_minutes)
    return value


OWN_PLACE_VALUE: float = 0.5**0.5


def theme_value(need: Need, kind: Kind) -> float:
    wishes = wish_count(need)
    if not wishes:
        return NEUTRAL
    return (len(need.themes & kind.themes) + (kind.audience in wished_groups(need))) / wishes


def wished_groups(need: Need) -> frozenset[Audience]:
    """The groups she wishes to be with; everyone is no group."""
    return need.audiences - {Audience.EVERYONE}


def wish_count(need: Need) -> int:
    """How many wishes there are: the themes, and one for all groups together."""
    return len(need.themes) + bool(wished_groups(need))


def level_value(need: Need, kind: Kind) -> float:
    level = level_that_counts(need, kind.type)
    return headroom_value(level, kind.level.lowest, kind.level.highest)


def headroom_value(level: Level, range_from: Level, range_to: Level) -> float:
    if level is Level.UNKNOWN:
        return NEUTRAL
    lowest, hers, highest = RANK[range_from], RANK[level], RANK[range_to]
    if hers < lowest:
        return _by_steps(BELOW_BY_STEPS, lowest - hers)
    if hers > highest:
        return _by_steps(ABOVE_BY_STEPS, hers - highest)
    return WITH_HEADROOM if hers < highest else AT_THE_TOP


def help_language_value(need: Need, languages: frozenset[str]) -> float:
    if not need.spoken_languages:
        return NEUTRAL
    return 0.0 if languages.isdisjoint(need.spoken_languages) else 1.0


def soon_value(times: Times, next_at: datetime | None, *, today: date, closed: ClosedDays) -> float:
    if not times.sessions:
        return NEUTRAL
    if next_at is None:
        return 0.0
    day = next_at.astimezone(AMSTERDAM).date()
    waiting = (day - today).days - closed.days_between(today, day)
    return max(0.0, 1 - waiting / SOON_DAYS)


def comfort_value(room: Room) -> float:
    best = BEST_SIZE[room.type]
    people = room.seats.taken + room.seats.taken_elsewhere
    return 1.0 if people < best else max(0.0, 1 - (people - best + 1) / best)


def wait_value(room: Room) -> float:
    if room.seats.has_room:
        return 1.0
    if not room.waiting_list:
        return 0.0
    weeks = UNKNOWN_WAIT_WEEKS if room.expected_wait_weeks is None else room.expected_wait_weeks
    return max(0.0, 1 - weeks / LIST_WEEKS)


def scarcity_value(room: Room) -> float:
    left = room.seats.left
    return 1.0 if left is None else min(1.0, left / DEAR_SEATS)


class SeatParts(NamedTuple):
    """What the seats and the list of an activity add to its score, whoever asks."""

    failed: int
    total: float
    comfort: float
    wait: float
    scarcity: float


def seat_parts(room: Room) -> SeatParts:
    """The constraint on seats as a bit, and the three parts that follow from them."""
    comfort = comfort_value(room) * WEIGHTS["comfort"]
    wait = wait_value(room) * WEIGHTS["wait"]
    scarcity = scarcity_value(room) * WEIGHTS["scarcity"]
    failed = failed_bit(Constraint.SEAT, holds=seat_holds(room))
    return SeatParts(failed, comfort + wait + scarcity, comfort, wait, scarcity)


def soonest_values(today: date, closures: Iterable[ClosedDays]) -> tuple[float, ...]:
    """For each weekday, Monday first, the best `soon` that a session on it can have."""
    best = [0.0] * 7
    for closed in closures:
        for day in (today + timedelta(days=ahead) for ahead in range(7)):
            first = _first_open(day, closed)
            waiting = (first - today).days - closed.days_between(today, first)
            value = max(0.0, 1 - waiting / SOON_DAYS)
            best[day.weekday()] = max(best[day.weekday()], value)
    return tuple(best)


def _first_open(day: date, closed: ClosedDays) -> date:
    """This day, or the first day weeks later on which nothing is closed."""
    while closed.contains(day):
        day += timedelta(days=7)
    return day


def _by_steps(values: tuple[float, ...], steps: int) -> float:
    return values[steps - 1] if steps <= len(values) else FAR_OUTSIDE
