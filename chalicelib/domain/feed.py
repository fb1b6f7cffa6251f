"""A feed: an address at which a library keeps its activities, looked at again and again.

Claimed as if it will fail, so whoever dies half way has said so already: it backs off like any
other failure, and holds up nobody. What fails for a fortnight is switched off, and its library
hears of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.ids import LibraryId

FIRST_PAUSE = timedelta(minutes=15)  # after one failure; then twice as long each time
LONGEST_PAUSE = timedelta(days=1)
GIVEN_UP_AFTER = timedelta(days=14)
# "Not changed" says nothing of the days that pass. Once a week everything is read all the same,
# which confirms it.
READ_WHOLE_EVERY = timedelta(days=7)
INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Where a feed is, how it is read and how often; `defaults` is JSON in the API's shape."""

    url: str
    kind: str
    full: bool = False
    every_hours: int = 24
    defaults: str = "{}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last whole answer was, to recognise it by."""

    digest: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A library's feed and how it goes; without `due_at` nobody looks at it any more."""

    library: LibraryId
    source: FeedSource
    due_at: datetime | None
    looked_at: datetime | None = None
    read_at: datetime | None = None  # the whole of it
    seen: Seen | None = None
    import_id: str | None = None
    failure: str | None = None
    failures: int = 0
    failing_since: datetime | None = None
    given_up_at: datetime | None = None
    version: int = 0

    def is_due(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at <= at

    def known(self, at: datetime) -> Seen | None:
        """What need not be sent again; None when it is time to read the whole."""
        is_recent = self.read_at is not None and at - self.read_at < READ_WHOLE_EVERY
        return self.seen if is_recent else None

    def failed(self, why: str, at: datetime) -> "Feed":
        """Looked at in vain; after a fortnight of it given up, which its library has to hear."""
        since = self.failing_since or at
        is_given_up = at - since >= GIVEN_UP_AFTER
        return replace(
            self,
            due_at=at + (FIRST_PAUSE if is_given_up else _pause(self.failures)),
            looked_at=at,
            failure=why,
            failures=self.failures + 1,
            failing_since=since,
            given_up_at=at if is_given_up else None,
        )

    def unchanged(self, at: datetime) -> "Feed":
        """Looked at, and nothing new."""
        return replace(
            self,
            due_at=at + timedelta(hours=self.source.every_hours),
            looked_at=at,
            failure=None,
            failures=0,
            failing_since=None,
        )

    def read(self, seen: Seen, import_id: str, at: datetime) -> "Feed":
        """Read whole; the import says what became of its rows."""
        return replace(self.unchanged(at), seen=seen, import_id=import_id, read_at=at)

    def later(self, at: datetime) -> "Feed":
        """Looked at again soon: what was read before is still being imported."""
        return replace(self, due_at=at + FIRST_PAUSE)

    def told(self) -> "Feed":
        """Its library knows that it was given up; nobody looks at it any more."""
        return replace(self, due_at=None)


def _pause(failures_before: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(failures_before, 10)), LONGEST_PAUSE)
