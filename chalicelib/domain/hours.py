"""Hours: what a municipality counts of what the ledger says, by month and in all.

The running total is in the shape in which municipalities report hours to DUO: a whole number of
hours, and the date until which they are known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.ids import ActivityId
from chalicelib.domain.ledger import LedgerEntry, standing
from chalicelib.domain.vocabulary import ActivityType


class NotReported(StrEnum):
    """Why there are no hours to read."""

    NOT_COUNTED = "not_counted"  # nobody asked for them when she was referred
    NOT_AGREED = "not_agreed"  # she did not agree that they go back


@dataclass(frozen=True, slots=True)
class Counting:
    """What a municipality counts: `types` None is every type; single activities go before it."""

    types: frozenset[ActivityType] | None = None
    also: frozenset[ActivityId] = frozenset()
    never: frozenset[ActivityId] = frozenset()

    def counts(self, activity_id: ActivityId, type_: ActivityType | None) -> bool:
        """Whether time at this activity counts; `type_` None where it no longer exists."""
        if activity_id in self.never:
            return False
        return self.types is None or activity_id in self.also or type_ in self.types


@dataclass(frozen=True, slots=True)
class Month:
    """One month, `first` its first day; the total is what counts from the beginning to its end."""

    first: date
    attended_minutes: int
    counted_minutes: int
    total_hours: int
    known_until: date


@dataclass(frozen=True, slots=True)
class Hours:
    """All of one referral; `known_until` is the last day she was there, None before the first."""

    months: tuple[Month, ...] = ()
    not_reported: NotReported | None = None

    @property
    def attended_minutes(self) -> int:
        return sum(month.attended_minutes for month in self.months)

    @property
    def counted_minutes(self) -> int:
        return sum(month.counted_minutes for month in self.months)

    @property
    def total_hours(self) -> int:
        """Whole hours that count; what is begun is not yet an hour."""
        return self.counted_minutes // 60

    @property
    def known_until(self) -> date | None:
        return self.months[-1].known_until if self.months else None


def hours(
    entries: Iterable[LedgerEntry],
    counting: Counting,
    *,
    type_by_activity: Mapping[ActivityId, ActivityType],
) -> Hours:
    """The hours in these entries, as they stand."""
    by_month: dict[date, list[LedgerEntry]] = {}
    for entry in standing(entries):
        by_month.setdefault(entry.held_on.replace(day=1), []).append(entry)
    months, counted = list[Month](), 0
    for first, of_month in sorted(by_month.items()):
        attended = sum(entry.minutes for entry in of_month)
        in_month = sum(
            entry.minutes
            for entry in of_month
            if counting.counts(entry.activity_id, type_by_activity.get(entry.activity_id))
        )
        counted += in_month
        known_until = max(entry.held_on for entry in of_month)
        months.append(Month(first, attended, in_month, counted // 60, known_until))
    return Hours(tuple(months))
