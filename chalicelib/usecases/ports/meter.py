"""What operators see of how it goes."""

from enum import StrEnum
from typing import Protocol

from chalicelib.domain.ids import MessageId


class Metric(StrEnum):
    """What is counted or measured; the value is its name outside, and an alarm knows it by that."""

    UNHANDLED_ERRORS = "UnhandledErrors"  # our own bugs
    THROTTLES = "Throttles"  # answered with "later", or gone back, because the world did not answer
    TEXTS_SENT = "TextsSent"
    TEXTS_FAILED = "TextsFailed"
    TEXTS_UNKNOWN = "TextsUnknown"
    TEXT_SEGMENTS = "TextSegments"  # what a provider charges for, of texts that went out
    OLDEST_DUE_AGE = "OldestDueAgeSeconds"
    SNAPSHOT_AGE = "SnapshotAgeSeconds"
    SEAT_DRIFT = "SeatDrift"  # seats counted wrongly, last night


class Meter(Protocol):
    """Counts and measures, never about whom."""

    def note(self, metric: Metric, value: float = 1, *, message: MessageId | None = None) -> None:
        """So much of this, now; `message` is the text it is about, where it is about one."""
