"""Imports: a library hands over its activities in a file, and sees what became of each row."""

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.errors import Fault, Forbidden, InvalidRequest
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import ImportJob
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.files import workbook_answer
from chalicelib.entry.answers.imports import counts_answer, job_answer
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.entry.json_body import TooLarge
from chalicelib.entry.parsing.import_faults import explained
from chalicelib.entry.parsing.import_request import MAX_BYTES, XLSX, ImportQuery, kind_of
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.usecases.importing import AT_ONCE, begin, import_activities
from chalicelib.usecases.ports import ActivityFile, FileKind, RawRow

imports = Blueprint(__name__)
TEMPLATE = Path(__file__).parents[2] / "static" / "wegwijs-activities.xlsx"


@imports.route("/v1/catalogue-imports", methods=["POST"], content_types=["*/*"])
@guarded(imports, allow=LIBRARY_ROLES)
def imports_a_catalogue(call: Call) -> Response:
    kind = kind_of(call.header("content-type"), call.raw)
    if len(call.raw) > MAX_BYTES:
        raise TooLarge(str(MAX_BYTES))
    asked = call.query(ImportQuery)
    with explained():
        file = call.ports.files.read(kind, call.raw, defaults=asked.defaults)
        rows, more = _counted(file.rows)
    if more:
        return _in_the_background(call, kind, asked, file, total=len(rows) + more)
    counts = import_activities(
        rows,
        import_row,
        library=_library(call),
        dry_run=asked.dry_run == "true",
        full=asked.full == "true",
        ports=call.ports,
    )
    return json_answer(counts_answer(counts, ignored=file.ignored))


@imports.route("/v1/import-templates/activities", methods=["GET"])
@guarded(imports, allow=PUBLIC)
def hands_out_the_template(call: Call) -> Response:
    # The gateway hands out bytes only to who asks for them by name.
    if XLSX not in (call.header("accept") or ""):
        raise InvalidRequest([Fault("Accept", "ask_for_xlsx")])
    return workbook_answer(TEMPLATE)


@imports.route("/v1/catalogue-imports/{import_id}", methods=["GET"])
@guarded(imports, allow=LIBRARY_ROLES)
def shows_how_far_an_import_is(call: Call, import_id: str) -> Response:
    return json_answer(job_answer(call.ports.imports.get(_library(call), import_id)))


def _counted(rows: Iterable[RawRow]) -> tuple[list[RawRow], int]:
    """As many rows as are done at once, and how many there are beyond those."""
    remaining = iter(rows)
    return list(islice(remaining, AT_ONCE)), sum(1 for _ in remaining)


def _in_the_background(
    call: Call, kind: FileKind, asked: ImportQuery, file: ActivityFile, *, total: int
) -> Response:
    library, now = _library(call), call.ports.now()
    job = ImportJob(
        id=call.ports.derivation.import_id(library, call.raw, now),
        library=library,
        kind=kind,
        created_at=now,
        total_rows=total,
        dry_run=asked.dry_run == "true",
        full=asked.full == "true",
        defaults=json.dumps(asked.defaults),
        ignored=file.ignored,
    )
    begin(job, call.raw, ports=call.ports)
    headers = {"Location": f"/v1/catalogue-imports/{job.id}"}
    return json_answer(job_answer(job), status=202, headers=headers)


def _library(call: Call) -> LibraryId:
    library = call.caller.library
    if library is None:
        raise Forbidden(call.caller.role)
    return library
