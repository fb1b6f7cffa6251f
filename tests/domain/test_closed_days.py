from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.schedule import ClosedDays

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@st.composite
def closed_days(draw: st.DrawFn) -> ClosedDays:
    spans = draw(st.lists(st.tuples(DAYS, st.integers(0, 45)), max_size=6))
    return ClosedDays(tuple((first, first + timedelta(days=n)) for first, n in spans))


def test_a_closed_period_includes_both_its_ends() -> None:
    closed = ClosedDays(((date(2026, 12, 19), date(2027, 1, 3)),))
    around = [date(2026, 12, 18), date(2026, 12, 19), date(2027, 1, 3), date(2027, 1, 4)]
    assert [closed.contains(day) for day in around] == [False, True, True, False]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        ClosedDays(((date(2027, 1, 3), date(2026, 12, 19)),))


def test_closed_days_are_equal_when_they_close_the_same_days() -> None:
    a, b, c, d = (date(2026, 12, day) for day in (1, 2, 3, 9))
    assert ClosedDays(((c, d), (a, b))) == ClosedDays(((a, d),)) == ClosedDays(((a, c), (b, d)))


def test_a_period_within_another_does_not_shorten_it() -> None:
    a, b, c, d = (date(2026, 12, day) for day in (1, 2, 3, 9))
    assert ClosedDays(((a, d), (b, c))).periods == ((a, d),)


def test_between_a_day_and_an_earlier_one_nothing_is_closed() -> None:
    closed = ClosedDays(((date(2026, 12, 1), date(2026, 12, 9)),))
    assert closed.days_between(date(2026, 12, 8), date(2026, 12, 2)) == 0


@given(closed=closed_days(), first=DAYS, days=st.integers(0, 400))
@settings(deadline=None)
def test_the_count_of_closed_days_is_what_counting_them_gives(
    closed: ClosedDays, first: date, days: int
) -> None:
    span = [first + timedelta(days=n) for n in range(days)]
    assert closed.days_between(first, first + timedelta(days=days)) == sum(
        any(begin <= day <= end for begin, end in closed.periods) for day in span
    )


@given(spans=st.lists(st.tuples(DAYS, st.integers(0, 45)), max_size=6), nearby=st.integers(-60, 60))
def test_joining_periods_closes_neither_more_nor_less(
    spans: list[tuple[date, int]], nearby: int
) -> None:
    periods = tuple((first, first + timedelta(days=n)) for first, n in spans)
    closed = ClosedDays(periods)
    for edge in (edge for period in periods for edge in period):
        day = edge + timedelta(days=nearby)
        assert closed.contains(day) == any(a <= day <= b for a, b in periods)
