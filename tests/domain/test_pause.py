"""A pause: the days on which nothing of a library is held."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.matching.codec import decode_activity, encode_activity
from chalicelib.domain.matching.facts import facts_of
from chalicelib.domain.pause import LONGEST_DAYS, Pause, outside
from chalicelib.domain.schedule import WEEK, Session, held_between, next_held
from tests.fakes.making import an_activity

CHRISTMAS = Pause(date(2026, 12, 19), date(2027, 1, 3))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SESSIONS = st.one_of(
    st.builds(
        Session,
        start=st.just(time(10)),
        duration_minutes=st.just(60),
        weekday=st.sampled_from(WEEK),
        every_weeks=st.integers(1, 4),
    ),
    st.builds(
        Session,
        start=st.just(time(10)),
        duration_minutes=st.just(60),
        weekday=st.sampled_from(WEEK),
        monthly_ordinal=st.sampled_from([1, 2, 3, 4, 5, -1]),
    ),
    st.builds(Session, start=st.just(time(10)), duration_minutes=st.just(60), on_date=DAYS),
)


@given(SESSIONS, DAYS, st.integers(0, LONGEST_DAYS - 1))
def test_exactly_what_falls_in_the_pause_is_not_held(
    session: Session, first: date, days: int
) -> None:
    pause = Pause(first, first + timedelta(days=days))
    after, until = datetime(2025, 12, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    without = list(held_between(outside(session, pause), after=after, until=until))
    every = held_between(session, after=after, until=until)
    expected = [at for at in every if not pause.contains(at.date())]
    assert without == expected


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 12, 19), date(2026, 12, 18), "before it begins"),
        (date(2026, 1, 1), date(2027, 1, 2), "longer than 366 days"),
    ],
)
def test_no_other_pause_can_be(first: date, last: date, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Pause(first, last)


def test_a_pause_of_one_day_and_one_of_a_year_can_be() -> None:
    assert Pause(date(2026, 1, 1), date(2026, 1, 1)).contains(date(2026, 1, 1))
    assert Pause(date(2026, 1, 1), date(2027, 1, 1)).contains(date(2026, 7, 1))


def test_matching_sees_only_what_is_held_outside_the_pause() -> None:
    (session,) = facts_of(an_activity(pause=CHRISTMAS)).times.sessions
    assert next_held(session, at=datetime(2026, 12, 17, tzinfo=UTC)) == datetime(
        2027, 1, 5, 9, 0, tzinfo=UTC
    )


def test_without_a_pause_a_session_is_as_it_was_said() -> None:
    activity = an_activity()
    assert activity.held_sessions == activity.sessions


@pytest.mark.parametrize(
    ("sessions", "on", "resting"),
    [
        ((), date(2026, 12, 25), True),
        ((), date(2026, 12, 18), False),
        ((), date(2027, 1, 4), False),
        (an_activity().sessions, date(2026, 12, 25), False),  # its meetings say it themselves
    ],
)
def test_what_is_by_arrangement_rests_while_nobody_is_there(
    sessions: tuple[Session, ...],
    on: date,
    resting: bool,  # noqa: FBT001
) -> None:
    activity = an_activity(sessions=sessions, pause=CHRISTMAS)
    assert activity.is_resting(on) is resting


def test_what_is_by_arrangement_never_rests_without_a_pause() -> None:
    assert not an_activity(sessions=()).is_resting(date(2026, 12, 25))


def test_a_snapshot_keeps_the_pause() -> None:
    activity = an_activity(pause=CHRISTMAS, own_service_area=frozenset({"GM0344"}))
    assert decode_activity(encode_activity(activity)) == activity
