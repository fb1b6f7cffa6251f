"""The list of people and the page of one: who sees what, and what each button does."""

import re
from collections.abc import Mapping

import pytest

from chalicelib.domain.formulas import guarded
from chalicelib.domain.message import MessageState
from chalicelib.domain.referral import Referral
from chalicelib.entry.pages import listing
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.receive import Receipt, receive
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import id_on, key_of, now_of, referred, states

HERS = CALLERS["case_worker"].subject


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    return referred(ports, assigned_to=HERS, client_reference="UTR-1")


@pytest.fixture
def noor(browser: Browser) -> Browser:
    return browser.signed_in_as("case_worker")


def presses(browser: Browser, referral: Referral, button: str, fields: Mapping[str, str]) -> Seen:
    path = f"/verwijzingen/{referral.id}"
    token = browser.get(path).form_token
    return browser.post(f"{path}/{button}", {"form_token": token, **fields})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_her_page_says_where_everything_stands(
    noor: Browser, amina: Referral, language: str
) -> None:
    page = noor.get(f"/verwijzingen/{amina.id}?taal={language}")
    assert page.status == 200
    assert "Amina" in page.text
    assert "UTR-1" in page.text
    assert all(placement.code in page.text for placement in amina.placements)


@pytest.mark.parametrize("path", ["", "/overzicht", "/brief"])
def test_nobody_else_sees_her(noor: Browser, amina: Referral, path: str) -> None:
    assert noor.get(f"/verwijzingen/{amina.id}{path}").status == 200
    noor.signed_in_as("partner_referrer")
    assert noor.get(f"/verwijzingen/{amina.id}{path}").status == 404


def test_an_offer_is_chosen_undone_and_left(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    cafe = {"placementId": id_on(amina, "act_cafe")}
    assert presses(noor, amina, "kiezen", cafe).status == 303
    assert states(now_of(amina, ports))["act_cafe"] == "confirmed"
    assert "Dit is voor haar gekozen." in noor.get(f"/verwijzingen/{amina.id}").text
    assert presses(noor, amina, "terugdraaien", cafe).status == 303
    assert states(now_of(amina, ports))["act_cafe"] == "proposed"
    assert presses(noor, amina, "stoppen", cafe | {"reason": "left"}).status == 303
    assert states(now_of(amina, ports))["act_cafe"] == "declined"


def test_what_cannot_be_is_said_and_changes_nothing(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    before = now_of(amina, ports)
    assert presses(noor, amina, "stoppen", {"reason": "bored"}).status == 400
    assert presses(noor, amina, "kiezen", {"placementId": "plc_none"}).status == 404
    assert presses(noor, amina, "heropenen", {}).status == 409
    assert now_of(amina, ports) == before


def test_a_referral_is_matched_again_taken_back_and_reopened(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    assert presses(noor, amina, "opnieuw", {}).status == 303
    assert presses(noor, amina, "terugtrekken", {"reason": "moved"}).status == 303
    assert now_of(amina, ports).has_ended
    assert "Heropenen" in noor.get(f"/verwijzingen/{amina.id}").text
    assert presses(noor, amina, "heropenen", {}).status == 303
    assert not now_of(amina, ports).has_ended


def test_where_her_text_is_comes_by_itself_while_it_is_under_way(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    part = f"/verwijzingen/{amina.id}/berichten"
    assert f'hx-get="{part}?keer=1"' in noor.get(f"/verwijzingen/{amina.id}").text
    assert f'hx-get="{part}?keer=2"' in noor.get(f"{part}?keer=1").text
    for last in ("6", "1000", "x", ""):
        assert "hx-get" not in noor.get(f"{part}?keer={last}").text
    deliver_due(key_of(amina), ports=ports)
    receive(Receipt("provider-1", MessageState.DELIVERED), ports=ports)
    assert "hx-get" not in noor.get(f"{part}?keer=1").text


def test_the_list_finds_by_reference_status_owner_and_day(noor: Browser, amina: Referral) -> None:
    link = f"/verwijzingen/{amina.id}"
    for query in ("", "?reference=utr", "?status=offered", f"?assignedTo={HERS}&since=2020-01-01"):
        assert link in noor.get(f"/verwijzingen{query}").text, query
    for query in ("?reference=AMS", "?status=closed", "?assignedTo=x", "?since=2099-01-01"):
        assert link not in noor.get(f"/verwijzingen{query}").text, query


@pytest.mark.parametrize("query", ["status=lost", "since=today", "cursor=mine"])
def test_a_list_that_cannot_be_is_said_in_its_form(noor: Browser, query: str) -> None:
    assert noor.get(f"/verwijzingen?{query}").status == 400


def test_the_table_holds_no_formula(noor: Browser, ports: FakePorts) -> None:
    referred(ports, assigned_to=HERS, client_reference="=1+1")
    table = noor.get("/verwijzingen/lijst")
    assert table.status == 200
    assert "Kenmerk" in table.text.splitlines()[0]
    assert re.search(r"^'=1\+1,Amina,", table.text, re.MULTILINE)


@pytest.mark.usefixtures("amina")
def test_a_table_that_is_cut_off_says_so(noor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    referred(noor.ports, key="key-2", assigned_to=HERS, client_reference="UTR-2")
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    monkeypatch.setattr(listing, "_PAGES_OF_A_TABLE", 1)
    lines = noor.get("/verwijzingen/lijst").text.splitlines()
    assert len([line for line in lines if "ref_" in line]) == 1
    assert lines[2].startswith("Er zijn er meer")


@pytest.mark.parametrize("cell", ["=1", " =1", "+31", "-1", "@a", "\t=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
