"""The public search and the documentation in a real browser, at a desk and on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from chalicelib import wiring
from chalicelib.adapters.pace import Pace
from chalicelib.adapters.rendering import GettextWords
from tests.browser.accessible import DESKTOP, PHONE, Screen, assert_accessible, resize
from tests.browser.conftest import Picture
from tests.browser.served import served
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP, WALK, a_world


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch, address: str) -> FakePorts:
    world = a_world((CAFE, GROUP, WALK), words=GettextWords(drafts=True), public_url=address)
    monkeypatch.setattr(wiring, "ports", lambda: world)
    monkeypatch.setattr(wiring, "search_pace", lambda: Pace(1_000, now=world.now))
    return world


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_everybody_can_search(
    page: Page, ports: FakePorts, picture: Picture, screen: Screen, language: str
) -> None:
    resize(page, screen)
    page.goto(f"{ports.public_url}/zoek?in={language}")
    assert_accessible(page)
    page.locator("#postcode").fill("3562")
    page.locator("button").click()
    assert page.get_by_text("Taalcafé").first.is_visible()
    assert page.url == f"{ports.public_url}/zoek"
    assert page.context.cookies() == []
    picture(page, f"search-{language}-{'desktop' if screen == DESKTOP else 'phone'}")
    if screen == DESKTOP:  # from which both telephones are judged as well
        assert_accessible(page)


def test_what_is_wrong_is_said_at_the_top(page: Page, ports: FakePorts) -> None:
    page.goto(f"{ports.public_url}/zoek")
    page.locator("button").click()
    assert page.get_by_role("alert").is_visible()
    assert_accessible(page)


def test_everybody_can_read_the_documentation(page: Page, ports: FakePorts) -> None:
    resize(page, DESKTOP)
    page.goto(f"{ports.public_url}/documentatie")
    assert page.get_by_role("heading", name="Documentatie van de API").is_visible()
    assert_accessible(page)
