"""Searching people by reference: what is found, and how far one question looks."""

from dataclasses import replace

from chalicelib.usecases.ports import ReferralQuery
from chalicelib.usecases.searching import search
from tests.usecases.worlds import CASE_WORKER, a_world, referred

ASKED = ReferralQuery(CASE_WORKER.organisation, page_size=1)


def test_a_reference_is_found_by_a_part_of_it_on_whatever_page_it_lies() -> None:
    ports = a_world()
    for number in range(3):
        referred(ports, key=f"key-{number}", client_reference=f"UTR-{number}")
    assert [r.client_reference for r in search(ASKED, "tr-2", ports=ports).items] == ["UTR-2"]


def test_without_a_reference_it_is_the_list_a_page_at_a_time() -> None:
    ports = a_world()
    for number in range(2):
        referred(ports, key=f"key-{number}")
    first = search(ASKED, "", ports=ports)
    assert len(first.items) == 1
    rest = search(replace(ASKED, cursor=first.next_cursor), "", ports=ports)
    assert len(rest.items) == 1


def test_who_has_no_reference_is_found_by_none() -> None:
    ports = a_world()
    referred(ports)
    assert search(ASKED, "UTR", ports=ports).items == ()
