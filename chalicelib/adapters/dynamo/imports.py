"""Imports that run in the background, in the core table."""

import json
import zlib
from datetime import timedelta

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import ImportItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.import_job import ImportJob

REMEMBERED = timedelta(days=30)


class DynamoImports:
    """The port Imports, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def add(self, job: ImportJob) -> None:
        """The job stands; see the port."""
        to = Transaction(self._tables)
        already = _AlreadyStands(job.id)
        to.put(_item(job), Guard(ImportItem.PK.does_not_exist(), already))
        try:
            to.commit()
        except _AlreadyStands:
            return

    @temporary()
    def get(self, library: LibraryId, import_id: str) -> ImportJob:
        """The job as it is now; see the port."""
        item = self._tables.read(ImportItem, keys.import_job(library, import_id), keys.IMPORT)
        if item is None:
            raise NotFound(import_id)
        rejections = json.loads(zlib.decompress(item.rejections))
        counts = {**item.counts, "rejections": rejections}
        return codec.thing(ImportJob, {**item.attribute_values, "counts": counts})

    @temporary()
    def save(self, job: ImportJob, *, after: ImportJob) -> None:
        """The job is as given; see the port."""
        to = Transaction(self._tables)
        as_read = (ImportItem.done_rows == after.counts.rows) & (ImportItem.state == after.state)
        to.write(_item(job), Guard(as_read, StaleVersion(job.id)))
        to.commit()


class _AlreadyStands(Exception):
    pass


def _item(job: ImportJob) -> ImportItem:
    values = codec.attributes(job)
    counts = dict(values.pop("counts"))
    rejections = zlib.compress(json.dumps(counts.pop("rejections")).encode())
    return ImportItem(
        keys.import_job(job.library, job.id),
        keys.IMPORT,
        done_rows=job.counts.rows,
        counts=counts,
        rejections=rejections,
        ttl=int((job.created_at + REMEMBERED).timestamp()),
        **values,
    )
