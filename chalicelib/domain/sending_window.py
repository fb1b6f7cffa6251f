"""When a text may go out: from 09:00 to 20:00 in Amsterdam, not on Sundays and public holidays."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.domain.public_holidays import public_holidays
from chalicelib.domain.schedule import AMSTERDAM, Weekday

OPENS = time(9)
CLOSES = time(20)


def next_opening(at: datetime, holidays: Collection[date]) -> datetime:
    """The first moment from `at` on at which a text may go out: `at` itself when that is one.

    In UTC when it is later. The clocks change at night, so both edges exist once on every day.
    """
    local = at.astimezone(AMSTERDAM)
    day = local.date()
    if local.time() >= CLOSES:
        day += timedelta(days=1)
    while _is_quiet(day, holidays):
        day += timedelta(days=1)
    if day == local.date() and local.time() >= OPENS:
        return at
    return datetime.combine(day, OPENS, tzinfo=AMSTERDAM).astimezone(UTC)


def texts_open(at: datetime) -> datetime:
    """`next_opening` with the public holidays of the Netherlands."""
    year = at.astimezone(AMSTERDAM).year
    return next_opening(at, public_holidays(year) | public_holidays(year + 1))


def _is_quiet(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() == Weekday.SUN.number or day in holidays
