"""Programmes of the national library, in the core table."""

from dataclasses import replace
from itertools import islice

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.cursor import cursor_after, position_of
from chalicelib.adapters.dynamo.items import ProgrammeItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import NotFound, PreconditionFailed
from chalicelib.domain.ids import ProgrammeId
from chalicelib.domain.programme import Programme
from chalicelib.usecases.ports import Page


class DynamoProgrammes:
    """The port Programmes, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def get(self, programme_id: ProgrammeId) -> Programme:
        item = self._tables.read(ProgrammeItem, keys.programme(programme_id), keys.PROGRAMME)
        if item is None:
            raise NotFound(programme_id)
        return codec.thing(Programme, item.attribute_values)

    @temporary()
    def put(self, programme: Programme, *, expected_version: int) -> Programme:
        stands = replace(programme, version=expected_version + 1)
        as_expected = (
            ProgrammeItem.version == expected_version
            if expected_version
            else ProgrammeItem.PK.does_not_exist()
        )
        to = Transaction(self._tables)
        to.write(_item(stands), Guard(as_expected, PreconditionFailed(programme.id)))
        to.commit()
        return stands

    @temporary()
    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Programme]:
        after = None if cursor is None else position_of(cursor)
        entries = self._tables.query(
            ProgrammeItem,
            keys.ALL_PROGRAMMES,
            where=ProgrammeItem.g4sk > after if after else None,
            index=keys.BY_LIBRARY,
            page_size=page_size + 1,
        )
        found = list(islice(entries, page_size + 1))
        items = tuple(codec.thing(Programme, one.attribute_values) for one in found[:page_size])
        more = len(found) > page_size
        return Page(items, cursor_after(items[-1].id) if more else None)


def _item(programme: Programme) -> ProgrammeItem:
    return ProgrammeItem(
        keys.programme(programme.id),
        keys.PROGRAMME,
        g4pk=keys.ALL_PROGRAMMES,
        g4sk=programme.id,
        **codec.attributes(programme),
    )
