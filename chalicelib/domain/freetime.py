"""When she is free, and whether a session, with the way to it, fits in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from chalicelib.domain.schedule import MINUTES_A_DAY, Session, Weekday

PartOfDay = Literal["morning", "afternoon", "evening"]
AN_HOUR = 60
# Half open, in minutes since midnight: 06:00, 12:00, 18:00, 23:00.
_PARTS: tuple[tuple[PartOfDay, int, int], ...] = (
    ("morning", 6 * 60, 12 * 60),
    ("afternoon", 12 * 60, 18 * 60),
    ("evening", 18 * 60, 23 * 60),
)


@dataclass(frozen=True, slots=True)
class FreeInterval:
    """A stretch of one weekday, in minutes since midnight, in which she is free.

    With `start_only` the session need only begin in it (a slot such as "tue_morning"); otherwise
    the whole session and the travel to it must lie inside.

    Raises:
        ValueError: it is upside down, empty, or reaches outside the day.
    """

    weekday: Weekday
    from_minute: int
    until_minute: int
    start_only: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.from_minute < self.until_minute <= MINUTES_A_DAY:
            raise ValueError(
                f"from_minute, until_minute: {self.from_minute} to {self.until_minute}"
                f" is no stretch of one day of {MINUTES_A_DAY} minutes"
            )


_INTERVAL_BY_SLOT = {
    f"{day}_{part}": FreeInterval(day, begin, end, start_only=True)
    for day in Weekday
    for part, begin, end in _PARTS
}
SLOTS: tuple[str, ...] = tuple(_INTERVAL_BY_SLOT)


def slot(name: str) -> FreeInterval:
    """The interval that a slot stands for; it asks for the start only.

    Raises:
        ValueError: no such slot.
    """
    try:
        return _INTERVAL_BY_SLOT[name]
    except KeyError:
        raise ValueError(f"{name!r} is not a slot such as {SLOTS[0]!r}") from None


def part_of_day(start: time) -> PartOfDay | None:
    """Morning from 6, afternoon from 12, evening from 18 until 23; None in the night."""
    minute = start.hour * 60 + start.minute
    return next((part for part, begin, end in _PARTS if begin <= minute < end), None)


def fits(session: Session, travel_minutes: int, free: Sequence[FreeInterval] | None) -> bool:
    """She can come: one of her intervals takes the session, counting neighbours as one.

    None means any time; an empty sequence means never. A session that runs past midnight, or
    that she must leave for on the day before, fits no interval, only a slot.
    """
    if free is None:
        return True
    day = session.day
    that_day: Sequence[FreeInterval] = [interval for interval in free if interval.weekday is day]
    if len(that_day) > 1:
        that_day = merged(that_day)
    return any(_takes(interval, session, travel_minutes) for interval in that_day)


def merged(free: Iterable[FreeInterval]) -> tuple[FreeInterval, ...]:
    """The same free time, in order, where plain intervals of a day neither touch nor overlap.

    Slots stay as they are: for a start alone, neighbours make no difference.
    """
    in_order = sorted(
        set(free), key=lambda i: (i.start_only, i.weekday.number, i.from_minute, i.until_minute)
    )
    whole: list[FreeInterval] = in_order[:1]
    for interval in in_order[1:]:
        if _is_continued_by(whole[-1], interval):
            until = max(whole[-1].until_minute, interval.until_minute)
            whole[-1] = replace(whole[-1], until_minute=until)
        else:
            whole.append(interval)
    return tuple(whole)


def _is_continued_by(one: FreeInterval, later: FreeInterval) -> bool:
    return (
        not later.start_only
        and one.weekday is later.weekday
        and later.from_minute <= one.until_minute
    )


def _takes(interval: FreeInterval, session: Session, travel_minutes: int) -> bool:
    start = session.start_minute
    if interval.start_only:
        return interval.from_minute <= start < interval.until_minute
    leaves_home = start - travel_minutes
    return interval.from_minute <= leaves_home and session.end_minute <= interval.until_minute


def parts_of_day(intervals: Iterable[FreeInterval]) -> tuple[PartOfDay, ...]:
    """The parts of the day in which an hour of these is free, in order."""
    known = tuple(intervals)
    return tuple(
        part
        for part, begin, end in _PARTS
        if any(min(end, i.until_minute) - max(begin, i.from_minute) >= AN_HOUR for i in known)
    )
