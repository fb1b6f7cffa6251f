"""When an activity meets: rules on the Dutch clock, and the instants that follow from them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import cast
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HORIZON = timedelta(days=366)  # nobody is helped by a meeting further away

MINUTES_A_DAY = 24 * 60
DAYS_A_WEEK = 7
LAST = -1  # the monthly ordinal of "the last Tuesday"
# The weeks of a rule without a beginning are counted from Monday 5 January 1970.
FIRST_MONDAY = date(1970, 1, 5)


class Weekday(StrEnum):
    """A day of the week, as it stands in the API."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """Counts as `date.weekday()` does: Monday is 0."""
        return _NUMBER_BY_WEEKDAY[self]


WEEK = tuple(Weekday)
_NUMBER_BY_WEEKDAY = {day: number for number, day in enumerate(WEEK)}


@dataclass(frozen=True, slots=True)
class Session:
    """One rule of when an activity meets, by the clock on the wall in Amsterdam.

    Every week, every n weeks, once a month by weekday, or on a single date. Every n weeks counts
    ISO weeks from the week of `valid_from`; without it from the week of Monday 1970-01-05, so the
    rhythm never depends on the day of asking.

    Raises:
        ValueError: the rule is impossible; the message names every fault, each by its field.
    """

    start: time
    duration_minutes: int
    weekday: Weekday | None = None
    every_weeks: int = 1
    monthly_ordinal: int | None = None
    on_date: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    except_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        faults = "; ".join([*_faults_of_rhythm(self), *_faults_of_time(self)])
        if faults:
            raise ValueError(faults)

    @property
    def day(self) -> Weekday:
        """The weekday of the rule, or that of its single date."""
        # Construction refused a rule with neither.
        return self.weekday or WEEK[cast("date", self.on_date).weekday()]

    @property
    def start_minute(self) -> int:
        """Minutes since midnight, 0 to 1439."""
        return self.start.hour * 60 + self.start.minute

    @property
    def end_minute(self) -> int:
        """Minutes since the midnight before it starts; past 1440 when it ends the next day."""
        return self.start_minute + self.duration_minutes


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """The days on which nothing is held; two of them are equal when they close the same days.

    `periods` is inclusive on both sides and, once constructed, in order and without overlap.

    Raises:
        ValueError: a period ends before it begins.
    """

    periods: tuple[tuple[date, date], ...] = ()
    _first: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _after: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _closed_before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = self._joined(self.periods)
        lengths = (after - first for first, after in spans)
        fill = object.__setattr__  # the way a frozen dataclass completes itself
        fill(self, "periods", tuple(self._inclusive(first, after) for first, after in spans))
        fill(self, "_first", tuple(first for first, _ in spans))
        fill(self, "_after", tuple(after for _, after in spans))
        fill(self, "_closed_before", tuple(accumulate(lengths, initial=0)))

    def contains(self, day: date) -> bool:
        """Nothing is held on this day."""
        ordinal = day.toordinal()
        latest = bisect_left(self._first, ordinal + 1) - 1
        return latest >= 0 and ordinal < self._after[latest]

    def days_between(self, first: date, after: date) -> int:
        """How many days are closed from `first` up to, not including, `after`."""
        return max(0, self._count_before(after) - self._count_before(first))

    def _count_before(self, day: date) -> int:
        ordinal = day.toordinal()
        latest = bisect_left(self._first, ordinal) - 1
        if latest < 0:
            return 0
        closed_in_latest = min(ordinal, self._after[latest]) - self._first[latest]
        return self._closed_before[latest] + closed_in_latest

    @staticmethod
    def _joined(periods: Iterable[tuple[date, date]]) -> list[tuple[int, int]]:
        """The periods in order as half-open ordinals, those that touch or overlap as one."""
        spans: list[tuple[int, int]] = []
        for first_day, last_day in sorted(periods):
            if last_day < first_day:
                raise ValueError(f"closed from {first_day} until {last_day}: ends before it begins")
            first, after = first_day.toordinal(), last_day.toordinal() + 1
            if spans and first <= spans[-1][1]:
                earlier_first, earlier_after = spans.pop()
                first, after = earlier_first, max(after, earlier_after)
            spans.append((first, after))
        return spans

    @staticmethod
    def _inclusive(first: int, after: int) -> tuple[date, date]:
        return date.fromordinal(first), date.fromordinal(after - 1)


OPEN = ClosedDays()


def next_held(session: Session, *, at: datetime, closed: ClosedDays = OPEN) -> datetime | None:
    """The first start strictly after `at` of a session that is really held, in UTC.

    Really held: the rule is valid that day, the day is not excepted and not closed. None when
    that does not happen within HORIZON. A start inside the hour that spring skips is moved on by
    that hour; one that autumn repeats is the first of the two.

    Raises:
        ValueError: `at` has no time zone.
    """
    return next(held_between(session, after=at, until=_utc(at) + HORIZON, closed=closed), None)


def held_between(
    session: Session, *, after: datetime, until: datetime, closed: ClosedDays = OPEN
) -> Iterator[datetime]:
    """Every start really held later than `after` and no later than `until`, in order, in UTC.

    Raises:
        ValueError: `after` or `until` has no time zone.
    """
    begin, end = _utc(after), _utc(until)
    first = begin.astimezone(AMSTERDAM).toordinal()
    last = end.astimezone(AMSTERDAM).toordinal()
    return _starts(session, _days(session, first, last), begin, end, closed)


def _starts(
    session: Session, days: Iterable[int], begin: datetime, end: datetime, closed: ClosedDays
) -> Iterator[datetime]:
    """The instants between `begin` and `end` at which it starts on those days."""
    for ordinal in days:
        day = date.fromordinal(ordinal)
        if day in session.except_on or closed.contains(day):
            continue
        # Fold 0 is what reads a skipped time with the offset before the change, so an hour
        # later, and a repeated one as its first (PEP 495).
        start = datetime.combine(day, session.start, AMSTERDAM).astimezone(UTC)
        if begin < start <= end:
            yield start


def _days(session: Session, first: int, last: int) -> Iterable[int]:
    """The days of the rule, as ordinals, from `first` to `last` as far as it is valid."""
    if session.valid_from is not None:
        first = max(first, session.valid_from.toordinal())
    if session.valid_until is not None:
        last = min(last, session.valid_until.toordinal())
    if session.on_date is not None:
        only = session.on_date.toordinal()
        return (only,) if first <= only <= last else ()
    if session.monthly_ordinal is not None:
        return _monthly(session.day.number, session.monthly_ordinal, first, last)
    cycle = DAYS_A_WEEK * session.every_weeks
    some_meeting = _monday(session.valid_from or FIRST_MONDAY) + session.day.number
    return range(first + (some_meeting - first) % cycle, last + 1, cycle)


def _monthly(weekday: int, ordinal: int, first: int, last: int) -> Iterator[int]:
    """The nth such weekday of each month that has one, from `first` to `last`."""
    month = date.fromordinal(first).replace(day=1)
    while month.toordinal() <= last:
        next_month = (month + timedelta(days=31)).replace(day=1)
        day = _nth(weekday, ordinal, month.toordinal(), next_month.toordinal())
        if first <= day <= last and day < next_month.toordinal():
            yield day
        month = next_month


def _nth(weekday: int, ordinal: int, month: int, next_month: int) -> int:
    """The nth such weekday counted from the first of a month; a fifth may be past its end."""
    if ordinal == LAST:
        final_day = next_month - 1
        return final_day - (_weekday(final_day) - weekday) % DAYS_A_WEEK
    return month + (weekday - _weekday(month)) % DAYS_A_WEEK + DAYS_A_WEEK * (ordinal - 1)


def _weekday(ordinal: int) -> int:
    return (ordinal - 1) % DAYS_A_WEEK  # 1 January of the year 1, day 1, is a Monday


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:  # astimezone would take it for the time of the machine
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(UTC)


def _faults_of_rhythm(session: Session) -> Iterator[str]:
    if (session.weekday is None) == (session.on_date is None):
        yield "weekday, on_date: exactly one of them says when it meets"
    if not 1 <= session.every_weeks <= 52:
        yield f"every_weeks: {session.every_weeks} is not within 1 to 52"
    if session.monthly_ordinal not in {None, 1, 2, 3, 4, 5, LAST}:
        yield f"monthly_ordinal: {session.monthly_ordinal} is not 1 to 5 or {LAST} for the last"
    if session.monthly_ordinal is not None and session.on_date is not None:
        yield "monthly_ordinal: goes with a weekday, not with on_date"
    if session.every_weeks != 1 and (session.monthly_ordinal, session.on_date) != (None, None):
        yield "every_weeks: goes with a weekly rule only"


def _faults_of_time(session: Session) -> Iterator[str]:
    start = session.start
    if start.tzinfo is not None or start.fold or start.second or start.microsecond:
        yield "start: hours and minutes on the wall, nothing more"
    if not 1 <= session.duration_minutes <= MINUTES_A_DAY:
        yield f"duration_minutes: {session.duration_minutes} is not within 1 to {MINUTES_A_DAY}"
    if session.valid_from and session.valid_until and session.valid_from > session.valid_until:
        yield f"valid_from: {session.valid_from} is after valid_until {session.valid_until}"
