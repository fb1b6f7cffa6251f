"""Importing: a library hands over a file, and hears of every row what became of it.

Idempotent by source id: a row that says what is known already only confirms it. A bad row never
stops the good ones. What a full file no longer holds becomes inactive; nothing is ever deleted.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.errors import Fault, InvalidRequest, NotFound, StaleVersion
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.import_job import Complaint, ImportCounts, ImportJob, Rejection
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.ports import ActivityQuery, FileKind, Ports, RawRow
from chalicelib.usecases.telling import tell

AT_ONCE = 2_000  # rows that are done while the library waits; more go on in the background
SLICE = 1_000  # rows that a background worker does before it hands on
# Whoever has a place on what a file stops moves on only then: a file may be faulty, and the next
# one right again.
STOPS_AFTER = timedelta(days=1)
_BATCH = 200
_PAGE = 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row as far as it can be understood; without a draft, `complaints` says why not.

    `says` holds the fields of the API that the row speaks of: what it does not speak of and the
    library moves by other ways (who comes by themselves, a pause) is left as it is.
    """

    number: int
    source_id: str | None
    draft: ActivityDraft | None
    complaints: tuple[Complaint, ...] = ()
    says: frozenset[str] = frozenset()
    branch_field: str = "branch"


ReadRow = Callable[[RawRow, Library], ImportRow]


def import_activities(
    rows: Iterable[RawRow],
    read: ReadRow,
    *,
    library: LibraryId,
    dry_run: bool,
    full: bool,
    ports: Ports,
) -> ImportCounts:
    """What became of the rows, each accepted, unchanged or rejected; a dry run stores nothing.

    Raises:
        NotFound: no such library. InvalidRequest: from some row on the file cannot be read.
    """
    importing = _Importing(ports.libraries.get(library), read, dry_run, ports)
    counts = importing.take(rows)
    return importing.finish(counts, full=full)


def go_on(library: LibraryId, import_id: str, read: ReadRow, *, ports: Ports) -> None:
    """The import has its next slice behind it; when there is more, somebody goes on soon.

    An import that is over stays so. One whose file is gone or cannot be read will never be done.

    Raises:
        NotFound: no such import. Temporary: not now.
    """
    job = ports.imports.get(library, import_id)
    if job.is_over:
        return
    try:
        after = _next_slice(job, read, ports=ports)
    except InvalidRequest as refused:
        after = job.failed(refused.faults[0].reason)
    except NotFound:
        after = job.failed("upload_gone")
    try:
        ports.imports.save(after, after=job)
    except StaleVersion:
        return  # delivered twice: another worker did this slice and told of the next
    if not after.is_over:
        ports.queue.import_waits(library, import_id)


def _next_slice(job: ImportJob, read: ReadRow, *, ports: Ports) -> ImportJob:
    importing = _Importing(ports.libraries.get(job.library), read, job.dry_run, ports)
    data, defaults = ports.uploads.get(job.id), json.loads(job.defaults)
    rows = iter(ports.files.read(FileKind(job.kind), data, defaults=defaults).rows)
    importing.pass_over(islice(rows, job.counts.rows))
    after = job.after(importing.take(islice(rows, SLICE)))
    if not after.is_over:
        return after
    return replace(after, counts=importing.finish(after.counts, full=job.full))


def job_of(
    data: bytes, kind: FileKind, *, library: LibraryId, full: bool, defaults: str, ports: Ports
) -> ImportJob:
    """The import of a whole file, not begun yet.

    Raises:
        InvalidRequest: not a file of this kind, one page of several, or from some row on it
            cannot be read.
    """
    now = ports.now()
    file = ports.files.read(kind, data, defaults=json.loads(defaults))
    if file.pages > 1:
        raise InvalidRequest([Fault("body", "only_a_part")])
    return ImportJob(
        id=ports.derivation.import_id(library, data, now),
        library=library,
        kind=kind,
        created_at=now,
        total_rows=sum(1 for _ in file.rows),
        full=full,
        defaults=defaults,
        ignored=file.ignored,
    )


def begin(job: ImportJob, data: bytes, *, ports: Ports) -> None:
    """The file is kept and the job stands; somebody begins with it soon.

    Raises:
        Temporary: not taken; nothing of it will be done.
    """
    ports.uploads.put(job.id, data)
    ports.imports.add(job)
    ports.queue.import_waits(job.library, job.id)


