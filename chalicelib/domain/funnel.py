"""The funnel: how many came how far, from referred to completed, and after how many days.

For the municipality's own people every number; for anybody else blocks of at least five, quarter
by quarter, as `suppression` divides them. A quarter in which fewer than five were referred is
withheld whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.milestones import RANK, STAGES, RoadStage
from chalicelib.domain.reporting import Tally, median_of
from chalicelib.domain.suppression import (
    Counts,
    Pooled,
    added,
    boundaries,
    detailed,
    is_safe,
    pooled,
)

Categories = Mapping[str, Counts]
_NOBODY: Counts = (0,) * len(STAGES)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many reached a stage, None where that is not told; the median of the days it took."""

    stage: RoadStage
    people: int | None
    median_days: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The same of one category; `value` "other" is all that are too small to be named."""

    value: str
    stages: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """All, and by category where that was asked; `withheld` where people were left out."""

    stages: tuple[Reached, ...]
    groups: tuple[Group, ...] = ()
    withheld: bool = False


def farthest_counts(tallies: Mapping[Tally, int]) -> dict[str, dict[str, Counts]]:
    """By period and category: how many are at each stage, and no farther."""
    found: dict[str, dict[str, list[int]]] = {}
    for tally, number in tallies.items():
        counts = found.setdefault(tally.period, {}).setdefault(tally.value, list(_NOBODY))
        counts[RANK[RoadStage(tally.name)]] += number
    return {
        period: {value: tuple(counts) for value, counts in categories.items()}
        for period, categories in found.items()
    }


def days_taken(tallies: Mapping[Tally, int]) -> dict[RoadStage, Counter[int]]:
    """How many took how many days to each stage."""
    found: dict[RoadStage, Counter[int]] = {}
    for tally, number in tallies.items():
        found.setdefault(RoadStage(tally.value), Counter())[int(tally.name)] += number
    return found


def whole(
    totals: Iterable[Categories],
    groups: Iterable[Categories],
    days: Mapping[RoadStage, Counter[int]],
) -> Funnel:
    """Every number as it is."""
    everybody = added([_NOBODY, *(counts for of_one in totals for counts in of_one.values())])
    by_group: dict[str, list[Counts]] = {}
    for of_one in groups:
        for value, counts in of_one.items():
            by_group.setdefault(value, []).append(counts)
    return Funnel(
        _reached(everybody, range(len(STAGES)), days),
        tuple(
            Group(value, _reached(added(many), range(len(STAGES))))
            for value, many in sorted(by_group.items())
        ),
    )


def suppressed(
    totals: Mapping[str, Categories],
    groups: Mapping[str, Categories],
    days: Mapping[str, Mapping[RoadStage, Counter[int]]],
) -> Funnel:
    """What may be told to anybody, by quarter and then added up."""
    everybody = {period: added([_NOBODY, *of_one.values()]) for period, of_one in totals.items()}
    told = {period: counts for period, counts in everybody.items() if is_safe(sum(counts))}
    starts = {period: boundaries(counts) for period, counts in told.items()}
    shown = _in_all([frozenset(starts[period]) for period in told if sum(told[period])])
    taken = _together(days[period] for period in told if period in days)
    return Funnel(
        _reached(added([_NOBODY, *told.values()]), shown, taken),
        _groups({period: groups.get(period, {}) for period in told}, starts),
        withheld=len(told) < len(everybody),
    )


def _groups(
    by_period: Mapping[str, Categories], starts: Mapping[str, Sequence[int]]
) -> tuple[Group, ...]:
    """Each bucket added up over the quarters, in as much detail as all of its quarters have."""
    counts: dict[str, Counts] = {}
    shown: dict[str, list[frozenset[int]]] = {}
    for period, categories in by_period.items():
        buckets = _buckets(pooled(categories))
        in_detail = detailed(buckets, starts[period])
        for value, of_one in buckets.items():
            counts[value] = added([counts.get(value, _NOBODY), of_one])
            may = frozenset(starts[period]) if value in in_detail else frozenset({0})
            shown.setdefault(value, []).append(may)
    return tuple(
        Group(value, _reached(counts[value], _in_all(shown[value]))) for value in sorted(counts)
    )


def _buckets(found: Pooled | None) -> Categories:
    return {} if found is None else found.buckets


def _reached(
    counts: Counts, shown: Iterable[int], days: Mapping[RoadStage, Counter[int]] | None = None
) -> tuple[Reached, ...]:
    may_be_told = frozenset(shown)
    return tuple(
        Reached(
            stage,
            sum(counts[number:]) if number in may_be_told else None,
            median_of((days or {}).get(stage, {})) if number in may_be_told else None,
        )
        for number, stage in enumerate(STAGES)
    )


def _together(many: Iterable[Mapping[RoadStage, Counter[int]]]) -> dict[RoadStage, Counter[int]]:
    found: dict[RoadStage, Counter[int]] = {}
    for of_one in many:
        for stage, days in of_one.items():
            found.setdefault(stage, Counter()).update(days)
    return found


def _in_all(many: Sequence[frozenset[int]]) -> frozenset[int]:
    """The stages that all of these show; every stage where nothing is in the way."""
    return frozenset(range(len(STAGES))).intersection(*many)
