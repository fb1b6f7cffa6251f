"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class FixedClock:
    def __init__(self, at: datetime = MONDAY_MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> datetime:
        self.at += by
        return self.at
