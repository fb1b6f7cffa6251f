"""Covers in the core table: one item a person, in one partition an organisation."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import CoverItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Transaction
from chalicelib.domain.cover import Cover
from chalicelib.domain.ids import OrganisationId

_REMEMBERED = timedelta(days=30)


class DynamoCovers:
    """The port Covers, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def put(self, organisation: OrganisationId, cover: Cover) -> None:
        forgotten_at = datetime.combine(cover.last_day, time(), UTC) + _REMEMBERED
        item = CoverItem(
            keys.covers(organisation),
            keys.covered(cover.person),
            ttl=int(forgotten_at.timestamp()),
            **codec.attributes(cover),
        )
        to = Transaction(self._tables)
        to.put(item)
        to.commit()

    @temporary()
    def end(self, organisation: OrganisationId, person: str) -> None:
        to = Transaction(self._tables)
        to.delete(CoverItem(keys.covers(organisation), keys.covered(person)))
        to.commit()

    @temporary()
    def of(self, organisation: OrganisationId) -> Sequence[Cover]:
        found = self._tables.query(CoverItem, keys.covers(organisation))
        return tuple(codec.thing(Cover, item.attribute_values) for item in found)
