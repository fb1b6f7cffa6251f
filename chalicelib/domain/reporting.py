"""What reports count: the cells to which a referral, and what was attended of it, contribute.

A pure function of a referral, so what a step changes in the counters is the difference between
after and before, and adding all of it up again gives the same numbers. Nothing here names anybody:
a cell holds how many, and the row of a referral is the pseudonymous outcome that is kept of it.

| table | value | name | counts |
|---|---|---|---|
| `funnel`, `funnel.GROUPING` | of the grouping | farthest stage | referrals, on the day of each |
| `days` | stage | days since referred | the same, once each stage was reached |
| `unmet` | area/level/part of the day | `people` | referrals for which nothing is found |
| `waiting`, `waiting.GROUPING` | of the grouping | day she joined | referrals on a list |
| `texts` | – | `texts`, `segments` | texts that went out, on the day they did |
| `programme` | programme | `people` | referrals that attend what it is part of |
| `hours` | activity | `minutes`, `days` | attended, on the day; for the municipality only |
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.freetime import parts_of_day
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.ledger import Register
from chalicelib.domain.matching.need import Need
from chalicelib.domain.milestones import RANK, STAGE_OF, STAGES, RoadStage, farthest, reached_at
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral, ReferralStatus
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.step import Step

FUNNEL, DAYS, UNMET, WAITING = "funnel", "days", "unmet", "waiting"
TEXTS, PROGRAMME, HOURS = "texts", "programme", "hours"
PEOPLE, SEGMENTS, MINUTES, ATTENDED_DAYS = "people", "segments", "minutes", "days"
NATION = OrganisationId("NL")
NONE = "none"  # the value of who is in no group: no library yet, no programme
ANY = "any"  # the part of the day of who is free in several
_FOR_THE_MUNICIPALITY = frozenset({HOURS})
_MOST_DAYS = 999


class Grouping(StrEnum):
    """By what the counts of a report can be told apart."""

    MUNICIPALITY = "municipality"
    LEVEL = "level"
    LANGUAGE = "language"
    LIBRARY = "library"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of one table, on one day."""

    table: str
    day: date
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The same as it is counted: for one organisation by day, for the nation by quarter."""

    scope: OrganisationId
    table: str
    period: str
    value: str
    name: str


Cells = Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class Row:
    """All that one referral, or one placement's register, contributes; `id` is theirs."""

    id: str
    organisation: OrganisationId
    cells: Cells


def rows(step: Step) -> Iterator[Row]:
    """The rows that this step changes, as they are after it."""
    after = step.referral
    cells = contribution(after)
    if step.before is None or contribution(step.before) != cells:
        yield Row(after.id, after.organisation, cells)
    goes_back = after.agreement.report_back and after.count_hours
    if step.attended is not None and goes_back:
        register = step.attended.register
        yield Row(register.placement_id, after.organisation, attended(register))


def contribution(referral: Referral) -> Cells:
    """What this referral contributes as it is now."""
    day = on_calendar(referral.created_at)
    found: Counter[Cell] = Counter(_of_funnel(referral, day))
    found.update(_of_days(referral, day))
    found.update(_of_waiting(referral))
    found.update(_of_texts(referral))
    if _is_unmet(referral) and referral.need is not None:
        found[Cell(UNMET, day, _leaf(referral, referral.need), PEOPLE)] += 1
    leading = _leading(referral)
    if leading is not None and RANK[farthest(referral.milestones)] >= RANK[RoadStage.ATTENDING]:
        found[Cell(PROGRAMME, day, leading.offered.programme or NONE, PEOPLE)] += 1
    return dict(found)


def attended(register: Register) -> Cells:
    """What this register contributes as it stands; a day on which she was not there, nothing."""
    found: dict[Cell, int] = {}
    for mark in register.marks:
        if mark.said.was_there:
            day, activity = mark.said.held_on, register.activity_id
            found[Cell(HOURS, day, activity, MINUTES)] = mark.said.minutes
            found[Cell(HOURS, day, activity, ATTENDED_DAYS)] = 1
    return found


def difference(after: Cells, before: Cells) -> Cells:
    """What must be added to the counters so that they hold `after` instead of `before`."""
    by = {cell: after.get(cell, 0) - before.get(cell, 0) for cell in {**before, **after}}
    return {cell: number for cell, number in by.items() if number}


def tallied(organisation: OrganisationId, cells: Cells) -> Mapping[Tally, int]:
    """The same numbers where they are counted: for the organisation, and for the nation."""
    found: Counter[Tally] = Counter()
    for cell, number in cells.items():
        own = cell.day.isoformat()
        found[Tally(organisation, cell.table, own, cell.value, cell.name)] += number
        if cell.table not in _FOR_THE_MUNICIPALITY:
            found[Tally(NATION, cell.table, quarter(cell.day), cell.value, cell.name)] += number
    return dict(found)


