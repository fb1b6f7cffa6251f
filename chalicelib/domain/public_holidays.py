"""The public holidays of the Netherlands, on which nobody gets a text."""

from datetime import date, timedelta
from functools import lru_cache

_FROM_EASTER = (
    -2,  # Goede Vrijdag, which the Algemene termijnenwet counts as a holiday
    0,  # eerste paasdag
    1,  # tweede paasdag
    39,  # Hemelvaartsdag
    49,  # eerste pinksterdag
    50,  # tweede pinksterdag
)
_LIBERATION_EVERY_YEARS = 5  # a day off once in a lustrum since 1990
_SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    The anonymous algorithm as in J. Meeus, Astronomical Algorithms (1991), chapter 8.
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, leap_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    to_sunday = (32 + 2 * leap_rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    """The official holidays of that year; the test's oracle is the `holidays` package."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in _FROM_EASTER}
    fixed = {date(year, 1, 1), _kings_day(year), date(year, 12, 25), date(year, 12, 26)}
    if year % _LIBERATION_EVERY_YEARS == 0:
        fixed.add(date(year, 5, 5))
    return frozenset(moving | fixed)


def _kings_day(year: int) -> date:
    """27 April, since 2014; a day earlier when that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == _SUNDAY else day
