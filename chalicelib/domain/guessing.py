"""Guessing at links: hopeless, as they hold 96 bits or more, and stopped all the same.

Only what opened nothing is counted, so that a house full of newcomers behind one address never
waits for each other.
"""

from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=10)
MOST = 30  # links that open nothing, from one address in one window


def window(at: datetime) -> str:
    """The window that this moment is in."""
    return f"{int(at.timestamp()) // int(WINDOW.total_seconds())}"


def forgotten_at(at: datetime) -> datetime:
    """When the window of this moment is no longer of use to anybody."""
    return at.astimezone(UTC) + 2 * WINDOW
