"""Where libraries, their activities and the programmes live, and what matching searches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.ids import ActivityId, LibraryId, ProgrammeId
from chalicelib.domain.matching.snapshot import Catalogue
from chalicelib.domain.programme import Programme
from chalicelib.usecases.ports.base import Page


@dataclass(frozen=True, slots=True)
class ActivityQuery:
    """Which activities; `include_inactive` only for the library itself."""

    library: LibraryId | None = None
    type: str | None = None
    theme: str | None = None
    include_inactive: bool = False
    page_size: int = 50
    cursor: str | None = None


class Activities(Protocol):
    """Activities as the table has them, with their seats; the truth, where a snapshot proposes."""

    def get(self, activity_id: ActivityId) -> Activity:
        """The activity with its seats, read consistently.

        Raises:
            NotFound: unknown.
        """

    def get_many(self, activity_ids: Iterable[ActivityId]) -> Mapping[ActivityId, Activity]:
        """Those that exist, read consistently."""

    def put(self, activity: Activity, *, expected_version: int | None) -> Activity:
        """The activity stands with the next version; its seats' `taken` is never touched.

        `expected_version` None creates. An activity is found again by (library, source_id).

        Raises:
            AlreadyThere: it exists and should not. PreconditionFailed: another version.
        """

    def put_many(self, activities: Iterable[Activity], *, stops_at: datetime | None = None) -> None:
        """Each stands, new or replaced, `taken` never touched; for imports, in any order.

        From `stops_at` on, else at once, those who have a place on what is inactive move on.
        """

    def set_taken_elsewhere(self, activity_id: ActivityId, count: int) -> Activity:
        """So many come by themselves; what is taken through Wegwijs stays.

        Raises:
            NotFound: unknown.
        """

    def move_taken_elsewhere(self, activity_id: ActivityId, by: int) -> Activity:
        """So many more come by themselves, or fewer, never less than none; at once, whoever else.

        Raises:
            NotFound: unknown.
        """

    def mend_taken(self, activity_id: ActivityId, *, seen: int, held: int) -> bool:
        """So many are taken, if the counter still says what was seen; whether it did."""

    def redescribe(self, activities: Iterable[Activity]) -> Sequence[ActivityId]:
        """Each stands as given with its next version, if nobody wrote it since it was read.

        Seats and status are never touched. Those that somebody else wrote come back, unchanged.
        """

    def confirm(self, activity_ids: Iterable[ActivityId], *, on: date) -> None:
        """Those that exist were confirmed that day; their versions stay, as with seats."""

    def list(self, query: ActivityQuery) -> Page[Activity]:
        """Activities in order of id."""

    def all_active(self) -> Iterable[Activity]:
        """Every active activity with its seats, for a snapshot."""


class Libraries(Protocol):
    """Libraries and their branches."""

    def get(self, isil: LibraryId) -> Library:
        """The library.

        Raises:
            NotFound: unknown.
        """

    def put(self, library: Library, *, expected_version: int | None = None) -> None:
        """The library stands as given, with the next version.

        `expected_version` None asks nothing, 0 that there is none yet.

        Raises:
            PreconditionFailed: another version.
        """

    def list(self) -> Sequence[Library]:
        """All libraries, by ISIL."""

    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Library]:
        """Some libraries, by ISIL.

        Raises:
            InvalidRequest: the cursor is none of ours.
        """

    def claim_reminder(self, isil: LibraryId, *, on: date, not_since: date) -> bool:
        """Whether nobody reminded it since that day; then it counts as reminded `on` this one."""

    def give_back_reminder(self, isil: LibraryId, *, on: date) -> None:
        """The reminder claimed for that day was not sent after all."""


class Programmes(Protocol):
    """National programmes and their materials, kept by the programme for all."""

    def get(self, programme_id: ProgrammeId) -> Programme:
        """The programme.

        Raises:
            NotFound: unknown.
        """

    def put(self, programme: Programme, *, expected_version: int) -> Programme:
        """The programme stands with the next version; `expected_version` 0 creates it.

        Raises:
            PreconditionFailed: another version.
        """

    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Programme]:
        """Some programmes, by id.

        Raises:
            InvalidRequest: the cursor is none of ours.
        """


class Snapshots(Protocol):
    """The published catalogue that matching searches."""

    def current(self) -> Catalogue:
        """The newest catalogue this process may know of: at most 30 s behind the published one."""

    def published_version(self) -> str | None:
        """The version everybody is told of; None before the first."""

    def publish(self, data: bytes, *, version: str) -> None:
        """This catalogue is the current one for everybody."""

    def compared(self, at: datetime) -> None:
        """What is published was found, or made, as the catalogue was at this moment."""

    def last_compared(self) -> datetime | None:
        """When that was last; None where it never was.

        Raises:
            Temporary: the keeper of the snapshot does not answer.
        """
