"""What a municipality chooses for itself: everybody who may, can."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.session import Session
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import Picture
from tests.browser.served import served
from tests.entry.api_on_fakes import CALLERS, ports_of_utrecht
from tests.fakes.making import GM0344


def test_an_administrator_switches_the_weekly_text_on(
    page: Page, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served() as address:
        words = GettextWords(drafts=False)
        ports = replace(ports_of_utrecht(), public_url=address, words=words)  # type: ignore[arg-type]
        monkeypatch.setattr(wiring, "ports", lambda: ports)
        at = ports.now()
        token = ports.sessions.open(Session(CALLERS["municipality_admin"], at, at))
        page.context.add_cookies([{"name": "wegwijs-sessie", "value": token, "url": address}])
        page.goto(f"{address}/keuzes")
        assert_accessible(page)
        page.get_by_label("Elke week, aan wie meedoet").check()
        page.get_by_role("button", name="Bewaren").click()
        assert page.get_by_role("status").inner_text() == "Uw keuzes zijn bewaard."
        assert page.get_by_label("Elke week, aan wie meedoet").is_checked()
        assert ports.choices.of(GM0344).weekly_encouragement
        picture(page, "staff-choices-phone")
