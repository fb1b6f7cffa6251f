"""Feeds of libraries, in the core table."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from heapq import merge
from itertools import islice

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import FeedItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.feed import Feed
from chalicelib.domain.ids import LibraryId


class DynamoFeeds:
    """The port Feeds, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def get(self, library: LibraryId) -> Feed:
        """The feed as it is now; see the port."""
        item = self._tables.read(FeedItem, keys.feed(library), keys.FEED)
        if item is None:
            raise NotFound(library)
        return codec.thing(Feed, item.attribute_values)

    @temporary()
    def save(self, feed: Feed, *, after: Feed | None) -> Feed:
        """The feed is as given; see the port."""
        version = 0 if after is None else after.version
        as_read = FeedItem.PK.does_not_exist() if after is None else FeedItem.version == version
        stands = replace(feed, version=version + 1)
        to = Transaction(self._tables)
        to.write(_item(stands), Guard(as_read, StaleVersion(feed.library)))
        to.commit()
        return stands

    @temporary()
    def end(self, library: LibraryId) -> None:
        """It has none; see the port."""
        to = Transaction(self._tables)
        to.delete(FeedItem(keys.feed(library), keys.FEED))
        to.commit()

    @temporary()
    def due(self, *, at: datetime, limit: int) -> Iterable[LibraryId]:
        """The longest overdue first; see the port."""
        shards = [
            self._tables.query(
                FeedItem,
                keys.due_feeds(number),
                where=FeedItem.due_index_at <= keys.instant(at),
                index=keys.BY_DUE,
                page_size=limit,
            )
            for number in range(keys.FEED_SHARDS)
        ]
        entries = merge(*shards, key=lambda entry: str(entry.due_index_at))
        return tuple(keys.library_of_feed(entry.PK) for entry in islice(entries, limit))


def _item(feed: Feed) -> FeedItem:
    due_at = feed.due_at
    return FeedItem(
        keys.feed(feed.library),
        keys.FEED,
        due=None if due_at is None else keys.due_feeds_of(feed.library),
        due_index_at=None if due_at is None else keys.instant(due_at),
        **codec.attributes(feed),
    )
