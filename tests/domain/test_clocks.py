"""The table of clocks: every situation has a row, and deadlines fall where people expect them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.clocks import (
    CLOCKS,
    Action,
    Clock,
    Deadline,
    Owner,
    Situation,
    begun,
    ticked,
)
from chalicelib.domain.schedule import AMSTERDAM

MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
ENDS = {Action.LAPSE, Action.PASS_BY, Action.OFFER_AGAIN}


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def test_every_situation_has_a_row() -> None:
    assert set(CLOCKS) == set(Situation)
    assert {row.owner for row in CLOCKS.values()} == set(Owner)


@pytest.mark.parametrize("situation", Situation)
def test_no_row_runs_down_with_nothing_moved_and_nobody_asked(situation: Situation) -> None:
    row = CLOCKS[situation]
    assert row.again_days is not None or row.deadlines[-1].action in ENDS


@pytest.mark.parametrize("situation", Situation)
def test_the_deadlines_of_a_row_are_in_order(situation: Situation) -> None:
    moments = [deadline.after(MONDAY) for deadline in CLOCKS[situation].deadlines]
    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments)


@pytest.mark.parametrize(
    ("deadline", "since", "passes"),
    [
        (Deadline(Action.LAPSE, hours=48), "2026-11-23T14:00", "2026-11-25T14:00"),
        (Deadline(Action.LAPSE, working_days=2), "2026-11-23T14:00", "2026-11-25T10:00"),
        (Deadline(Action.LAPSE, working_days=7), "2026-11-23T14:00", "2026-12-02T10:00"),
        (Deadline(Action.LAPSE, working_days=2), "2026-12-24T09:00", "2026-12-29T10:00"),  # feast
        (Deadline(Action.LAPSE, working_days=1), "2026-11-28T09:00", "2026-12-01T10:00"),  # Sat
        (Deadline(Action.LAPSE, days=28), "2026-11-23T23:30", "2026-12-21T10:00"),
        (Deadline(Action.LAPSE, days=-1), "2026-11-23T14:00", "2026-11-22T10:00"),
        # The night in which the hour from two to three is skipped, and the one in which it is twice
        (Deadline(Action.LAPSE, days=1), "2026-03-28T02:30", "2026-03-29T10:00"),
        (Deadline(Action.LAPSE, days=7), "2026-03-29T03:30", "2026-04-05T10:00"),
        (Deadline(Action.LAPSE, days=1), "2026-10-24T02:30", "2026-10-25T10:00"),
        (Deadline(Action.LAPSE, working_days=1), "2026-10-25T02:30", "2026-10-27T10:00"),
    ],
)
def test_a_deadline_passes_by_day_on_the_wall(deadline: Deadline, since: str, passes: str) -> None:
    assert deadline.after(wall(since)) == wall(passes)


def test_hours_are_exact_whatever_the_clock_on_the_wall_does() -> None:
    since = wall("2026-03-28T12:00")
    passes = Deadline(Action.LAPSE, hours=48).after(since)
    assert passes - since.astimezone(UTC) == timedelta(hours=48)
    assert passes.astimezone(AMSTERDAM) == wall("2026-03-30T13:00")


def test_a_clock_goes_through_its_row_and_ends() -> None:
    clock = begun(Situation.OFFERED, since=MONDAY, at=MONDAY)
    seen = []
    while clock.due_at is not None:
        seen.append((clock.action, clock.due_at.astimezone(AMSTERDAM).strftime("%a %d")))
        clock = ticked(clock, at=clock.due_at)
    assert seen == [
        ("remind_of_offer", "Wed 25"),
        ("remind_of_offer", "Mon 30"),
        ("lapse", "Wed 02"),
    ]
    assert (clock.step, clock.action) == (3, "lapse")


def test_the_last_of_a_row_comes_again() -> None:
    clock = begun(Situation.NO_OFFER, since=MONDAY, at=MONDAY)
    days = []
    for _ in range(8):
        assert clock.due_at is not None
        days.append((clock.action, (clock.due_at.date() - MONDAY.date()).days))
        clock = ticked(clock, at=clock.due_at)
    assert days == [
        *(("search_again", day) for day in (7, 14, 21, 28)),
        ("open_task", 30),
        *(("search_again", day) for day in (35, 42, 49)),
    ]


def test_after_a_late_action_a_working_day_is_left_before_the_next() -> None:
    clock = begun(Situation.HELD, since=MONDAY, at=MONDAY)
    late = MONDAY + timedelta(days=30)  # a Wednesday
    assert ticked(clock, at=late).due_at == wall("2026-12-24T10:00")


@pytest.mark.parametrize(
    ("planned", "at", "first"),
    [
        ("2026-12-03T14:00", "2026-11-23T14:00", "remind_of_intake"),
        ("2026-12-03T14:00", "2026-12-02T11:00", "nudge_library"),  # too late to remind
        ("2026-11-20T14:00", "2026-11-23T14:00", "nudge_library"),  # it was before we heard of it
    ],
)
def test_a_reminder_whose_moment_is_over_is_left_out(planned: str, at: str, first: str) -> None:
    assert begun(Situation.INTAKE_PLANNED, since=wall(planned), at=wall(at)).action == first


@given(
    situation=st.sampled_from(Situation),
    since=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - made aware
    late=st.lists(st.timedeltas(timedelta(), timedelta(days=40)), min_size=12, max_size=12),
)
def test_however_late_time_only_goes_on(
    situation: Situation, since: datetime, late: list[timedelta]
) -> None:
    clock = begun(situation, since=since.replace(tzinfo=UTC), at=since.replace(tzinfo=UTC))
    for pause in late:
        if clock.due_at is None:
            break
        at = clock.due_at + pause
        following: Clock = ticked(clock, at=at)
        assert following.due_at is None or following.due_at > at
        clock = following
