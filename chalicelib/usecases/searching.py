"""Searching the list of people by the municipality's own reference."""

from dataclasses import replace

from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import Page, Ports, ReferralQuery
from chalicelib.usecases.reading import list_referrals

_PAGES_LOOKED_THROUGH = 20  # a request has time for no more; its cursor goes on from there


def search(query: ReferralQuery, reference: str, *, ports: Ports) -> Page[Referral]:
    """Those of the query whose reference holds this text, small or capital; all for "".

    A page may hold fewer than asked for, or none, while there is a next one.
    """
    wanted, found = reference.casefold(), list[Referral]()
    for _ in range(_PAGES_LOOKED_THROUGH if wanted else 1):
        page = list_referrals(query, ports=ports)
        found += [r for r in page.items if wanted in (r.client_reference or "").casefold()]
        query = replace(query, cursor=page.next_cursor)
        if page.next_cursor is None or len(found) >= query.page_size:
            break
    return Page(tuple(found), query.cursor)
