"""Referring somebody in a real browser: few answers, with and without script, by keyboard too."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chalicelib.entry.pages import refer
from chalicelib.usecases.ports import ReferralQuery
from tests.browser.accessible import DESKTOP, PHONE, Screen, assert_accessible, resize
from tests.browser.conftest import Picture
from tests.browser.staff import NOOR, sign_in
from tests.fakes.ports import FakePorts

MOST_REQUIRED = 8  # issue 6, sentence 2
SCREENS = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A browser that runs scripts, and one that does not."""
    context = browser.new_context(java_script_enabled=request.param, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@dataclass
class CaseWorker:
    """Noor at a page; `answers` and `taps` count what she has to do."""

    page: Page
    answers: int = 0
    taps: int = 0

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.answers += 1

    def chooses(self, label: str, option: str) -> None:
        self.page.get_by_label(label).select_option(label=option)
        self.answers += 1

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label).check()
        self.answers += 1

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        self.taps += 1


def begins(page: Page, ports: FakePorts, screen: Screen) -> CaseWorker:
    resize(page, screen)
    sign_in(page, ports, NOOR)
    page.goto(f"{ports.public_url}/verwijzen")
    return CaseWorker(page)


def says_who(noor: CaseWorker) -> None:
    noor.writes("Voornaam", "Amina")
    noor.chooses("Taal", "Arabisch")
    noor.writes("Telefoon", "06 12345678")
    noor.presses("Verder")


def says_what(noor: CaseWorker) -> None:
    noor.chooses("Taalniveau", "A1")
    noor.presses("Verder")


def says_where(noor: CaseWorker) -> None:
    noor.writes("Postcode of plaats", "3562")


def agrees(noor: CaseWorker) -> None:
    noor.ticks("Zij wil verwezen worden")
    noor.ticks("Zij wil sms-berichten")
    noor.presses("Verwijs haar")


def required_on(page: Page) -> Locator:
    return page.locator("[aria-required=true]")


@SCREENS
def test_somebody_is_referred_with_at_most_eight_answers(
    visitor: Page, ports: FakePorts, screen: Screen
) -> None:
    noor = begins(visitor, ports, screen)
    says_who(noor)
    says_what(noor)
    says_where(noor)
    noor.presses("Verder")
    agrees(noor)
    assert visitor.get_by_role("status").inner_text().startswith("De verwijzing is gedaan.")
    assert noor.answers <= MOST_REQUIRED
    assert noor.taps == 4
    (referral,) = ports.referrals.list(ReferralQuery(NOOR.organisation)).items
    assert visitor.url == f"{ports.public_url}/verwijzingen/{referral.id}"


@SCREENS
def test_everybody_can_use_every_step(
    page: Page,
    ports: FakePorts,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    screen: Screen,
) -> None:
    monkeypatch.setattr(refer, "token_urlsafe", lambda _: "always the same code at the desk")
    name = "desktop" if screen == DESKTOP else "phone"

    def seen(what: str) -> None:
        picture(page, f"staff-refer-{what}-{name}")
        if screen == DESKTOP:  # from which both telephones are judged as well
            assert_accessible(page)

    noor = begins(page, ports, screen)
    noor.presses("Verder")
    seen("faults")
    says_who(noor)
    page.get_by_text("Meer wensen").click()
    seen("wishes")
    says_what(noor)
    says_where(noor)
    noor.presses("Toon wat past")
    page.get_by_text("Hoe is dit berekend?").first.click()
    seen("matches")
    noor.presses("Verder")
    seen("agreement")
    agrees(noor)
    seen("done")


@SCREENS
def test_what_fits_is_ranked_anew_while_she_changes_her_mind(
    page: Page, ports: FakePorts, screen: Screen
) -> None:
    noor = begins(page, ports, screen)
    says_who(noor)
    says_what(noor)
    says_where(noor)
    page.get_by_label("Doordeweekse avonden").check()
    found = page.locator("#found")
    expect(found).to_contain_text("Zou passen als")
    page.get_by_label("Altijd").check()
    expect(found).to_contain_text("Taalcafé Overvecht")
    assert page.get_by_label("Postcode of plaats").input_value() == "3562"


def test_her_text_is_shown_anew_in_the_language_that_is_chosen(
    page: Page, ports: FakePorts
) -> None:
    noor = begins(page, ports, PHONE)
    says_who(noor)
    says_what(noor)
    says_where(noor)
    noor.presses("Verder")
    phones = page.locator("#phones figure")
    expect(phones).to_have_count(2)
    noor.chooses("Taal", "Nederlands")
    expect(phones).to_have_count(1)


def test_she_refers_by_keyboard_alone(page: Page, ports: FakePorts) -> None:
    begins(page, ports, DESKTOP)
    typed = page.keyboard
    goes_to(page, "person.firstName")
    typed.type("Amina")
    typed.press("Tab")
    typed.type("Arab")
    goes_to(page, "person.phone")
    typed.type("06 12345678")
    typed.press("Enter")
    page.wait_for_selector("#languageLevel")
    goes_to(page, "languageLevel")
    typed.type("A1")
    goes_to_button(page, "Verder")
    typed.press("Enter")
    page.wait_for_selector("#location")
    goes_to(page, "location")
    typed.type("3562")
    typed.press("Enter")
    page.wait_for_selector("#phones")
    for name in ("agreement.refer", "agreement.sms"):
        goes_to(page, name)
        typed.press("Space")
    goes_to_button(page, "Verwijs haar")
    typed.press("Enter")
    page.wait_for_url("**/verwijzingen/*")
    assert len(ports.referrals.list(ReferralQuery(NOOR.organisation)).items) == 1


def goes_to(page: Page, name: str) -> None:
    tabs_until(page, f"document.activeElement.name === '{name}'")


def goes_to_button(page: Page, label: str) -> None:
    tabs_until(page, f"document.activeElement.textContent.trim() === '{label}'")


def tabs_until(page: Page, is_there: str) -> None:
    for _ in range(60):
        if page.evaluate(is_there):
            return
        page.keyboard.press("Tab")
    raise AssertionError(is_there)
