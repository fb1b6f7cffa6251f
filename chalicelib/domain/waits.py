"""Who waits for a seat: how many, and how long already, by category."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.reporting import Tally, median_of
from chalicelib.domain.suppression import OTHER, pooled

# By period and category: how many joined on which day.
Joined = Mapping[str, Mapping[str, Mapping[date, int]]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many wait, half of them longer than so many days; "other" are those too few to name."""

    value: str
    people: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Waits:
    """Everybody who waits, by category; `withheld` where people were left out."""

    people: int
    groups: tuple[Waiting, ...]
    withheld: bool = False


def joined(tallies: Mapping[Tally, int]) -> Joined:
    """What the counters say of who waits since when."""
    found: dict[str, dict[str, dict[date, int]]] = {}
    for tally, number in tallies.items():
        since = found.setdefault(tally.period, {}).setdefault(tally.value, {})
        since[date.fromisoformat(tally.name)] = number
    return found


def whole(found: Joined, *, today: date) -> Waits:
    """Every number as it is."""
    return _waits((of_one for of_one in found.values()), today=today, withheld=False)


def suppressed(found: Joined, *, today: date) -> Waits:
    """What may be told to anybody, by quarter and then added up."""
    told = []
    for categories in found.values():
        divided = pooled({value: (sum(days.values()),) for value, days in categories.items()})
        if divided is None:
            continue
        shown = {value: categories[value] for value in divided.shown}
        if divided.rest is not None:
            rest = [days for value, days in categories.items() if value not in divided.shown]
            shown[OTHER] = _together(rest)
        told.append(shown)
    return _waits(told, today=today, withheld=len(told) < len(found))


def _waits(
    periods: Iterable[Mapping[str, Mapping[date, int]]], *, today: date, withheld: bool
) -> Waits:
    by_value: dict[str, list[Mapping[date, int]]] = {}
    for categories in periods:
        for value, days in categories.items():
            by_value.setdefault(value, []).append(days)
    groups = tuple(_waiting(value, _together(many), today) for value, many in by_value.items())
    in_order = tuple(sorted(groups, key=lambda group: (-group.people, group.value)))
    return Waits(sum(group.people for group in groups), in_order, withheld)


def _waiting(value: str, days: Mapping[date, int], today: date) -> Waiting:
    ago = {(today - since).days: people for since, people in days.items()}
    return Waiting(value, sum(days.values()), median_of(ago))


def _together(many: Iterable[Mapping[date, int]]) -> dict[date, int]:
    found: dict[date, int] = {}
    for days in many:
        for day, people in days.items():
            found[day] = found.get(day, 0) + people
    return found
