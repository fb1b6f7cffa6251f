"""Feeds in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.feed import Feed
from chalicelib.domain.ids import LibraryId


class FakeFeeds:
    def __init__(self) -> None:
        self._by_library: dict[LibraryId, Feed] = {}

    def get(self, library: LibraryId) -> Feed:
        try:
            return self._by_library[library]
        except KeyError:
            raise NotFound(library) from None

    def save(self, feed: Feed, *, after: Feed | None) -> Feed:
        standing = self._by_library.get(feed.library)
        if (standing and standing.version) != (after and after.version):
            raise StaleVersion(feed.library)
        stands = replace(feed, version=1 if after is None else after.version + 1)
        self._by_library[feed.library] = stands
        return stands

    def end(self, library: LibraryId) -> None:
        self._by_library.pop(library, None)

    def due(self, *, at: datetime, limit: int) -> Iterable[LibraryId]:
        due = [(f.due_at, f.library) for f in self._by_library.values() if f.due_at is not None]
        return [library for due_at, library in sorted(due) if due_at <= at][:limit]
