"""Her page in a real browser: everybody can use it, in every script; and how it looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.vocabulary import Channel
from chalicelib.usecases.reply import reply
from tests.browser.accessible import (
    A4,
    SMALLEST_PHONE,
    assert_accessible,
    beyond_the_edge,
    resize,
)
from tests.browser.conftest import Picture
from tests.browser.on_fakes import ADDRESS, serve
from tests.browser.utrecht import BUDDY, CAFE, TALK
from tests.catalogues import LANGUAGES
from tests.entry.api_on_fakes import CALLERS
from tests.fakes.outside import FakeIdentities
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import a_world, id_on, referred

DRAWN = {"nl": "dutch", "ar": "arabic", "ti": "tigrinya", "uk": "ukrainian"}

Opened = Callable[[Referral], None]


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = a_world((CAFE, TALK, BUDDY), words=GettextWords(drafts=True))
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture
def opened(page: Page, ports: FakePorts) -> Opened:
    serve(page)

    def open_page(referral: Referral) -> None:
        page.goto(f"{ADDRESS}/s/{ports.derivation.link_token(referral.id)}")

    return open_page


def says(ports: FakePorts, referral: Referral, wish: Wish, activity: str) -> None:
    token = ports.derivation.link_token(referral.id)
    reply(token, Reply(wish, id_on(referral, activity)), ports=ports)


@pytest.mark.parametrize("language", DRAWN)
def test_everybody_can_use_the_page_in_every_script(
    page: Page, ports: FakePorts, opened: Opened, picture: Picture, language: str
) -> None:
    opened(referred(ports, contact_language=language))
    assert_accessible(page)
    assert page.locator("html").get_attribute("lang") == language
    picture(page, f"newcomer-{DRAWN[language]}")


def test_no_language_has_words_too_long_for_the_smallest_telephone(
    page: Page, ports: FakePorts, opened: Opened
) -> None:
    resize(page, SMALLEST_PHONE)
    for number, language in enumerate(LANGUAGES):
        opened(referred(ports, f"key-{number}", contact_language=language))
        assert page.locator("html").get_attribute("lang") == language
        assert beyond_the_edge(page) == [], language
        assert page.evaluate(_IN_PIECES) == [], "hours, distances and numbers stay in one piece"


def test_everybody_can_use_the_page_after_choosing(
    page: Page, ports: FakePorts, opened: Opened, picture: Picture
) -> None:
    referral = referred(ports, contact_language="ar")
    says(ports, referral, Wish.YES, "act_cafe")
    says(ports, referral, Wish.YES, "act_talk")
    says(ports, referral, Wish.YES, "act_buddy")
    opened(referral)
    assert_accessible(page)
    picture(page, "newcomer-arabic-chosen")


def test_she_answers_with_one_tap(page: Page, ports: FakePorts, opened: Opened) -> None:
    opened(referred(ports, contact_language="en"))
    page.get_by_role("button", name="Yes").first.click()
    assert page.get_by_role("status").is_visible()
    assert page.get_by_text("Your code").is_visible()


def test_a_bad_link_is_a_page_that_everybody_can_read(
    page: Page, ports: FakePorts, opened: Opened
) -> None:
    del ports, opened
    page.goto(f"{ADDRESS}/s/unknown")
    assert_accessible(page)


@pytest.mark.parametrize("language", ["ar", "uk"])
def test_her_letter_is_one_sheet_of_a4_that_everybody_can_read(
    page: Page, ports: FakePorts, picture: Picture, language: str
) -> None:
    ports.identities = FakeIdentities(CALLERS)
    referral = referred(ports, contact_language=language, channel=Channel.LETTER)
    serve(page, Authorization="Bearer municipality_admin")
    page.goto(f"{ADDRESS}/v1/referrals/{referral.id}/letter")
    assert_accessible(page)
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == 1
    resize(page, A4)
    page.emulate_media(media="print")
    picture(page, f"letter-{DRAWN[language]}")


_IN_PIECES = """() => [...document.querySelectorAll('bdi[dir=ltr]')]
  .filter(e => e.getClientRects().length > 1).map(e => e.textContent)"""
