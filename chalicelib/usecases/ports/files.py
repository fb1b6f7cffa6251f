"""Foreign files of a catalogue, and imports of them that run in the background."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.domain.catalogue import Activity, Branch, Library
from chalicelib.domain.errors import Fault
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import ImportJob


class FileKind(StrEnum):
    """The formats in which libraries hand over their activities."""

    CSV = "csv"
    EXCEL = "excel"
    CALENDAR = "calendar"
    HSDS = "hsds"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One activity of a file: what could be read, in the API's shape, and what could not.

    `number` is that of the row, the event or the service as a person finds it in the file.
    `named` says by what name the file knows a field of the API ("level.min", without indices).
    """

    number: int
    body: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """The rows of a file, read as they are asked for, and the columns that say nothing to us.

    `pages` is in how many pages its sender divided it, by its own word: of several, this is one.
    Asking for a row may raise InvalidRequest: from there on the file cannot be read.
    """

    rows: Iterable[RawRow]
    ignored: tuple[str, ...] = ()
    pages: int = 1


class ActivityFiles(Protocol):
    """Foreign formats of a catalogue, read and written."""

    def read(self, kind: FileKind, data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
        """The activities of a file; `defaults`, in the API's shape, where it says nothing.

        Raises:
            InvalidRequest: the file is not of its kind, damaged, or larger than its bounds.
        """

    def joined(self, kind: FileKind, pages: Sequence[bytes]) -> bytes:
        """One file of what its sender divided in pages, in their order.

        Raises:
            InvalidRequest: a page that is not of this kind, or a kind that has no pages.
        """

    def csv(self, activities: Iterable[Activity]) -> str:
        """A table that reads back to the same activities; guarded against formulas.

        What an activity has from its library is left out, so that it stays the library's.
        """

    def calendar(
        self, library: Library, activities: Iterable[Activity], *, holidays: Holidays, at: datetime
    ) -> str:
        """The sessions of these activities as iCalendar, closed days left out for a year."""

    def hsds(self, thing: Activity | Library | Branch, library: Library) -> Mapping[str, Any]:
        """A service, an organization or a location of Open Referral HSDS 3.0."""


class Uploads(Protocol):
    """Files that wait to be imported; they go by themselves after a week."""

    def put(self, import_id: str, data: bytes) -> None:
        """The file stands."""

    def get(self, import_id: str) -> bytes:
        """The file.

        Raises:
            NotFound: unknown, or gone.
        """


class Imports(Protocol):
    """Imports that run in the background, and how far they are."""

    def add(self, job: ImportJob) -> None:
        """The job stands; the same job again changes nothing."""

    def get(self, library: LibraryId, import_id: str) -> ImportJob:
        """The job as it is now.

        Raises:
            NotFound: unknown, or another library's.
        """

    def save(self, job: ImportJob, *, after: ImportJob) -> None:
        """The job is as given.

        Raises:
            StaleVersion: somebody else went on from `after` already.
        """
