"""Checking: a file is looked at before it is imported, and imported as it was looked at.

Nobody has to send it twice: it is kept, for as long as uploads are, and the second word is enough.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from chalicelib.domain.errors import Fault, InvalidRequest, NotFound
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import ImportCounts, ImportJob, ImportState
from chalicelib.usecases.importing import AT_ONCE, ReadRow, begin, import_activities
from chalicelib.usecases.ports import FileKind, Ports


def check(
    data: bytes,
    kind: FileKind,
    read: ReadRow,
    *,
    library: LibraryId,
    full: bool,
    defaults: Mapping[str, Any],
    ports: Ports,
) -> ImportJob:
    """What would become of each row is known, or will be soon for a long file; nothing is stored.

    Raises:
        InvalidRequest: not a file of this kind, one page of several, or it cannot be read on.
    """
    file = ports.files.read(kind, data, defaults=defaults)
    if file.pages > 1:
        raise InvalidRequest([Fault("body", "only_a_part")])
    remaining = iter(file.rows)
    rows = list(islice(remaining, AT_ONCE))
    now = ports.now()
    job = ImportJob(
        id=ports.derivation.import_id(library, data, now),
        library=library,
        kind=kind,
        created_at=now,
        total_rows=len(rows) + sum(1 for _ in remaining),
        dry_run=True,
        full=full,
        defaults=json.dumps(dict(defaults)),
        ignored=file.ignored,
    )
    if job.total_rows > AT_ONCE:
        begin(job, data, ports=ports)
        return job
    counts = import_activities(rows, read, library=library, dry_run=True, full=full, ports=ports)
    checked = replace(job, state=ImportState.DONE, counts=counts)
    ports.uploads.put(job.id, data)
    ports.imports.add(checked)
    return checked


def import_checked(library: LibraryId, import_id: str, *, ports: Ports) -> ImportJob:
    """What was looked at is being imported; asked twice, it is so once.

    Raises:
        NotFound: unknown, another library's, not looked at to its end, or the file is gone.
    """
    checked = ports.imports.get(library, import_id)
    if not checked.dry_run or checked.state is not ImportState.DONE:
        raise NotFound(import_id)
    job = replace(
        checked,
        id=ports.derivation.import_id(library, import_id.encode(), checked.created_at),
        dry_run=False,
        state=ImportState.WAITING,
        counts=ImportCounts(),
    )
    begin(job, ports.uploads.get(import_id), ports=ports)
    return job
