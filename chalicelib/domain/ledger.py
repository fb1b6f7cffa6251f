"""Who was there: the library's register of one placement, and the ledger of hours that follows.

The register knows of each day what was said last, also that she was not there; it is the
library's own. The ledger is what her municipality may count: it has no word for absence, it is
only added to, and a correction is a new entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from chalicelib.domain.events import Actor
from chalicelib.domain.ids import ActivityId, LibraryId, PlacementId

MINUTES_A_DAY = 24 * 60
ASKS_HER_AFTER = 2  # no-shows in a row
TELLS_LIBRARY_AFTER = timedelta(days=7)  # of silence, once she was asked


class Presence(StrEnum):
    """What a library says about one day."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


class EntryKind(StrEnum):
    """What an entry of the ledger says; STRUCK takes back what an earlier one said of that day."""

    PRESENT = "present"
    LATE = "late"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One day as its library tells it; `notified` is whether she had said that she could not."""

    held_on: date
    presence: Presence
    minutes: int = 0
    notified: bool = False

    @property
    def was_there(self) -> bool:
        return self.presence is not Presence.ABSENT


@dataclass(frozen=True, slots=True)
class Noted:
    """By whom and when something was written down; `said_at` orders what is said of one day."""

    by: Actor
    at: datetime
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said last of one day; `entries` counts those of the ledger about that day."""

    said: Attendance
    noted: Noted
    entries: int = 0


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """So many minutes on one day; the highest `number` of a placement and day stands."""

    placement_id: PlacementId
    activity_id: ActivityId
    held_on: date
    number: int
    kind: EntryKind
    minutes: int
    noted: Noted


@dataclass(frozen=True, slots=True)
class Register:
    """What one library knows of who was there, by day.

    `asked_at` is when she was asked why she stays away, `called_at` when her library called her
    about it since.
    """

    placement_id: PlacementId
    activity_id: ActivityId
    library: LibraryId
    marks: tuple[Mark, ...] = ()
    asked_at: datetime | None = None
    called_at: datetime | None = None

    def of(self, day: date) -> Mark | None:
        """What was said last of that day."""
        return next((mark for mark in self.marks if mark.said.held_on == day), None)

    @property
    def no_shows(self) -> int:
        """How often in a row, up to the last day known, she was not there and had not said so."""
        return len(self._missed())

    def _missed(self) -> tuple[Mark, ...]:
        """The days of those no-shows, the last first."""
        latest_first = reversed(self.marks)
        return tuple(
            takewhile(lambda mark: not (mark.said.was_there or mark.said.notified), latest_first)
        )

    @property
    def asks_her(self) -> bool:
        """Whether it is time to ask her, and she was not asked yet."""
        return self.no_shows >= ASKS_HER_AFTER and self.asked_at is None

    def needs_a_call(self, *, last_heard_at: datetime | None, at: datetime) -> bool:
        """Whether the library should call: she stayed away, and says nothing or cannot be asked."""
        since = self.call_due_at(last_heard_at=last_heard_at)
        return since is not None and since <= at

    def call_due_at(self, *, last_heard_at: datetime | None) -> datetime | None:
        """From when on the library should call her; None where there is nothing to call about.

        Called once, it is not asked again before she stayed away as often again.
        """
        missed = [
            m for m in self._missed() if self.called_at is None or m.noted.at > self.called_at
        ]
        if len(missed) < ASKS_HER_AFTER:
            return None
        if self.asked_at is None or self.called_at is not None:
            return missed[0].noted.at
        has_answered = last_heard_at is not None and last_heard_at > self.asked_at
        return None if has_answered else self.asked_at + TELLS_LIBRARY_AFTER


@dataclass(frozen=True, slots=True)
class Written:
    """The register after something was said, and what that adds to the ledger."""

    register: Register
    entries: tuple[LedgerEntry, ...] = ()


def written(register: Register, said: Attendance, noted: Noted) -> Written | None:
    """The register with this said of its day; None where something newer was said of it before.

    What was said before of the same day is corrected.
    """
    before = register.of(said.held_on)
    if before is not None and noted.said_at < before.noted.said_at:
        return None
    entry = _entry(register, before, said, noted)
    known = before.entries if before else 0
    mark = Mark(said, noted, entries=known + (entry is not None))
    others = [m for m in register.marks if m.said.held_on != said.held_on]
    marks = tuple(sorted((*others, mark), key=lambda m: m.said.held_on))
    after = replace(register, marks=marks)
    if after.no_shows == 0:
        after = replace(after, asked_at=None, called_at=None)
    return Written(after, () if entry is None else (entry,))


def _entry(
    register: Register, before: Mark | None, said: Attendance, noted: Noted
) -> LedgerEntry | None:
    """What the ledger hears of it: nothing of a day on which she never was there."""
    known = before.entries if before else 0
    if not said.was_there and known == 0:
        return None
    return LedgerEntry(
        placement_id=register.placement_id,
        activity_id=register.activity_id,
        held_on=said.held_on,
        number=known + 1,
        kind=EntryKind(said.presence) if said.was_there else EntryKind.STRUCK,
        minutes=said.minutes if said.was_there else 0,
        noted=noted,
    )


def standing(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Of each placement and day the entry that stands, unless it is struck; by day."""
    last: dict[tuple[PlacementId, date], LedgerEntry] = {}
    for entry in entries:
        known = last.get((entry.placement_id, entry.held_on))
        if known is None or known.number < entry.number:
            last[entry.placement_id, entry.held_on] = entry
    stands = (entry for entry in last.values() if entry.kind is not EntryKind.STRUCK)
    return tuple(sorted(stands, key=lambda entry: (entry.held_on, entry.placement_id)))
