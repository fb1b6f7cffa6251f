"""The page of a hand-over: each side signs in, sees how far it is, and says its own yes."""

import pytest

from chalicelib.domain.handover import Handover, Stage
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import ReferralKey
from tests.entry.api_on_fakes import CALLERS, NEXT_MUNICIPALITY
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import now_of, referred

HERS = CALLERS["case_worker"].subject


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    return referred(ports, assigned_to=HERS, client_reference="UTR-1")


def presses(browser: Browser, page: str, path: str, **fields: str) -> Seen:
    return browser.post(path, {"form_token": browser.get(page).form_token, **fields})


def started(browser: Browser, referral: Referral) -> str:
    """The address of the hand-over that she agreed to."""
    browser.signed_in_as("case_worker")
    page = f"/verwijzingen/{referral.id}"
    return presses(browser, page, f"{page}/overdragen", to="gm0363").leads_to


def handover_of(referral: Referral, ports: FakePorts) -> Handover:
    found = now_of(referral, ports).handover
    assert found is not None
    return found


def test_both_open_the_same_link_and_after_the_second_yes_she_is_there(
    browser: Browser, ports: FakePorts, amina: Referral
) -> None:
    link = started(browser, amina)
    assert f"{ports.public_url}{link}" in browser.get(link).text
    assert presses(browser, link, f"{link}/bevestigen").status == 303
    assert "Uw ja is vastgelegd." in browser.get(link).text

    browser.signed_in_as(NEXT_MUNICIPALITY)
    page = browser.get(link)
    assert page.status == 200
    for hers in ("Amina", "UTR-1", amina.id.removeprefix("ref_") + '"', "612345678"):
        assert hers not in page.text.replace(link, "")
    said = presses(browser, link, f"{link}/bevestigen", where="3562 AB")
    assert said.status == 303
    there = handover_of(amina, ports).referral_id
    assert there is not None
    assert f"/verwijzingen/{there}" in browser.get(link).text
    assert browser.get(f"/verwijzingen/{there}").status == 200
    assert ports.referrals.get(ReferralKey(OrganisationId("GM0363"), there)).open_proposals

    browser.signed_in_as("case_worker")
    assert "Overgedragen." in browser.get(f"/verwijzingen/{amina.id}").text
    assert browser.get(f"/verwijzingen/{amina.id}/overdracht").leads_to == link


@pytest.mark.parametrize(("where", "word"), [("", "verplicht"), ("Nergenshuizen", "kennen wij")])
def test_who_takes_over_hears_what_is_wrong_with_the_place(
    browser: Browser, ports: FakePorts, amina: Referral, where: str, word: str
) -> None:
    link = started(browser, amina)
    browser.signed_in_as(NEXT_MUNICIPALITY)
    refused = presses(browser, link, f"{link}/bevestigen", where=where)
    assert (refused.status, word in refused.text) == (400, True)
    assert where in refused.text
    assert handover_of(amina, ports).taker is None


def test_a_yes_is_taken_back_and_the_whole_called_off(
    browser: Browser, ports: FakePorts, amina: Referral
) -> None:
    link = started(browser, amina)
    presses(browser, link, f"{link}/bevestigen")
    presses(browser, link, f"{link}/terugnemen")
    assert handover_of(amina, ports).giver is None
    presses(browser, link, f"{link}/afzeggen")
    assert handover_of(amina, ports).stage is Stage.CALLED_OFF
    assert "Afgezegd." in browser.get(link).text


def test_somebody_else_finds_nothing_and_a_stranger_signs_in_first(
    browser: Browser, amina: Referral
) -> None:
    link = started(browser, amina)
    browser.signed_in_as("partner_referrer")
    assert browser.get(link).status == 404
    browser.cookies.clear()
    assert browser.get(link).leads_to.startswith("/inloggen?naar=")


def test_a_municipality_that_is_none_starts_nothing(
    browser: Browser, ports: FakePorts, amina: Referral
) -> None:
    browser.signed_in_as("case_worker")
    page = f"/verwijzingen/{amina.id}"
    for to in ("Amsterdam", "GM0344", ""):
        assert presses(browser, page, f"{page}/overdragen", to=to).status == 400
    assert now_of(amina, ports).handover is None


def test_the_page_reads_in_english_too(browser: Browser, amina: Referral) -> None:
    link = started(browser, amina)
    assert "Yes, hand her over" in browser.get(f"{link}?taal=en").text
