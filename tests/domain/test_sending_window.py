"""When a text may go out."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.public_holidays import public_holidays
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.sending_window import next_opening, texts_open

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})


def amsterdam(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2026-11-24T09:00", "2026-11-24T09:00"),  # the first moment of a Tuesday
        ("2026-11-24T14:17", "2026-11-24T14:17"),
        ("2026-11-24T19:59", "2026-11-24T19:59"),
        ("2026-11-24T20:00", "2026-11-25T09:00"),  # just closed
        ("2026-11-24T08:59", "2026-11-24T09:00"),
        ("2026-11-24T00:00", "2026-11-24T09:00"),
        ("2026-11-28T20:30", "2026-11-30T09:00"),  # Saturday evening waits for Monday
        ("2026-11-29T12:00", "2026-11-30T09:00"),  # Sunday
        ("2026-12-24T21:00", "2026-12-28T09:00"),  # Christmas on Friday and Saturday, then Sunday
        ("2026-12-25T10:00", "2026-12-28T09:00"),
        ("2026-03-28T20:00", "2026-03-30T09:00"),  # over the night that loses an hour
        ("2026-10-24T20:00", "2026-10-26T09:00"),  # over the night that gains one
    ],
)
def test_a_text_waits_for_the_next_opening(asked: str, opens: str) -> None:
    assert next_opening(amsterdam(asked), CHRISTMAS) == amsterdam(opens)


def test_what_may_go_now_keeps_its_moment_and_its_offset() -> None:
    now = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    assert next_opening(now, ()) is now


def test_a_later_opening_is_told_in_utc() -> None:
    opens = next_opening(amsterdam("2026-07-07T23:00"), ())
    assert (opens, opens.tzinfo) == (datetime(2026, 7, 8, 7, tzinfo=UTC), UTC)


def test_new_year_is_a_holiday_seen_from_the_old_one() -> None:
    assert texts_open(amsterdam("2026-12-31T21:00")) == amsterdam("2027-01-02T09:00")


moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments)
def test_every_opening_is_open_and_nothing_before_it_was(at: datetime) -> None:
    opens = texts_open(at)
    step = timedelta(minutes=30)
    before = at
    while before < opens:
        assert not is_open(before)
        before += step
    assert opens >= at
    assert is_open(opens)


def is_open(at: datetime) -> bool:
    """The definition, once more and plainly."""
    local = at.astimezone(AMSTERDAM)
    is_working_day = local.weekday() != 6 and local.date() not in public_holidays(local.year)
    return is_working_day and time(9) <= local.time() < time(20)
