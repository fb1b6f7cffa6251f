"""What every store of feeds keeps its word on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.feed import Feed, FeedSource, Seen
from chalicelib.domain.ids import LibraryId
from chalicelib.usecases.ports import Feeds
from tests.fakes.making import UTRECHT

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOURCE = FeedSource(
    "https://agenda.example.nl/taal.ics", "calendar", full=True, defaults='{"type": "ido"}'
)
FEED = Feed(UTRECHT, SOURCE, due_at=NOW)
AMSTERDAM = LibraryId("NL-0899010000")


class FeedsContract:
    """Run with a fixture `feeds`, empty."""

    def test_a_feed_comes_back_whole(self, feeds: Feeds) -> None:
        first = feeds.save(FEED, after=None)
        assert feeds.get(UTRECHT) == first == replace(FEED, version=1)
        read = first.failed("no_answer", NOW).read(Seen("d", '"1"', "Mon"), "imp_1", NOW)
        assert feeds.save(read, after=first) == feeds.get(UTRECHT) == replace(read, version=2)

    def test_what_is_no_longer_so_is_no_longer_kept(self, feeds: Feeds) -> None:
        failing = feeds.save(FEED.failed("no_answer", NOW), after=None)
        assert feeds.save(failing.unchanged(NOW), after=failing).failure is None
        assert feeds.get(UTRECHT).failing_since is None

    def test_a_library_without_one_has_none(self, feeds: Feeds) -> None:
        feeds.save(FEED, after=None)
        with pytest.raises(NotFound):
            feeds.get(AMSTERDAM)

    def test_only_one_goes_on_from_where_it_was(self, feeds: Feeds) -> None:
        first = feeds.save(FEED, after=None)
        feeds.save(first.unchanged(NOW), after=first)
        for lost in (first, None):
            with pytest.raises(StaleVersion):
                feeds.save(FEED, after=lost)

    def test_what_is_due_comes_the_longest_overdue_first(self, feeds: Feeds) -> None:
        for minutes, name in enumerate(["NL-0899010000", "NL-0899020000", "NL-0899040000"]):
            due_at = NOW - timedelta(minutes=minutes)
            feeds.save(replace(FEED, library=LibraryId(name), due_at=due_at), after=None)
        assert list(feeds.due(at=NOW - timedelta(minutes=1), limit=9)) == [
            "NL-0899040000",
            "NL-0899020000",
        ]
        assert list(feeds.due(at=NOW, limit=1)) == ["NL-0899040000"]

    def test_what_was_given_up_or_ended_is_due_no_more(self, feeds: Feeds) -> None:
        first = feeds.save(FEED, after=None)
        told = feeds.save(first.told(), after=first)
        assert list(feeds.due(at=NOW, limit=9)) == []
        feeds.save(replace(told, due_at=NOW), after=told)
        feeds.end(UTRECHT)
        feeds.end(UTRECHT)
        assert list(feeds.due(at=NOW, limit=9)) == []
        with pytest.raises(NotFound):
            feeds.get(UTRECHT)
