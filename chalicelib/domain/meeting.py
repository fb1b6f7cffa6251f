"""When she is expected: the first meeting of what she chose that is really held."""

from datetime import date, datetime, time, timedelta

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.schedule import AMSTERDAM, held_between, next_held

_MOMENT = timedelta(microseconds=1)
_BEFORE_ATTENDING = frozenset({State.HELD, State.CONFIRMED})
_COMES = frozenset({State.CONFIRMED, State.ATTENDING})


def first_meeting(
    placement: Placement, activity: Activity, *, holidays: Holidays, at: datetime
) -> datetime | None:
    """As its library scheduled it, as it was offered, or the next one after `at`; UTC.

    None when nothing is planned: then it is by arrangement.
    """
    offered = placement.offered.next_session_at
    if placement.scheduled_at is not None:
        return placement.scheduled_at
    if offered is not None and offered > at:
        return offered
    return _next_held(activity, holidays=holidays, at=at)


def next_expected(
    placement: Placement, activity: Activity, *, holidays: Holidays, at: datetime
) -> datetime | None:
    """The first time after `at` that its library expects her: the intake first, then each meeting.

    None while she only waits, once it has ended, and when nothing is planned.
    """
    intake = placement.scheduled_at
    if placement.state in _BEFORE_ATTENDING and intake is not None and intake > at:
        return intake
    if placement.state not in _COMES:
        return None
    return _next_held(activity, holidays=holidays, at=at)


def expected_on(
    day: date, placement: Placement, activity: Activity, *, holidays: Holidays
) -> datetime | None:
    """When its library expects her that day in Amsterdam; None when it does not."""
    before = datetime.combine(day, time.min, AMSTERDAM) - _MOMENT
    start = next_expected(placement, activity, holidays=holidays, at=before)
    is_then = start is not None and start.astimezone(AMSTERDAM).date() == day
    return start if is_then else None


def is_expected_on(
    day: date, placement: Placement, activity: Activity, *, holidays: Holidays
) -> bool:
    """Whether its library expects her some time that day."""
    return expected_on(day, placement, activity, holidays=holidays) is not None


def _next_held(activity: Activity, *, holidays: Holidays, at: datetime) -> datetime | None:
    closed = holidays.closed(activity.closed_in_school_holidays)
    coming = [next_held(session, at=at, closed=closed) for session in activity.held_sessions]
    return min((start for start in coming if start is not None), default=None)


def is_held(activity: Activity, start: datetime, *, holidays: Holidays) -> bool:
    """Whether the activity, as it is planned now, meets at that very moment."""
    closed = holidays.closed(activity.closed_in_school_holidays)
    return any(
        True
        for session in activity.held_sessions
        for _ in held_between(session, after=start - _MOMENT, until=start, closed=closed)
    )


def length(activity: Activity, start: datetime) -> timedelta:
    """How long the meeting that begins then takes; an hour where that is not planned."""
    return next(
        (
            timedelta(minutes=session.duration_minutes)
            for session in activity.held_sessions
            if any(True for _ in held_between(session, after=start - _MOMENT, until=start))
        ),
        timedelta(hours=1),
    )


def length_on(activity: Activity, day: date) -> timedelta:
    """How long its first meeting of that day takes; an hour where none is planned."""
    before = datetime.combine(day, time.min, AMSTERDAM) - _MOMENT
    starts = (
        start
        for session in activity.held_sessions
        for start in held_between(session, after=before, until=before + timedelta(days=1))
    )
    first = min(starts, default=None)
    return timedelta(hours=1) if first is None else length(activity, first)
