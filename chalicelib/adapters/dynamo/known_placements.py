"""The placements that a library knows: the index proposes, the referral as it is now decides."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.cursor import cursor_after, no_cursor, position_of
from chalicelib.adapters.dynamo.items import PlacementItem
from chalicelib.adapters.dynamo.tables import Tables
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.placement import LIVE
from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import KnownPlacement, LibraryQuery, Page, ReferralKey

Reading = Callable[[Iterable[ReferralKey]], Sequence[Referral]]

_MOST_LOOKED_AT = 400  # index entries that one page may cost
_CHUNK = 100
_LAST = "~"  # sorts behind every position


def known_page(tables: Tables, query: LibraryQuery, read: Reading) -> Page[KnownPlacement]:
    """One page; `read` gives those referrals that exist, whole and as they are now."""
    entries, found, looked_at = _entries(tables, query), list[KnownPlacement](), 0
    position = ""
    while chunk := list(islice(entries, min(_CHUNK, query.page_size + 1))):
        for entry, known in _as_they_are(chunk, query, read):
            if len(found) == query.page_size:
                return Page(tuple(found), cursor_after(position))
            if known is not None:
                found.append(known)
            position = entry.g4sk
        looked_at += len(chunk)
        if looked_at >= _MOST_LOOKED_AT:
            return Page(tuple(found), cursor_after(position))
    return Page(tuple(found))


def _entries(tables: Tables, query: LibraryQuery) -> Iterator[PlacementItem]:
    """What the index has of it, from where the query begins."""
    first, last = _span(query)
    if query.cursor is not None:
        position = position_of(query.cursor)
        if not position.startswith((f"{keys.LIVE}#", f"{keys.PAST}#")):
            raise no_cursor()
        first = max(first, position + " ")  # the least that sorts behind it
    if first > last:
        return iter(())
    return tables.query(
        PlacementItem,
        keys.library_placements(query.library),
        where=PlacementItem.g4sk.between(first, last),
        index=keys.BY_LIBRARY,
        page_size=_CHUNK,
    )


def _span(query: LibraryQuery) -> tuple[str, str]:
    if query.status is None:
        return f"{keys.LIVE}#", f"{keys.PAST}#{_LAST}"
    part = keys.LIVE if query.status in LIVE else keys.PAST
    return f"{part}#", f"{part}#{_LAST}"


def _as_they_are(
    entries: Sequence[PlacementItem], query: LibraryQuery, read: Reading
) -> Iterator[tuple[PlacementItem, KnownPlacement | None]]:
    """Each entry with its placement as it is now, None where that is not what is asked for."""
    referrals = read({keys.referral_key(entry.PK) for entry in entries})
    known = {
        placement.id: KnownPlacement(referral, placement)
        for referral in referrals
        for placement in referral.placements
        if placement.library == query.library
        and placement.is_known_to_library
        and query.status in {None, placement.state}
    }
    return ((entry, known.get(PlacementId(entry.id))) for entry in entries)
