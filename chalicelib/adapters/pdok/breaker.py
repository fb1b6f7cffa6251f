"""A circuit breaker: who does not answer is left in peace for a while, then tried once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar

from chalicelib.domain.errors import Temporary

T = TypeVar("T")

MOST_FAILURES = 3
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_ASKED = timedelta(hours=1)  # a Retry-After beyond this is not taken at its word


class Breaker:
    """Lets questions through until some fail in a row; then none for a pause, then one to try.

    Each try that fails doubles the pause. Asked to come back later, it does as asked, at once.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._lock = now, Lock()
        self._failures, self._pause = 0, FIRST_PAUSE
        self._resting_until: datetime | None = None

    def through(self, ask: Callable[[], T]) -> T:
        """What `ask` answers.

        Raises:
            Temporary: `ask` did, or it was not even asked; `retry_after_s` says when it will be.
        """
        self._admit()
        try:
            answer = ask()
        except Temporary as failure:
            self._failed(failure.retry_after_s)
            raise
        self._succeeded()
        return answer

    def _admit(self) -> None:
        with self._lock:
            now, until = self._now(), self._resting_until
            if until is None:
                return
            if now < until:
                wait_s = int((until - now).total_seconds()) + 1
                raise Temporary("left in peace for a while", retry_after_s=wait_s)
            # One goes first; until its answer is in, the others wait on.
            self._resting_until = now + self._pause

    def _failed(self, retry_after_s: int | None) -> None:
        with self._lock:
            self._failures += 1
            if retry_after_s is not None:
                asked = min(timedelta(seconds=retry_after_s), LONGEST_ASKED)
                self._resting_until = self._now() + asked
            elif self._failures >= MOST_FAILURES:
                self._resting_until = self._now() + self._pause
                self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _succeeded(self) -> None:
        with self._lock:
            self._failures, self._pause, self._resting_until = 0, FIRST_PAUSE, None
