"""Exporting: the catalogue as others keep it, whole, in the order of ids."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.ids import LibraryId
from chalicelib.usecases.ports import ActivityQuery, Page, Ports

MOST_AT_ONCE = 2_000  # activities of one table: as many as one import does while somebody waits
_PAGE = 500


def table_of(query: ActivityQuery, *, caller: Caller, ports: Ports) -> Page[Activity]:
    """What a table of this question holds; a library that names none asks for all of its own.

    Its own are whole, stopped ones among them, so that the table reads back to the same catalogue.
    """
    library = query.library or caller.library
    own = library is not None and library == caller.library
    found: list[Activity] = []
    for page in _pages(replace(query, library=library, include_inactive=own), ports=ports):
        found += page.items
        if len(found) >= MOST_AT_ONCE and page.next_cursor is not None:
            return Page(tuple(found), page.next_cursor)
    return Page(tuple(found))


def activities_of(library: LibraryId, *, ports: Ports) -> Iterator[Activity]:
    """Everything this library offers now."""
    for page in _pages(ActivityQuery(library=library), ports=ports):
        yield from page.items


def libraries_by_isil(*, ports: Ports) -> Mapping[LibraryId, Library]:
    """All libraries."""
    return {library.isil: library for library in ports.libraries.list()}


def _pages(query: ActivityQuery, *, ports: Ports) -> Iterator[Page[Activity]]:
    query = replace(query, page_size=_PAGE)
    while True:
        page = ports.activities.list(query)
        yield page
        if page.next_cursor is None:
            return
        query = replace(query, cursor=page.next_cursor)
