from datetime import UTC, datetime, time

import pytest

from chalicelib.domain.schedule import AMSTERDAM, Session, Weekday, held_between, next_held


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("start", "before", "on_the_day", "after"),
    [
        # 29 March 2026: 02:00 becomes 03:00
        (time(1, 59), "2026-03-22T00:59", "2026-03-29T00:59", "2026-04-04T23:59"),
        (time(2, 0), "2026-03-22T01:00", "2026-03-29T01:00", "2026-04-05T00:00"),  # skipped
        (time(2, 30), "2026-03-22T01:30", "2026-03-29T01:30", "2026-04-05T00:30"),  # skipped
        (time(3, 0), "2026-03-22T02:00", "2026-03-29T01:00", "2026-04-05T01:00"),
        (time(10, 0), "2026-03-22T09:00", "2026-03-29T08:00", "2026-04-05T08:00"),
    ],
)
def test_spring_keeps_the_time_on_the_wall(
    start: time, before: str, on_the_day: str, after: str
) -> None:
    sundays = Session(start, 60, weekday=Weekday.SUN)
    starts = held_between(sundays, after=utc("2026-03-20T00:00"), until=utc("2026-04-06T00:00"))
    assert list(starts) == [utc(before), utc(on_the_day), utc(after)]


def test_a_start_in_the_skipped_hour_is_an_hour_later_on_the_wall() -> None:
    sundays = Session(time(2, 30), 60, weekday=Weekday.SUN)
    found = next_held(sundays, at=wall("2026-03-29T00:00"))
    assert found is not None
    assert found.astimezone(AMSTERDAM).time() == time(3, 30)


@pytest.mark.parametrize(
    ("start", "before", "on_the_day", "after"),
    [
        # 25 October 2026: 03:00 becomes 02:00
        (time(1, 59), "2026-10-17T23:59", "2026-10-24T23:59", "2026-11-01T00:59"),
        (time(2, 0), "2026-10-18T00:00", "2026-10-25T00:00", "2026-11-01T01:00"),  # first of two
        (time(2, 30), "2026-10-18T00:30", "2026-10-25T00:30", "2026-11-01T01:30"),  # first of two
        (time(3, 0), "2026-10-18T01:00", "2026-10-25T02:00", "2026-11-01T02:00"),
        (time(10, 0), "2026-10-18T08:00", "2026-10-25T09:00", "2026-11-01T09:00"),
    ],
)
def test_autumn_keeps_the_time_on_the_wall(
    start: time, before: str, on_the_day: str, after: str
) -> None:
    sundays = Session(start, 60, weekday=Weekday.SUN)
    starts = held_between(sundays, after=utc("2026-10-17T00:00"), until=utc("2026-11-02T00:00"))
    assert list(starts) == [utc(before), utc(on_the_day), utc(after)]


def test_in_the_second_of_the_repeated_hours_the_start_is_already_past() -> None:
    sundays = Session(time(2, 30), 60, weekday=Weekday.SUN)
    second_half_past_two = datetime(2026, 10, 25, 2, 15, tzinfo=AMSTERDAM, fold=1)
    assert next_held(sundays, at=second_half_past_two) == utc("2026-11-01T01:30")
