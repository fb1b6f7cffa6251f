"""A pause of a whole library: from the first to the last day nothing of it is held."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from chalicelib.domain.schedule import Session

LONGEST_DAYS = 366  # longer is not a pause: then the activities stop


@dataclass(frozen=True, slots=True)
class Pause:
    """The days of a pause, the first and the last among them.

    Raises:
        ValueError: it ends before it begins, or is longer than LONGEST_DAYS.
    """

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("the pause ends before it begins")
        if (self.last_day - self.first_day).days >= LONGEST_DAYS:
            raise ValueError(f"the pause is longer than {LONGEST_DAYS} days")

    def contains(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def weekdays(self, number: int) -> frozenset[date]:
        """The days of the pause that fall on this weekday, counted from Monday as 0."""
        return _weekdays(self.first_day, self.last_day, number)


@lru_cache(maxsize=1024)  # a library's activities share its pause
def _weekdays(first_day: date, last_day: date, number: int) -> frozenset[date]:
    first = first_day + timedelta(days=(number - first_day.weekday()) % 7)
    weeks = (last_day - first).days // 7 + 1 if first <= last_day else 0
    return frozenset(first + timedelta(weeks=week) for week in range(weeks))


def outside(session: Session, pause: Pause | None) -> Session:
    """The session as it is held when nothing is during the pause."""
    if pause is None:
        return session
    return replace(session, except_on=session.except_on | pause.weekdays(session.day.number))
