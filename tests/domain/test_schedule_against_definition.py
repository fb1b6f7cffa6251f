"""The arithmetic against a plain reading of the definition, day by day."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.domain.schedule import (
    AMSTERDAM,
    HORIZON,
    OPEN,
    ClosedDays,
    Session,
    Weekday,
    held_between,
    next_held,
)

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
CLOCK = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))


@st.composite
def closed_days(draw: st.DrawFn) -> ClosedDays:
    spans = draw(st.lists(st.tuples(DAYS, st.integers(0, 45)), max_size=6))
    return ClosedDays(tuple((first, first + timedelta(days=n)) for first, n in spans))


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    kind = draw(st.sampled_from(["weekly", "monthly", "once"]))
    begin, end = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if begin and end and begin > end:
        begin, end = end, begin
    return Session(
        start=draw(CLOCK),
        duration_minutes=draw(st.integers(1, 1440)),
        weekday=None if kind == "once" else draw(st.sampled_from(Weekday)),
        on_date=draw(DAYS) if kind == "once" else None,
        every_weeks=draw(st.integers(1, 52)) if kind == "weekly" else 1,
        monthly_ordinal=draw(st.sampled_from([1, 2, 3, 4, 5, -1])) if kind == "monthly" else None,
        valid_from=begin,
        valid_until=end,
        except_on=draw(st.frozensets(DAYS, max_size=3)),
    )


def rule_meets_on(session: Session, day: date) -> bool:
    if session.on_date is not None:
        return day == session.on_date
    assert session.weekday is not None
    if day.weekday() != list(Weekday).index(session.weekday):
        return False
    if session.monthly_ordinal is not None:
        weeks = calendar.monthcalendar(day.year, day.month)
        that_weekday = [week[day.weekday()] for week in weeks if week[day.weekday()]]
        nth = session.monthly_ordinal - (session.monthly_ordinal > 0)
        return that_weekday[nth : nth + 1 or None] == [day.day]
    counted_from = session.valid_from or date(1970, 1, 5)
    weeks_apart = (monday_of(day) - monday_of(counted_from)).days // 7
    return weeks_apart % session.every_weeks == 0


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def on_the_wall(day: date, start: time) -> datetime:
    """Tries both offsets of the Netherlands and keeps the earliest that reads so on the wall."""
    wanted = datetime.combine(day, start)
    tries = [(wanted - timedelta(hours=hours)).replace(tzinfo=UTC) for hours in (2, 1)]
    good = [t for t in tries if t.astimezone(AMSTERDAM).replace(tzinfo=None) == wanted]
    return good[0] if good else tries[1]  # in the skipped hour winter time still counts


def naive_next(session: Session, at: datetime, closed: ClosedDays) -> datetime | None:
    def starts() -> Iterator[datetime]:
        for n in range(-2, 370):
            day = at.date() + timedelta(days=n)
            valid = (session.valid_from or day) <= day <= (session.valid_until or day)
            shut = any(first <= day <= last for first, last in closed.periods)
            if valid and not shut and day not in session.except_on and rule_meets_on(session, day):
                yield on_the_wall(day, session.start)

    return next((start for start in starts() if at < start <= at + timedelta(days=366)), None)


@given(session=sessions(), at=INSTANTS, closed=closed_days())
@settings(deadline=None)
def test_the_next_one_is_what_going_through_the_days_finds(
    session: Session, at: datetime, closed: ClosedDays
) -> None:
    assert next_held(session, at=at, closed=closed) == naive_next(session, at, closed)


@given(
    day=st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)]),
    start=CLOCK,
    minutes=st.integers(-180, 26 * 60),
)
@settings(deadline=None)
def test_so_it_is_around_the_nights_on_which_the_clock_changes(
    day: date, start: time, minutes: int
) -> None:
    at = datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)
    session = Session(start, 60, weekday=Weekday.SUN)
    assert next_held(session, at=at) == naive_next(session, at, OPEN)


@given(session=sessions(), at=INSTANTS, closed=closed_days())
@settings(deadline=None)
def test_the_next_one_is_never_on_a_closed_or_excepted_day(
    session: Session, at: datetime, closed: ClosedDays
) -> None:
    found = next_held(session, at=at, closed=closed)
    assume(found is not None)
    assert found is not None
    local_day = found.astimezone(AMSTERDAM).date()
    assert not closed.contains(local_day)
    assert local_day not in session.except_on
    assert found.tzinfo is UTC


@given(session=sessions(), at=INSTANTS, offset=st.integers(-14 * 60, 14 * 60))
@settings(deadline=None)
def test_it_does_not_matter_in_which_offset_one_asks(
    session: Session, at: datetime, offset: int
) -> None:
    elsewhere = at.astimezone(timezone(timedelta(minutes=offset)))
    in_amsterdam = at.astimezone(AMSTERDAM)
    found = next_held(session, at=at)
    assert next_held(session, at=elsewhere) == found
    assert next_held(session, at=in_amsterdam) == found


@given(session=sessions(), at=INSTANTS, closed=closed_days())
@settings(deadline=None)
def test_all_that_is_held_is_each_next_one_after_the_other(
    session: Session, at: datetime, closed: ClosedDays
) -> None:
    held = list(held_between(session, after=at, until=at + HORIZON, closed=closed))
    assert next_held(session, at=at, closed=closed) == next(iter(held), None)
    for one, following in pairwise(held):
        assert next_held(session, at=one, closed=closed) == following
