"""Libraries, in the core table."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.cursor import cursor_after, position_of
from chalicelib.adapters.dynamo.items import LibraryItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.catalogue import Library
from chalicelib.domain.errors import NotFound, PreconditionFailed, StaleVersion
from chalicelib.domain.ids import LibraryId
from chalicelib.usecases.ports import Page


class DynamoLibraries:
    """The port Libraries, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def get(self, isil: LibraryId) -> Library:
        item = self._tables.read(LibraryItem, keys.library(isil), keys.LIBRARY)
        if item is None:
            raise NotFound(isil)
        return codec.thing(Library, item.attribute_values)

    @temporary()
    def put(self, library: Library, *, expected_version: int | None = None) -> None:
        to = Transaction(self._tables)
        item = LibraryItem(
            keys.library(library.isil),
            keys.LIBRARY,
            g4pk=keys.ALL_LIBRARIES,
            g4sk=library.isil,
            **codec.attributes(library, without=("version",)),
        )
        counted = LibraryItem.version.set((LibraryItem.version | 0) + 1)
        to.write(item, _library_guard(library.isil, expected_version), also=[counted])
        to.commit()

    @temporary()
    def list(self) -> Sequence[Library]:
        entries = self._tables.query(LibraryItem, keys.ALL_LIBRARIES, index=keys.BY_LIBRARY)
        return tuple(codec.thing(Library, entry.attribute_values) for entry in entries)

    @temporary()
    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Library]:
        after = None if cursor is None else position_of(cursor)
        entries = self._tables.query(
            LibraryItem,
            keys.ALL_LIBRARIES,
            where=LibraryItem.g4sk > after if after else None,
            index=keys.BY_LIBRARY,
            page_size=page_size + 1,
        )
        found = list(islice(entries, page_size + 1))
        items = tuple(codec.thing(Library, one.attribute_values) for one in found[:page_size])
        more = len(found) > page_size
        return Page(items, cursor_after(items[-1].isil) if more else None)

    @temporary()
    def claim_reminder(self, isil: LibraryId, *, on: date, not_since: date) -> bool:
        never = LibraryItem.reminded_on.does_not_exist()
        longer_ago = LibraryItem.reminded_on < not_since.isoformat()
        return self._remind(isil, LibraryItem.reminded_on.set(on.isoformat()), never | longer_ago)

    @temporary()
    def give_back_reminder(self, isil: LibraryId, *, on: date) -> None:
        self._remind(
            isil, LibraryItem.reminded_on.remove(), LibraryItem.reminded_on == on.isoformat()
        )

    def _remind(self, isil: LibraryId, action: Action, condition: Condition) -> bool:
        to = Transaction(self._tables)
        library = LibraryItem(keys.library(isil), keys.LIBRARY)
        is_there = LibraryItem.PK.exists() & condition
        to.update(library, [action], Guard(is_there, StaleVersion(isil)))
        try:
            to.commit()
        except StaleVersion:
            return False
        return True


def _library_guard(isil: LibraryId, expected_version: int | None) -> Guard | None:
    if expected_version is None:
        return None
    if expected_version == 0:
        return Guard(LibraryItem.PK.does_not_exist(), PreconditionFailed(isil))
    is_same = LibraryItem.version == expected_version
    if expected_version == 1:  # written by a release that did not count yet
        is_same |= LibraryItem.PK.exists() & LibraryItem.version.does_not_exist()
    return Guard(is_same, PreconditionFailed(isil))
