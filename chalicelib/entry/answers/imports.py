"""What became of an import, row by row."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain.import_job import Complaint, ImportCounts, ImportJob, Rejection
from chalicelib.entry.answers.base import instant
from chalicelib.entry.parsing.import_faults import in_dutch, in_english


def counts_answer(counts: ImportCounts, *, ignored: Iterable[str]) -> dict[str, Any]:
    """The rows by what became of them; each rejected row once, with its first fault foremost."""
    return {
        "accepted": counts.accepted,
        "unchanged": counts.unchanged,
        "rejected": [_rejection(rejection) for rejection in counts.rejections],
        "deactivated": counts.deactivated,
        "ignoredColumns": list(ignored),
    }


def job_answer(job: ImportJob) -> dict[str, Any]:
    """A long import and how far it is."""
    failure = None if job.failure is None else in_dutch(job.failure)
    return {
        "id": job.id,
        "state": job.state,
        "dryRun": job.dry_run,
        "createdAt": instant(job.created_at),
        "totalRows": job.total_rows,
        "doneRows": job.counts.rows,
        "rejectedRows": job.counts.rejected,
        **counts_answer(job.counts, ignored=job.ignored),
        "failure": failure,
    }


def _rejection(rejection: Rejection) -> dict[str, Any]:
    first, *others = rejection.complaints
    also = [_complaint(complaint) for complaint in others]
    return {"row": rejection.row, **_complaint(first), **({"also": also} if also else {})}


def _complaint(complaint: Complaint) -> dict[str, Any]:
    return {
        "field": complaint.field,
        "reason": in_dutch(complaint.reason),
        "reasonEn": in_english(complaint.reason_en),
    }
