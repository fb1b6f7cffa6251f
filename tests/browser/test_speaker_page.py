"""How far languages are, and the page on which a speaker checks hers: everybody can use them."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from chalicelib import wiring
from chalicelib.adapters.phrasebook import GettextPhrasebook
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.session import Session
from chalicelib.usecases.speakers import invite
from tests.browser.accessible import as_desktop, assert_accessible
from tests.browser.conftest import SCREENSHOTS, Picture
from tests.browser.served import served
from tests.entry.api_on_fakes import CALLERS, ports_of_utrecht
from tests.fakes.ports import FakePorts


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = replace(
        ports_of_utrecht(),
        words=GettextWords(drafts=False),  # type: ignore[arg-type]
        phrasebook=GettextPhrasebook(),  # type: ignore[arg-type]
    )
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.mark.parametrize("language", ["ar", "ti"])
def test_a_speaker_checks_and_gets_her_file(
    page: Page, ports: FakePorts, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served() as address:
        world = replace(ports, public_url=address)
        monkeypatch.setattr(wiring, "ports", lambda: world)
        page.goto(invite(language, ports=world))
        if language == "ar":
            assert_accessible(page)
        page.get_by_label("Deze zin klopt").first.check()
        page.get_by_role("button", name="Maak het bestand").click()
        assert "Vul uw naam in." in page.get_by_role("alert").inner_text()
        assert page.get_by_label("Deze zin klopt").first.is_checked()
        page.screenshot(
            path=SCREENSHOTS / f"staff-speaker-{language}-phone.png"
        )  # the whole is long
        page.get_by_label("Uw naam").fill("Selam T.")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Maak het bestand").click()
        assert waiting.value.suggested_filename == f"reviews-{language}.csv"
        assert "Selam T." in waiting.value.path().read_text("utf-8")


def test_staff_sees_how_far_languages_are(
    page: Page, ports: FakePorts, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served() as address:
        world = replace(ports, public_url=address)
        monkeypatch.setattr(wiring, "ports", lambda: world)
        at = ports.now()
        token = world.sessions.open(Session(CALLERS["programme_analyst"], at, at))
        page.context.add_cookies([{"name": "wegwijs-sessie", "value": token, "url": address}])
        as_desktop(page)
        page.goto(f"{address}/talen")
        assert page.get_by_role("link", name="Link voor een spreker van het Tigrinya").is_visible()
        picture(page, "staff-languages-desktop")
        assert_accessible(page)
