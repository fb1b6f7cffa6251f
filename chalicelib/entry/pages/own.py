"""What every page of a library asks of whoever visits: whose it is, how fresh, and which part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from chalicelib.domain.catalogue import CALL_FIRST_AFTER_DAYS, STALE_AFTER_DAYS, Activity
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.visit import Visit

T = TypeVar("T")
PART = 50  # lines on a page
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Some lines of a list; `before` and `after` say where its neighbours begin, if there are."""

    lines: Sequence[T]
    total: int
    begins: int
    before: int | None
    after: int | None


def own_library(visit: Visit) -> LibraryId:
    """The library of whoever visits.

    Raises:
        Forbidden: she works at none.
    """
    library = visit.caller.library
    if library is None:
        raise Forbidden(visit.caller.role)
    return library


def today(visit: Visit) -> date:
    return visit.ports.now().astimezone(AMSTERDAM).date()


def part_of(lines: Sequence[T], begins: str) -> Part[T]:
    """The lines from this one; from the first where that is no number of one."""
    first = whole(begins)
    first = first if first < len(lines) else 0
    after = first + PART
    return Part(
        lines[first:after],
        len(lines),
        first,
        max(0, first - PART) if first else None,
        after if after < len(lines) else None,
    )


def whole(written: str) -> int:
    """The number as written; 0 where it is none."""
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST_NUMBER
    return int(written) if is_number else 0


def freshness(activity: Activity, *, on: date) -> str:
    """How sure others can be of it: "fresh", "call_first" or "stale"."""
    days = (on - activity.last_confirmed_on).days
    if days > STALE_AFTER_DAYS:
        return "stale"
    return "call_first" if days > CALL_FIRST_AFTER_DAYS else "fresh"
