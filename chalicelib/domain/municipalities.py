"""Municipalities that merged or were divided: which code stands today for one of earlier days.

An area or a residence keeps the code it was written with; comparing goes by today's codes. So a
library that named a municipality before its merger still serves the people who live there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Ended:
    """A municipality that was: until the day before `since`, and then part of its successors.

    `successors` begins with the one that got most of its people.
    """

    code: str
    since: date
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Municipalities:
    """What is known of municipalities that ended; every other code stands for itself."""

    ended: Mapping[str, Ended]

    def current_code(self, code: str, on: date) -> str:
        """The code that stands on that day; of what was divided, that of the largest part."""
        change = self._change(code, on)
        return code if change is None else self.current_code(change.successors[0], on)

    def successors(self, code: str, on: date) -> frozenset[str]:
        """Every code that stands on that day for a part of it; itself while it stands."""
        change = self._change(code, on)
        if change is None:
            return frozenset({code})
        return self.current_area(change.successors, on)

    def current_area(self, area: Iterable[str], on: date) -> frozenset[str]:
        """The codes that stand on that day for an area; nobody who lived in it falls outside."""
        return frozenset(now for code in area for now in self.successors(code, on))

    def valid_until(self, code: str) -> date | None:
        """The last day on which the code stood; None for one that still stands."""
        change = self.ended.get(code)
        return None if change is None else date.fromordinal(change.since.toordinal() - 1)

    def _change(self, code: str, on: date) -> Ended | None:
        change = self.ended.get(code)
        return change if change is not None and change.since <= on else None


UNCHANGED = Municipalities({})


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    since: date
    successor: str


def read_municipalities(rows: Iterable[Mapping[str, str]]) -> Municipalities:
    """The municipalities of a table with the columns old_code, new_code and since.

    A municipality that was divided has a row a part, that of most of its people first.

    Raises:
        ValueError: a municipality ends on two days, or lives on in one that ended before it.
    """
    read = [_Row(r["old_code"], date.fromisoformat(r["since"]), r["new_code"]) for r in rows]
    ended = {code: _ended(list(of_one)) for code, of_one in groupby(read, attrgetter("code"))}
    for change in ended.values():
        for successor in change.successors:
            if successor in ended and ended[successor].since <= change.since:
                raise ValueError(f"{change.code} lives on in {successor}, which had ended")
    return Municipalities(ended)


def _ended(rows: list[_Row]) -> Ended:
    code, since = rows[0].code, rows[0].since
    if any(row.since != since for row in rows):
        raise ValueError(f"{code} ends on two days")
    return Ended(code, since, tuple(row.successor for row in rows))
