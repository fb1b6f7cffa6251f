"""Handing over one person or all, and standing in while somebody is away."""

import pytest

from chalicelib.domain.referral import Referral
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import now_of, referred

HERS = CALLERS["case_worker"].subject


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    return referred(ports, assigned_to=HERS)


@pytest.fixture
def noor(browser: Browser) -> Browser:
    return browser.signed_in_as("case_worker")


def sends(browser: Browser, path: str, fields: dict[str, str], *, on: str = "/overdragen") -> Seen:
    return browser.post(path, {"form_token": browser.get(on).form_token, **fields})


def test_one_person_goes_to_a_colleague(noor: Browser, ports: FakePorts, amina: Referral) -> None:
    hers = f"/verwijzingen/{amina.id}"
    sent = sends(noor, f"{hers}/toewijzen", {"assignedTo": "usr_bram"}, on=hers)
    assert sent.leads_to == "/verwijzingen"
    assert now_of(amina, ports).assigned_to == "usr_bram"
    assert noor.get(hers).status == 404


def test_to_nobody_is_a_fault(noor: Browser, ports: FakePorts, amina: Referral) -> None:
    hers = f"/verwijzingen/{amina.id}"
    assert sends(noor, f"{hers}/toewijzen", {"assignedTo": ""}, on=hers).status == 400
    assert now_of(amina, ports) == amina


def test_a_caseload_goes_over_whole(noor: Browser, ports: FakePorts, amina: Referral) -> None:
    sent = sends(noor, "/overdragen", {"to": "usr_bram"})
    assert sent.status == 303
    assert now_of(amina, ports).assigned_to == "usr_bram"
    assert "Overgedragen verwijzingen: 1." in noor.get("/overdragen").text


@pytest.mark.parametrize("to", ["", HERS])
def test_a_caseload_goes_to_somebody_else(noor: Browser, to: str) -> None:
    sent = sends(noor, "/overdragen", {"to": to})
    assert sent.status == 400
    assert 'id="to-fault"' in sent.text


def test_nobody_takes_what_is_not_hers_but_an_admin(
    browser: Browser, ports: FakePorts, amina: Referral
) -> None:
    bram = {"from": HERS, "to": "usr_bram"}
    browser.signed_in_as("municipality_admin")
    assert sends(browser, "/overdragen", bram).status == 303
    assert now_of(amina, ports).assigned_to == "usr_bram"
    browser.signed_in_as("case_worker")
    back = {"from": "usr_bram", "to": HERS}
    assert sends(browser, "/overdragen", back).status == 403


def test_a_stand_in_is_arranged_shown_and_ended(noor: Browser) -> None:
    days = {"standIn": "usr_bram", "fromOn": "2026-11-23", "untilOn": "2026-11-27"}
    assert sends(noor, "/overdragen/vervanging", days).status == 303
    assert "usr_bram vervangt u:" in noor.get("/overdragen").text
    assert sends(noor, "/overdragen/terug", {}).status == 303
    assert "vervangt u:" not in noor.get("/overdragen").text


def test_days_that_are_none_are_faults(noor: Browser) -> None:
    days = {"standIn": HERS, "fromOn": "2026-11-27", "untilOn": "2026-11-23"}
    sent = sends(noor, "/overdragen/vervanging", days)
    assert 'id="standIn-fault"' in sent.text
    assert 'id="untilOn-fault"' in sent.text
    assert 'value="2026-11-27"' in sent.text
