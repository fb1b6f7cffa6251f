"""The people of a case worker in a real browser: list, page of one, correcting, a pasted sheet."""

import gzip
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from chalicelib.domain.errors import Gone
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.ports import ReferralQuery
from chalicelib.usecases.reply import reply
from chalicelib.usecases.saving import key_of
from tests.browser.accessible import (
    A4,
    DESKTOP,
    PHONE,
    Screen,
    assert_accessible,
    beyond_the_edge,
    resize,
)
from tests.browser.conftest import Picture
from tests.browser.staff import NOOR, sign_in
from tests.fakes.making import a_person
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import id_on, referred

SCREENS = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
MOST_BYTES = 60_000
HEADING = "Voornaam\tTelefoon\tTaal\tNiveau\tPostcode\tWil verwezen worden\tWil sms"
ROWS = (
    "Salma\t06 12345671\tArabisch\tA2\t3562\tja\tja",
    "Olena\t06 12345672\tOekraïens\tA1\t3562\tja\tja",
    "Dawit\t06 12345673\tTigrinya\tA1\t356\tja\tnee",
)


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    """Chose something, asked to be called, and got a text: so that each part has something."""
    referral = referred(ports, assigned_to=NOOR.subject, client_reference="UTR-2026-00123")
    chosen = PlacementId(id_on(referral, "act_cafe"))
    accept_for_her(referral.id, chosen, caller=NOOR, ports=ports)
    reply(ports.derivation.link_token(referral.id), Reply(Wish.CALL_ME), ports=ports)
    return referral


def seen(page: Page, picture: Picture, name: str, screen: Screen) -> None:
    """Drawn on both screens; judged on the desk, from which both telephones are judged as well."""
    picture(page, f"staff-{name}-{'desktop' if screen == DESKTOP else 'phone'}")
    if screen == DESKTOP:
        assert_accessible(page)


def opened(page: Page, ports: FakePorts, screen: Screen, path: str) -> None:
    resize(page, screen)
    sign_in(page, ports, NOOR)
    page.goto(f"{ports.public_url}{path}")


@SCREENS
def test_everybody_can_use_the_page_of_a_person(
    page: Page, ports: FakePorts, picture: Picture, amina: Referral, screen: Screen
) -> None:
    opened(page, ports, screen, f"/verwijzingen/{amina.id}")
    seen(page, picture, "person", screen)
    page.get_by_role("link", name="Wat past en wat niet").click()
    seen(page, picture, "fitting", screen)
    page.goto(f"{ports.public_url}/verwijzingen/{amina.id}/verbeteren")
    seen(page, picture, "correct", screen)


@SCREENS
def test_everybody_can_read_what_is_held_and_forget_her(
    page: Page, ports: FakePorts, picture: Picture, amina: Referral, screen: Screen
) -> None:
    opened(page, ports, screen, f"/verwijzingen/{amina.id}/gegevens")
    seen(page, picture, "held", screen)
    page.goto(f"{ports.public_url}/verwijzingen/{amina.id}/wissen")
    seen(page, picture, "forget", screen)
    page.get_by_role("button", name="Wis").click()
    assert "/verwijzingen" in page.url
    with pytest.raises(Gone):
        ports.referrals.get(key_of(amina))


@SCREENS
def test_everybody_can_use_list_and_handing_over(
    page: Page, ports: FakePorts, picture: Picture, amina: Referral, screen: Screen
) -> None:
    referred(ports, "key-2", assigned_to=NOOR.subject, person=a_person(first_name="Olena"))
    opened(page, ports, screen, "/verwijzingen")
    seen(page, picture, "people", screen)
    page.goto(f"{ports.public_url}/verwijzingen?reference=niets")
    assert_accessible(page)
    page.goto(f"{ports.public_url}/overdragen")
    seen(page, picture, "hand-over", screen)
    page.get_by_role("button", name="Draag alles over").click()
    assert page.get_by_role("alert").is_visible()
    assert_accessible(page)
    assert amina.client_reference is not None


@SCREENS
def test_a_pasted_sheet_is_checked_and_referred_in_two_taps(
    page: Page, ports: FakePorts, picture: Picture, screen: Screen
) -> None:
    opened(page, ports, screen, "/verwijzen/lijst")
    seen(page, picture, "sheet-empty", screen)
    page.get_by_role("textbox", name="Lijst").fill("\n".join([HEADING, *ROWS]))
    page.get_by_role("button", name="Controleer").click()
    seen(page, picture, "sheet-checked", screen)
    page.get_by_role("button", name="Verwijs de gekozen mensen").click()
    seen(page, picture, "sheet-sent", screen)
    assert page.get_by_role("textbox", name="Lijst").input_value().splitlines() == [
        HEADING,
        ROWS[2],
    ]
    assert len(ports.referrals.list(ReferralQuery(NOOR.organisation)).items) == 2


def test_the_sheet_for_a_talk_is_one_page_of_paper(
    page: Page, ports: FakePorts, picture: Picture, amina: Referral
) -> None:
    opened(page, ports, DESKTOP, f"/verwijzingen/{amina.id}/overzicht")
    assert_accessible(page)
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    resize(page, A4)
    page.emulate_media(media="print")
    picture(page, "staff-talk-sheet")
    assert beyond_the_edge(page) == []


def test_what_there_is_to_do_comes_first(
    page: Page, ports: FakePorts, picture: Picture, amina: Referral
) -> None:
    ports.now.forward(timedelta(minutes=1))
    opened(page, ports, PHONE, "/start")
    assert_accessible(page)
    page.get_by_role("link", name="Amina").click()
    assert page.url == f"{ports.public_url}/verwijzingen/{amina.id}"
    page.get_by_role("button", name="Gedaan").click()
    assert page.get_by_role("status").inner_text() == "De taak is gedaan."
    picture(page, "staff-nothing-to-do-phone")


PATHS = ("/start", "/verwijzen", "/verwijzen/lijst", "/verwijzingen", "/overdragen")


@pytest.mark.parametrize("path", [*PATHS, "/verwijzingen/{id}", "/verwijzingen/{id}/verbeteren"])
def test_every_page_weighs_at_most_sixty_kilobytes(
    page: Page, ports: FakePorts, amina: Referral, path: str
) -> None:
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(gzip.compress(answer.body()))))
    opened(page, ports, DESKTOP, path.format(id=amina.id))
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) <= MOST_BYTES
