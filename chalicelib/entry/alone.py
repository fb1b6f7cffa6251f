"""Functions that queues and clocks start: app.py and its middleware do not reach them."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from chalicelib import wiring
from chalicelib.entry.failures import note_failure

log = logging.getLogger(__name__)
E = TypeVar("E")
R = TypeVar("R")


class Failed(Exception):
    """A function did not do what it is for; why, the log says, and not this."""


def stands_alone(handler: Callable[[E], R]) -> Callable[[E], R]:
    """The handler, with a correlation of its own; what fails is logged as ours, and fails barely.

    What a function raises is written to its log by the runtime, word for word; so it raises
    nothing that has a word in it.
    """

    @wraps(handler)
    def standing(event: E) -> R:
        with wiring.correlated():
            try:
                return handler(event)
            except Exception as error:
                log.exception("function failed", extra={"function": handler.__name__})
                note_failure(error)
                raise Failed(handler.__name__) from None

    return standing
