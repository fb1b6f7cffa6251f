"""What she may ask, on the pages: everything that is known of her, and to be forgotten."""

import pytest

from chalicelib.domain.errors import Gone
from chalicelib.domain.message import claimed
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import begun
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import key_of, now_of, referred

HERS = CALLERS["case_worker"].subject


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    return referred(ports, assigned_to=HERS, client_reference="UTR-1")


@pytest.fixture
def noor(browser: Browser) -> Browser:
    return browser.signed_in_as("case_worker")


@pytest.mark.parametrize(("language", "looked"), [("nl", "Wie uw gegevens zag"), ("en", "Who saw")])
def test_she_reads_everything_that_is_known_of_her(
    noor: Browser, amina: Referral, language: str, looked: str
) -> None:
    page = noor.get(f"/verwijzingen/{amina.id}/gegevens?taal={language}")
    assert page.status == 200
    for said in ("Amina", "+31612345678", "belt liever niet", "UTR-1", looked):
        assert said in page.text


@pytest.mark.parametrize("path", ["/gegevens", "/wissen"])
def test_it_is_for_who_may_see_her(noor: Browser, amina: Referral, path: str) -> None:
    assert noor.get(f"/verwijzingen/{amina.id}{path}").status == 200
    noor.signed_in_as("partner_referrer")
    assert noor.get(f"/verwijzingen/{amina.id}{path}").status == 404


def forgets(noor: Browser, referral: Referral) -> str:
    """The next page that whoever pressed the button sees."""
    path = f"/verwijzingen/{referral.id}/wissen"
    token = noor.get(path).form_token
    pressed = noor.post(path, {"form_token": token})
    assert pressed.status == 303
    return noor.get(pressed.leads_to).text


def test_who_wants_to_be_forgotten_is_after_one_page_that_says_what_goes(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    assert "niet terug te draaien" in noor.get(f"/verwijzingen/{amina.id}/wissen").text
    assert "28-12-2026" in forgets(noor, amina), "35 days on"
    with pytest.raises(Gone):
        ports.referrals.get(key_of(amina))
    assert noor.get(f"/verwijzingen/{amina.id}").status == 410


def test_while_a_text_is_on_its_way_that_is_said(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    claim = claimed(amina.messages[0], at=ports.now())
    assert claim is not None
    ports.referrals.save(begun(amina).then(now_of(amina, ports).with_message(claim)))
    assert "over een paar minuten" in forgets(noor, amina)
