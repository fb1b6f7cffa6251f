"""What was attended of a municipality's own people: by month and by kind of activity."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.hours import Counting
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.reporting import MINUTES, NONE, Tally
from chalicelib.domain.vocabulary import ActivityType

_MONTH = len("2026-11")


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was attended of one month, or one kind, and what of it counts."""

    value: str
    attended: int
    counted: int


@dataclass(frozen=True, slots=True)
class Participation:
    """All of it, and the same by month and by kind of activity."""

    attended_minutes: int
    counted_minutes: int
    months: tuple[Minutes, ...]
    types: tuple[Minutes, ...]

    @property
    def hours(self) -> int:
        """Whole hours that count."""
        return self.counted_minutes // 60


def participation(
    tallies: Mapping[Tally, int],
    counting: Counting,
    *,
    type_by_activity: Mapping[ActivityId, ActivityType],
) -> Participation:
    """What these counters hold of minutes; an activity that is gone is of no kind."""
    attended: Counter[tuple[str, str]] = Counter()
    counted: Counter[tuple[str, str]] = Counter()
    for tally, number in tallies.items():
        if tally.name != MINUTES:
            continue
        type_ = type_by_activity.get(ActivityId(tally.value))
        for group in (("month", tally.period[:_MONTH]), ("type", type_ or NONE), ("all", "")):
            attended[group] += number
            if counting.counts(ActivityId(tally.value), type_):
                counted[group] += number
    return Participation(
        attended["all", ""],
        counted["all", ""],
        _groups("month", attended, counted),
        _groups("type", attended, counted),
    )


def _groups(
    kind: str, attended: Mapping[tuple[str, str], int], counted: Mapping[tuple[str, str], int]
) -> tuple[Minutes, ...]:
    return tuple(
        Minutes(value, number, counted.get((kind, value), 0))
        for (of_kind, value), number in sorted(attended.items())
        if of_kind == kind
    )
