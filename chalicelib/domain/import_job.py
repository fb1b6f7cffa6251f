"""An import of a catalogue: what became of each row, and how far a long one is."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.ids import LibraryId

MOST_LISTED = 1_000  # rejections kept of one import; more of the same help nobody


class ImportState(StrEnum):
    """How far an import is; DONE and FAILED are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a field, as the file names it: a code or a sentence, in two languages."""

    field: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken, and everything that is wrong with it."""

    row: int
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the rows; each row is counted once."""

    accepted: int = 0
    unchanged: int = 0
    rejected: int = 0
    deactivated: int = 0
    rejections: tuple[Rejection, ...] = ()

    @property
    def rows(self) -> int:
        return self.accepted + self.unchanged + self.rejected

    def plus(self, other: "ImportCounts") -> "ImportCounts":
        """Both together; of the rejections the first thousand."""
        return ImportCounts(
            self.accepted + other.accepted,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
            self.deactivated + other.deactivated,
            (self.rejections + other.rejections)[:MOST_LISTED],
        )


@dataclass(frozen=True, slots=True)
class ImportJob:
    """A long import, done a slice at a time; `counts.rows` of `total_rows` are behind it."""

    id: str
    library: LibraryId
    kind: str
    created_at: datetime
    total_rows: int
    dry_run: bool = False
    full: bool = False
    defaults: str = "{}"  # JSON, in the API's shape
    ignored: tuple[str, ...] = ()
    state: ImportState = ImportState.WAITING
    counts: ImportCounts = ImportCounts()
    failure: str | None = None

    @property
    def is_over(self) -> bool:
        return self.state in {ImportState.DONE, ImportState.FAILED}

    def after(self, slice_: ImportCounts) -> "ImportJob":
        """The job when this slice is behind it."""
        counts = self.counts.plus(slice_)
        state = ImportState.DONE if counts.rows >= self.total_rows else ImportState.RUNNING
        return replace(self, counts=counts, state=state)

    def failed(self, why: str) -> "ImportJob":
        """The job that will never be done, and the code of the reason."""
        return replace(self, state=ImportState.FAILED, failure=why)
