"""Her page in a real browser: everybody can use it."""

import pytest
from playwright.sync_api import Page

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from tests.browser.on_fakes import ADDRESS, serve
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP, WALK, a_world, referred


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = a_world((CAFE, GROUP, WALK), words=GettextWords(drafts=True))
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


def test_she_answers_with_one_tap(page: Page, ports: FakePorts) -> None:
    referral = referred(ports, contact_language="en")
    serve(page)
    page.goto(f"{ADDRESS}/s/{ports.derivation.link_token(referral.id)}")
    page.get_by_role("button", name="Yes").first.click()
    assert page.get_by_role("status").first.is_visible()
