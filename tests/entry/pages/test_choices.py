"""An administrator switches the weekly text on and off; nobody else can."""

import pytest

from tests.entry.pages.browser import Browser
from tests.fakes.making import GM0344
from tests.fakes.ports import FakePorts


def test_it_is_off_until_she_switches_it_on(browser: Browser, ports: FakePorts) -> None:
    browser.signed_in_as("municipality_admin")
    page = browser.get("/keuzes")
    assert 'value="never" checked' in page.text
    for chosen, is_on in (("weekly", True), ("never", False)):
        sent = {"form_token": page.form_token, "encouragement": chosen}
        assert browser.post("/keuzes", sent).leads_to == "/keuzes"
        assert ports.choices.of(GM0344).weekly_encouragement is is_on
        after = browser.get("/keuzes").text
        assert f'value="{chosen}"' in after.split(" checked")[0].rpartition("<input")[2]
        assert "bewaard" in after


@pytest.mark.parametrize("role", ["case_worker", "partner_referrer", "library_admin"])
def test_it_is_not_for_others(browser: Browser, role: str) -> None:
    assert browser.signed_in_as(role).get("/keuzes").status == 403
