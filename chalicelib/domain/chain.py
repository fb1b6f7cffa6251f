"""A chain: every line of an audit holds the hash of the one before, and each day is sealed.

Whoever changes, removes or inserts a line would have to write the rest of its chain anew, and the
seals of every day since, for which the key is needed.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

BEGINNING = ""  # what comes before the first line of a chain
KEPT_YEARS = 5
KEPT = timedelta(days=365 * KEPT_YEARS + 2)  # leap days and all


def link(before: str, place: str, says: Mapping[str, Any]) -> str:
    """The hash of one line: of the line before, of where it stands and of all it says."""
    told = {name: value for name, value in says.items() if value is not None}
    canonical = json.dumps([before, place, told], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is stored; `hash` None was written by a release that knew of no chains.

    `chain` and `place` are where it stands; in a list of a day `says` is left out.
    """

    chain: str
    place: str
    at: datetime
    hash: str | None
    says: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seal:
    """A day of all chains: how many lines, a digest of their hashes, and of the seal before.

    `mac` is made with a key that the tables do not hold.
    """

    day: date
    lines: int
    digest: str
    before: str
    mac: str

    @property
    def signed(self) -> str:
        """What `mac` is over."""
        return f"{self.day.isoformat()} {self.lines} {self.digest} {self.before}"


def digest(lines: Iterable[tuple[str, str]]) -> str:
    """One hash of the lines of a day, given as (place, hash), in whatever order they come."""
    found = hashlib.sha256()
    for place, hash_ in sorted(lines):
        found.update(f"{place} {hash_}\n".encode())
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not hold: a chain at a place, or a day as a whole."""

    what: str
    where: str


def breaks(
    lines: Iterable[Line], *, heads: Collection[str | None], since: date, trusts: bool
) -> Iterator[Broken]:
    """Where this chain does not hold, read from its first line to its last.

    Lines without a hash are fine up to `since`, the day on which chains began. `heads` are the
    hashes that its last line may have, as kept elsewhere; None among them is a chain that ended
    with her. `trusts`: lines before the first may have been forgotten by now.
    """
    before = BEGINNING
    for line in lines:
        if line.hash is None:
            if line.at.date() > since:
                yield Broken("unchained", line.place)
            continue
        is_first = before == BEGINNING
        if line.hash != link(before, line.place, line.says) and not (is_first and trusts):
            yield Broken("changed", line.place)
        before = line.hash
    if before not in heads and None not in heads:
        yield Broken("cut_off", before)
