"""Long imports in memory: their files and how far they are."""

from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import ImportJob


class FakeUploads:
    def __init__(self) -> None:
        self._by_id: dict[str, bytes] = {}

    def put(self, import_id: str, data: bytes) -> None:
        self._by_id[import_id] = data

    def get(self, import_id: str) -> bytes:
        try:
            return self._by_id[import_id]
        except KeyError:
            raise NotFound(import_id) from None

    def lose(self, import_id: str) -> None:
        """The file went by itself, as they do after a week."""
        del self._by_id[import_id]


class FakeImports:
    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], ImportJob] = {}

    def add(self, job: ImportJob) -> None:
        self._by_key.setdefault((job.library, job.id), job)

    def get(self, library: LibraryId, import_id: str) -> ImportJob:
        try:
            return self._by_key[library, import_id]
        except KeyError:
            raise NotFound(import_id) from None

    def save(self, job: ImportJob, *, after: ImportJob) -> None:
        if self.get(job.library, job.id) != after:
            raise StaleVersion(job.id)
        self._by_key[job.library, job.id] = job

    def everything(self) -> list[ImportJob]:
        return list(self._by_key.values())
