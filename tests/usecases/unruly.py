"""A port that fails where it is told to: before or after its n-th call, as a crash would."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any


class Crash(BaseException):
    """The process dies here; nothing catches it."""


class Unruly:
    """Stands before a port. All is told by method and number of the call, from 1.

    Before: it is raised instead of the call. After: the call is done, and nobody hears of it.
    Between: something else is done just before the call.
    """

    def __init__(
        self,
        port: Any,
        *,
        before: Mapping[tuple[str, int], BaseException] | None = None,
        after: Mapping[tuple[str, int], BaseException] | None = None,
        between: Mapping[tuple[str, int], Callable[[], object]] | None = None,
    ) -> None:
        self._port = port
        self._before, self._after = dict(before or {}), dict(after or {})
        self._between = dict(between or {})
        self.calls: defaultdict[str, int] = defaultdict(int)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if not callable(method):
            return method

        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls[name] += 1
            self._between.get((name, self.calls[name]), lambda: None)()
            self._raise(self._before, name)
            answer = method(*args, **kwargs)
            self._raise(self._after, name)
            return answer

        return call

    def _raise(self, planned: Mapping[tuple[str, int], BaseException], name: str) -> None:
        error = planned.get((name, self.calls[name]))
        if error is not None:
            raise error