class _Importing:
    """One pass over the rows of a file, for one library."""

    def __init__(self, library: Library, read: ReadRow, dry_run: bool, ports: Ports) -> None:  # noqa: FBT001
        self._library, self._read, self._dry_run, self._ports = library, read, dry_run, ports
        self._seen: set[str] = set()
        self._today: date = ports.now().astimezone(AMSTERDAM).date()

    def pass_over(self, rows: Iterable[RawRow]) -> None:
        """These were taken before; only their source ids still count."""
        self._seen.update(str(row.body.get("sourceId")) for row in rows)

    def take(self, rows: Iterable[RawRow]) -> ImportCounts:
        """What became of these rows, in batches that one request can read and write."""
        counts = ImportCounts()
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            counts = counts.plus(self._take_batch([self._read(r, self._library) for r in batch]))
        return counts

    def finish(self, counts: ImportCounts, *, full: bool) -> ImportCounts:
        """What a full file no longer holds is inactive, and matching hears of it all."""
        # A file without one good row says nothing about what has stopped.
        if full and counts.accepted + counts.unchanged:
            gone = list(self._gone())
            counts = replace(counts, deactivated=len(gone))
            self._put(replace(activity, status=ActivityStatus.INACTIVE) for activity in gone)
        if not self._dry_run and counts.accepted + counts.unchanged + counts.deactivated:
            tell(ports=self._ports)
        return counts

    def _take_batch(self, rows: Sequence[ImportRow]) -> ImportCounts:
        rejections: list[Rejection] = []
        described: list[tuple[ImportRow, Activity]] = []
        for row in rows:
            found = self._described(row)
            if isinstance(found, Activity):
                described.append((row, found))
            else:
                rejections.append(Rejection(row.number, found))
        known = self._ports.activities.get_many(activity.id for _, activity in described)
        wanted = [_kept(row, activity, known) for row, activity in described]
        changed = [a for a in wanted if not _is_same(a, known.get(a.id))]
        accepted = {activity.id for activity in changed}
        # What is confirmed today already needs no second confirmation.
        stale = [
            a
            for a in wanted
            if a.id not in accepted and known[a.id].last_confirmed_on != self._today
        ]
        self._put(changed)
        if not self._dry_run:
            self._ports.activities.confirm((a.id for a in stale), on=self._today)
        unchanged = len(wanted) - len(changed)
        return ImportCounts(len(changed), unchanged, len(rejections), 0, tuple(rejections))

    def _described(self, row: ImportRow) -> Activity | tuple[Complaint, ...]:
        """The activity of this row, confirmed today, or why there is none."""
        if row.source_id is not None and row.source_id in self._seen:
            again = Complaint("source_id", "duplicate_source_id", "duplicate_source_id")
            return (again, *row.complaints)
        if row.source_id is not None:
            self._seen.add(row.source_id)
        if row.draft is None:
            return row.complaints
        activity_id = self._ports.derivation.activity_id(self._library.isil, row.draft.source_id)
        try:
            activity = row.draft.at(self._library, activity_id)
        except InvalidRequest as refused:
            return tuple(Complaint(row.branch_field, f.reason, f.reason) for f in refused.faults)
        return replace(activity, last_confirmed_on=self._today)

    def _put(self, activities: Iterable[Activity]) -> None:
        if not self._dry_run:
            certain_at = self._ports.now() + STOPS_AFTER
            self._ports.activities.put_many(activities, stops_at=certain_at)

    def _gone(self) -> Iterator[Activity]:
        query = ActivityQuery(library=self._library.isil, include_inactive=True, page_size=_PAGE)
        while True:
            page = self._ports.activities.list(query)
            for activity in page.items:
                is_gone = activity.source_id not in self._seen
                if is_gone and activity.status is not ActivityStatus.INACTIVE:
                    yield activity
            if page.next_cursor is None:
                return
            query = replace(query, cursor=page.next_cursor)


def _kept(row: ImportRow, activity: Activity, known: Mapping[ActivityId, Activity]) -> Activity:
    """The activity with what the row does not speak of as it is, and our own seats."""
    before = known.get(activity.id)
    if before is None:
        return activity
    seats = replace(activity.seats, taken=before.seats.taken)
    if "takenElsewhere" not in row.says:
        seats = replace(seats, taken_elsewhere=before.seats.taken_elsewhere)
    is_paused = "status" not in row.says and before.status is ActivityStatus.PAUSED
    status = ActivityStatus.PAUSED if is_paused else activity.status
    return replace(activity, seats=seats, status=status, heard=before.heard)


def _is_same(activity: Activity, before: Activity | None) -> bool:
    """Whether they say the same, whenever it was confirmed."""
    if before is None:
        return False
    confirmed = before.last_confirmed_on
    return before == replace(activity, version=before.version, last_confirmed_on=confirmed)
