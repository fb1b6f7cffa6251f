"""All that one library holds, by the page."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.ids import LibraryId
from chalicelib.usecases.ports import ActivityQuery, Ports

_PAGE = 100


def activities_of(library: LibraryId, *, ports: Ports) -> Iterator[Activity]:
    """Every activity of this library, also what is paused or inactive, in order of id."""
    query = ActivityQuery(library=library, include_inactive=True, page_size=_PAGE)
    while True:
        page = ports.activities.list(query)
        yield from page.items
        if page.next_cursor is None:
            return
        query = replace(query, cursor=page.next_cursor)
