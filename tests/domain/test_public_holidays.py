"""Public holidays of the Netherlands, against the `holidays` package."""

from datetime import date

import holidays
import pytest

from chalicelib.domain.public_holidays import easter, public_holidays


@pytest.mark.parametrize("year", range(2015, 2076))
def test_every_year_has_the_holidays_that_the_package_knows(year: int) -> None:
    assert public_holidays(year) == set(holidays.country_holidays("NL", years=year))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1818, date(1818, 3, 22)),  # as early as it can be
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),  # as late as it can be
    ],
)
def test_easter_falls_where_the_moon_puts_it(year: int, sunday: date) -> None:
    assert easter(year) == sunday


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2025, 4, 26), True),  # the 27th is a Sunday
        (date(2025, 4, 27), False),
        (date(2026, 4, 27), True),
        (date(2025, 5, 5), True),  # the lustrum of liberation
        (date(2026, 5, 5), False),
    ],
)
def test_a_day_that_moves_is_a_holiday_in_its_year_only(day: date, is_holiday: bool) -> None:  # noqa: FBT001
    assert (day in public_holidays(day.year)) is is_holiday
