"""Guesses in memory."""

from collections import Counter

from chalicelib.domain.guessing import MOST, window
from chalicelib.usecases.ports import Clock


class FakeGuesses:
    def __init__(self, now: Clock) -> None:
        self._now = now
        self._counted: Counter[tuple[str, str]] = Counter()

    def count(self, name: str) -> None:
        self._counted[name, window(self._now())] += 1

    def are_too_many(self, name: str) -> bool:
        return self._counted[name, window(self._now())] >= MOST

    def names(self) -> list[str]:
        """Whose guesses were counted, as they are called."""
        return [name for (name, _), count in self._counted.items() if count]
