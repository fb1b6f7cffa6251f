"""Metrics in memory."""

from chalicelib.domain.ids import MessageId
from chalicelib.usecases.ports import Metric


class FakeMeter:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.noted: list[tuple[Metric, float, MessageId | None]] = []

    def note(self, metric: Metric, value: float = 1, *, message: MessageId | None = None) -> None:
        self.noted.append((metric, value, message))

    def all_of(self, metric: Metric) -> list[float]:
        """Every value of this metric, in order."""
        return [value for noted, value, _ in self.noted if noted is metric]