def quarter(day: date) -> str:
    """As in: 2026-Q4. Sorts as time does."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def first_day_of_quarter(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def last_day_of_quarter(day: date) -> date:
    month = day.month + 2 - (day.month - 1) % 3
    return day.replace(month=month, day=31 if month in {3, 12} else 30)


def quarter_from(day: date) -> str:
    """The first quarter that begins on this day or later."""
    has_begun = (day.month - 1) % 3 > 0 or day.day > 1
    year, number = divmod(4 * day.year + (day.month - 1) // 3 + has_begun, 4)
    return f"{year:04d}-Q{number + 1}"


def on_calendar(at: datetime) -> date:
    """The day on the calendar in Amsterdam."""
    return at.astimezone(AMSTERDAM).date()


def table_of(table: str, grouping: Grouping | None) -> str:
    return table if grouping is None else f"{table}.{grouping}"


def _of_funnel(referral: Referral, day: date) -> Iterator[Cell]:
    stage = farthest(referral.milestones)
    yield Cell(FUNNEL, day, "", stage)
    for grouping, value in _groups(referral, _leading(referral)):
        yield Cell(table_of(FUNNEL, grouping), day, value, stage)


def _of_days(referral: Referral, day: date) -> Iterator[Cell]:
    for stage in STAGES[1:]:
        at = reached_at(referral.milestones, stage)
        if at is not None:
            days = max(0, min(_MOST_DAYS, (on_calendar(at) - day).days))
            yield Cell(DAYS, day, stage, f"{days:03d}")


def _of_waiting(referral: Referral) -> Iterator[Cell]:
    """Once a list of each kind, from when she joined the first."""
    since: dict[tuple[str, str], date] = {}
    for placement in referral.placements:
        if placement.state is State.WAITLISTED and placement.moved_at is not None:
            joined = on_calendar(placement.moved_at)
            groups = [(table_of(WAITING, g), v) for g, v in _groups(referral, placement)]
            for group in ((WAITING, ""), *groups):
                since[group] = min(joined, since.get(group, joined))
    for (table, value), joined in since.items():
        yield Cell(table, joined, value, joined.isoformat())


def _of_texts(referral: Referral) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for message in referral.messages:
        if message.sent_at is not None:
            day = on_calendar(message.sent_at)
            found[Cell(TEXTS, day, "", TEXTS)] += 1
            found[Cell(TEXTS, day, "", SEGMENTS)] += message.segments
    return found


def _groups(referral: Referral, leading: Placement | None) -> Iterator[tuple[Grouping, str]]:
    need = referral.need
    yield Grouping.MUNICIPALITY, referral.organisation if need is None else need.residence
    yield Grouping.LEVEL, "unknown" if need is None else need.level
    yield Grouping.LANGUAGE, referral.contact_language
    yield Grouping.LIBRARY, NONE if leading is None else leading.library
    yield Grouping.TYPE, NONE if leading is None else leading.offered.type or NONE


def _leading(referral: Referral) -> Placement | None:
    """The placement that came farthest of those her library knows; the newest of equals."""
    known = [p for p in referral.placements if p.is_known_to_library]
    return max(reversed(known), key=lambda p: _rank(p.state), default=None)


def _rank(state: State) -> int:
    stage = STAGE_OF.get(state)
    return -1 if stage is None else RANK[stage]


def _is_unmet(referral: Referral) -> bool:
    return referral.status is ReferralStatus.NO_OFFER and referral.parked_at is None


def _leaf(referral: Referral, need: Need) -> str:
    """Where she lives, no finer than she told, at which level she is, and when she is free."""
    parts = ANY if need.free is None else _part(parts_of_day(need.free))
    return f"{_area(referral, need)}/{need.level}/{parts}"


def _area(referral: Referral, need: Need) -> str:
    """Four digits; for who gave a place or a point, that point to the tenth of a degree."""
    place = referral.asked.get("location")
    if isinstance(place, Mapping) and isinstance(place.get("postcode"), str):
        return str(place["postcode"])
    point = need.location.point
    return f"{point.latitude:.1f},{point.longitude:.1f}"


def _part(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else ANY


def median_of(counts: Mapping[int, int]) -> float | None:
    """The median of numbers of which each occurs so often; None of nothing."""
    # `statistics` would load random, decimal and fractions: 10 ms at a cold start.
    ranked = sorted((number, times) for number, times in counts.items() if times > 0)
    total = sum(times for _, times in ranked)
    if total == 0:
        return None
    lower, upper = _nth(ranked, (total - 1) // 2), _nth(ranked, total // 2)
    return (lower + upper) / 2


def _nth(ranked: Iterable[tuple[int, int]], n: int) -> int:
    """The number in this place of all of them in order, counted from nothing."""
    for number, times in ranked:
        if n < times:
            return number
        n -= times
    raise IndexError(n)
