"""How often a feed is looked at, how it backs off, and when it is given up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.feed import Feed, FeedSource, Seen
from tests.fakes.making import UTRECHT

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOURCE = FeedSource("https://agenda.example.nl/taal.ics", "calendar", every_hours=6)
FEED = Feed(UTRECHT, SOURCE, due_at=NOW)
SEEN = Seen("digest", '"1"')


def test_it_is_due_from_its_moment_on() -> None:
    assert FEED.is_due(NOW)
    assert not FEED.is_due(NOW - timedelta(seconds=1))
    assert not replace(FEED, due_at=None).is_due(NOW)


def test_what_went_well_is_due_again_after_its_own_interval() -> None:
    read = FEED.read(SEEN, "imp_1", NOW)
    assert read.due_at == NOW + timedelta(hours=6)
    assert (read.read_at, read.import_id, read.known(NOW)) == (NOW, "imp_1", SEEN)
    assert read.unchanged(NOW + timedelta(hours=6)).due_at == NOW + timedelta(hours=12)


def test_each_failure_waits_twice_as_long_up_to_a_day() -> None:
    feed, waits = FEED, []
    for _ in range(9):
        feed = feed.failed("no_answer", NOW)
        assert feed.due_at is not None
        waits.append((feed.due_at - NOW) / timedelta(minutes=15))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 96, 96]


def test_one_success_makes_good_all_failures() -> None:
    mended = FEED.failed("no_answer", NOW).failed("no_answer", NOW).unchanged(NOW)
    assert (mended.failures, mended.failure, mended.failing_since) == (0, None, None)


@pytest.mark.parametrize(("days", "is_given_up"), [(13.9, False), (14, True)])
def test_after_a_fortnight_of_failing_it_is_given_up(days: float, *, is_given_up: bool) -> None:
    later = NOW + timedelta(days=days)
    feed = FEED.failed("no_answer", NOW).failed("feed_gone", later)
    assert (feed.given_up_at == later) is is_given_up
    assert feed.due_at is not None  # its library has to hear of it
    assert feed.told().due_at is None


def test_once_a_week_the_whole_is_read_though_nothing_changed() -> None:
    feed = FEED.read(SEEN, "imp_1", NOW).unchanged(NOW + timedelta(days=6))
    assert feed.known(NOW + timedelta(days=6, hours=23)) == SEEN
    assert feed.known(NOW + timedelta(days=7)) is None
    assert FEED.known(NOW) is None
