"""Where the feeds of libraries are kept, and which of them are due."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from chalicelib.domain.feed import Feed
from chalicelib.domain.ids import LibraryId


class Feeds(Protocol):
    """One feed a library at most."""

    def get(self, library: LibraryId) -> Feed:
        """The feed as it is now.

        Raises:
            NotFound: it has none.
        """

    def save(self, feed: Feed, *, after: Feed | None) -> Feed:
        """The feed is as given, with the next version; `after` None when there was none.

        Raises:
            StaleVersion: somebody else went on from `after` already.
        """

    def end(self, library: LibraryId) -> None:
        """It has none; no matter whether it had."""

    def due(self, *, at: datetime, limit: int) -> Iterable[LibraryId]:
        """Whose feed is due, the longest overdue first; from an index, so a moment behind."""
