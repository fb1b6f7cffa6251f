"""Reports: how many came how far, who waits, what nobody offers, what was attended, what it cost.

A municipality reads every number about its own people, by the day. Anybody else reads the nation,
by whole quarters, in numbers that tell of nobody or of at least five: see domain/suppression.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from chalicelib.domain import funnel as funnels
from chalicelib.domain import unmet, waits
from chalicelib.domain.caller import Caller
from chalicelib.domain.costs import Costs, costs
from chalicelib.domain.errors import Fault, InvalidRequest, NotFound
from chalicelib.domain.funnel import Funnel
from chalicelib.domain.ids import ActivityId, OrganisationId, ProgrammeId
from chalicelib.domain.participation import Participation, participation
from chalicelib.domain.reporting import (
    DAYS,
    FUNNEL,
    HOURS,
    NATION,
    NONE,
    PROGRAMME,
    TEXTS,
    UNMET,
    WAITING,
    Grouping,
    Tally,
    first_day_of_quarter,
    last_day_of_quarter,
    on_calendar,
    quarter,
    table_of,
)
from chalicelib.domain.suppression import pooled
from chalicelib.domain.unmet import Demand
from chalicelib.domain.waits import Waits
from chalicelib.usecases.ports import Ports

T = TypeVar("T")
A_YEAR = timedelta(days=365)
LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Asked:
    """The days a report is about; None is the year until today."""

    first: date | None = None
    last: date | None = None
    grouping: Grouping | None = None


@dataclass(frozen=True, slots=True)
class Report(Generic[T]):
    """What was found, and the days it is really about: for the nation whole quarters."""

    first: date
    last: date
    suppressed: bool
    found: T


@dataclass(frozen=True, slots=True)
class _Reading:
    """Whose counters are read, and between which periods."""

    scope: OrganisationId
    first: date
    last: date
    ports: Ports

    @property
    def suppressed(self) -> bool:
        return self.scope == NATION

    def counted(self, table: str) -> Mapping[Tally, int]:
        first, last = self.first.isoformat(), self.last.isoformat()
        if self.suppressed:
            first, last = quarter(self.first), quarter(self.last)
        return self.ports.reports.counted(self.scope, table, first=first, last=last)

    def report(self, found: T) -> Report[T]:
        return Report(self.first, self.last, self.suppressed, found)


def funnel(asked: Asked, *, caller: Caller, ports: Ports) -> Report[Funnel]:
    """How many of those referred in these days came how far, and after how many days."""
    reading = _reading(asked, caller, ports)
    groups = funnels.farthest_counts(reading.counted(table_of(FUNNEL, asked.grouping)))
    days = reading.counted(DAYS)
    by_group = groups if asked.grouping else {}
    if not reading.suppressed:
        taken = funnels.days_taken(days)
        return reading.report(funnels.whole(groups.values(), by_group.values(), taken))
    by_period: dict[str, dict[Tally, int]] = {}
    for tally, number in days.items():
        by_period.setdefault(tally.period, {})[tally] = number
    taken_by_period = {period: funnels.days_taken(of_one) for period, of_one in by_period.items()}
    return reading.report(funnels.suppressed(groups, by_group, taken_by_period))


def waiting(asked: Asked, *, caller: Caller, ports: Ports) -> Report[Waits]:
    """Who joined a list in these days and waits still."""
    reading = _reading(asked, caller, ports)
    joined = waits.joined(reading.counted(table_of(WAITING, asked.grouping)))
    tell = waits.suppressed if reading.suppressed else waits.whole
    return reading.report(tell(joined, today=on_calendar(ports.now())))


def unmet_demand(asked: Asked, *, caller: Caller, ports: Ports) -> Report[Demand]:
    """For whom, of those referred in these days, nothing is found."""
    reading = _reading(asked, caller, ports)
    by_path = unmet.by_path(reading.counted(UNMET), ports.areas)
    tell = unmet.suppressed if reading.suppressed else unmet.whole
    return reading.report(tell(by_path.values(), ports.areas))


def participation_hours(asked: Asked, *, caller: Caller, ports: Ports) -> Report[Participation]:
    """What was attended in these days, and what of it counts; for a municipality only."""
    reading = _reading(asked, caller, ports)
    counted = reading.counted(HOURS)
    activities = ports.activities.get_many({ActivityId(tally.value) for tally in counted})
    return reading.report(
        participation(
            counted,
            ports.ledger.counting(caller.organisation),
            type_by_activity={id_: activity.type for id_, activity in activities.items()},
        )
    )


def text_costs(asked: Asked, *, caller: Caller, ports: Ports) -> Report[Costs | None]:
    """What the texts of these days cost, in all and for each who attends; None: too few to tell."""
    reading = _reading(asked, caller, ports)
    reached = funnel(asked, caller=caller, ports=ports).found.stages
    found = costs(reading.counted(TEXTS), reached, segment_price=ports.segment_price)
    is_told = not reading.suppressed or bool(reached[0].people)
    return reading.report(found if is_told else None)


@dataclass(frozen=True, slots=True)
class ProgrammeUse:
    """How many attend something of a programme, and how much material it has."""

    id: str
    title: str
    materials: int
    people: int


def programme_use(
    asked: Asked, *, caller: Caller, ports: Ports
) -> Report[tuple[ProgrammeUse, ...]]:
    """Every programme that somebody of these days attends; small ones are not named."""
    reading = _reading(asked, caller, ports)
    by_period: dict[str, dict[str, tuple[int]]] = {}
    for tally, number in reading.counted(PROGRAMME).items():
        by_period.setdefault(tally.period, {})[tally.value] = (number,)
    people: dict[str, int] = {}
    for categories in by_period.values():
        told: Mapping[str, tuple[int, ...]] = categories
        if reading.suppressed:
            # Named ones only: all together would tell how many attend where the funnel may not.
            divided = pooled(categories)
            told = {} if divided is None else divided.shown
        for value, (number,) in told.items():
            people[value] = people.get(value, 0) + number
    uses = [_use(value, number, ports) for value, number in people.items() if value != NONE]
    return reading.report(tuple(sorted(uses, key=lambda use: (-use.people, use.id))))


def _use(value: str, people: int, ports: Ports) -> ProgrammeUse:
    try:
        found = ports.programmes.get(ProgrammeId(value))
    except NotFound:
        return ProgrammeUse(value, value, 0, people)
    return ProgrammeUse(value, found.title, len(found.materials), people)


def _reading(asked: Asked, caller: Caller, ports: Ports) -> _Reading:
    """The caller's own municipality, day by day, or the nation, quarter by quarter.

    Raises:
        InvalidRequest: the days end before they begin, or are more than five years.
    """
    last = asked.last or on_calendar(ports.now())
    first = asked.first or last - A_YEAR
    if first > last:
        raise InvalidRequest([Fault("to", "upside_down")])
    if last - first > LONGEST:
        raise InvalidRequest([Fault("from", "too_long_ago")])
    if caller.municipality is not None:
        return _Reading(caller.organisation, first, last, ports)
    return _Reading(NATION, first_day_of_quarter(first), last_day_of_quarter(last), ports)
