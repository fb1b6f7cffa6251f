"""How often one caller may ask in a minute; who that is only this process knows, and no longer.

Each process counts for itself: the gateway's own limit stands before all of them together.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime


class Pace:
    """So many questions a minute from one address."""

    def __init__(self, most: int, *, now: Callable[[], datetime]) -> None:
        self._most, self._now = most, now
        self._minute = ""
        self._asked: Counter[str] = Counter()

    def allows(self, who: str) -> bool:
        """Whether this one may still be answered; asking counts."""
        minute = f"{self._now():%H:%M}"
        if minute != self._minute:
            self._minute, self._asked = minute, Counter()
        self._asked[who] += 1
        return self._asked[who] <= self._most
