"""Home: what needs her action first, and what each role begins with."""

from datetime import timedelta

import pytest

from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.reply import reply
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CASE_WORKER, id_on, referred


@pytest.fixture
def noor(browser: Browser, ports: FakePorts) -> Browser:
    """A case worker whom somebody asked to be called."""
    referral = referred(ports, assigned_to=CALLERS["case_worker"].subject)
    reply(ports.derivation.link_token(referral.id), Reply(Wish.CALL_ME), ports=ports)
    return browser.signed_in_as("case_worker")


@pytest.mark.parametrize(
    ("days", "chip"), [(0, None), (1, "vandaag"), (2, "te laat")], ids=["early", "today", "late"]
)
def test_a_task_says_how_urgent_it_is(
    noor: Browser, ports: FakePorts, days: int, chip: str | None
) -> None:
    ports.now.forward(timedelta(days=days))
    home = noor.signed_in_as("case_worker").get("/start").text
    assert "<strong>Amina</strong></a>: Zij vraagt of u haar belt." in home
    assert [word for word in ("vandaag", "te laat") if f">{word}</span>" in home] == (
        [] if chip is None else [chip]
    )


def test_a_task_is_done_once(noor: Browser) -> None:
    home = noor.get("/start")
    path = home.text.split('action="/taken/')[1].split('"')[0]
    done = noor.post(f"/taken/{path}", {"form_token": home.form_token})
    assert done.leads_to == "/start"
    noor.get("/start", hx_request="true")  # a part of a page takes nothing away
    after = noor.get("/start").text
    assert "De taak is gedaan." in after
    assert "Niets wacht op u." in after
    assert "De taak is gedaan." not in noor.get("/start").text


def test_nobody_does_the_task_of_another_organisation(noor: Browser) -> None:
    path = noor.get("/start").text.split('action="/taken/')[1].split('"')[0]
    noor.signed_in_as("partner_referrer")
    token = noor.get("/start").form_token
    assert noor.post(f"/taken/{path}", {"form_token": token}).status == 404


def test_a_library_sees_what_waits_for_it_and_does_it(browser: Browser, ports: FakePorts) -> None:
    referral = referred(ports)
    placement_id = id_on(referral, "act_group")
    accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)
    home = browser.signed_in_as("library_staff").get("/start")
    assert f'href="/deze-week#{placement_id}"' in home.text
    assert "Amina" not in home.text, "who she is, the page of the week says"
    path = home.text.split('action="/taken/')[1].split('"')[0]
    assert browser.post(f"/taken/{path}", {"form_token": home.form_token}).status == 303
    assert "Niets wacht op u." in browser.get("/start").text


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("library_staff", "Hier werkt u aan wie er komt"),
        ("library_admin", "aan haar gegevens"),
        ("programme_analyst", "waar vraag is zonder aanbod"),
        ("municipality_admin", "Niets wacht op u."),
    ],
)
def test_everybody_begins_with_her_own_work(browser: Browser, role: str, said: str) -> None:
    assert said in browser.signed_in_as(role).get("/start").text
