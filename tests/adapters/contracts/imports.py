"""What every store of long imports and of their files keeps its word on."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import (
    MOST_LISTED,
    Complaint,
    ImportCounts,
    ImportJob,
    ImportState,
    Rejection,
)
from chalicelib.usecases.ports import Imports, Uploads
from tests.fakes.making import UTRECHT

JOB = ImportJob(
    id="imp_1",
    library=UTRECHT,
    kind="csv",
    created_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    total_rows=3_000,
    full=True,
    defaults='{"type": "ido"}',
    ignored=("kleur",),
)
LONG = Complaint("title", "Te lang: hoogstens 120 tekens." * 10, "Too long." * 30)
SLICE = ImportCounts(accepted=500, rejected=1_000, rejections=(Rejection(7, (LONG,) * 8),) * 1_000)


class ImportsContract:
    """Run with a fixture `imports`, empty."""

    def test_a_job_comes_back_whole(self, imports: Imports) -> None:
        imports.add(JOB)
        assert imports.get(UTRECHT, JOB.id) == JOB

    @pytest.mark.parametrize(
        ("library", "import_id"), [(UTRECHT, "imp_2"), ("NL-0899010000", "imp_1"), (UTRECHT, "")]
    )
    def test_an_unknown_job_and_anothers_are_not_found(
        self, imports: Imports, library: str, import_id: str
    ) -> None:
        imports.add(JOB)
        with pytest.raises(NotFound):
            imports.get(LibraryId(library), import_id)

    def test_a_job_that_is_added_again_stays_as_far_as_it_is(self, imports: Imports) -> None:
        imports.add(JOB)
        imports.save(JOB.after(SLICE), after=JOB)
        imports.add(JOB)
        assert imports.get(UTRECHT, JOB.id).counts.rows == 1_500

    def test_a_thousand_long_rejections_are_kept(self, imports: Imports) -> None:
        imports.add(JOB)
        first = JOB.after(SLICE)
        imports.save(first, after=JOB)
        imports.save(first.after(SLICE), after=first)
        kept = imports.get(UTRECHT, JOB.id)
        assert (kept.state, kept.counts.rejected) == (ImportState.DONE, 2_000)
        assert kept.counts.rejections == SLICE.rejections
        assert len(kept.counts.rejections) == MOST_LISTED

    def test_only_one_goes_on_from_where_it_was(self, imports: Imports) -> None:
        imports.add(JOB)
        imports.save(JOB.after(SLICE), after=JOB)
        with pytest.raises(StaleVersion):
            imports.save(JOB.after(SLICE), after=JOB)
        assert imports.get(UTRECHT, JOB.id).counts.accepted == 500

    def test_a_job_that_failed_says_why(self, imports: Imports) -> None:
        imports.add(JOB)
        imports.save(JOB.failed("upload_gone"), after=JOB)
        assert imports.get(UTRECHT, JOB.id) == JOB.failed("upload_gone")


class UploadsContract:
    """Run with a fixture `uploads`, empty."""

    def test_a_file_comes_back_byte_by_byte(self, uploads: Uploads) -> None:
        uploads.put("imp_1", b"\x00\xff,\r\n")
        assert uploads.get("imp_1") == b"\x00\xff,\r\n"

    def test_a_file_that_is_gone_is_not_found(self, uploads: Uploads) -> None:
        with pytest.raises(NotFound):
            uploads.get("imp_1")
