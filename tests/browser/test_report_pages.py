"""The pages of reports in a real browser: read, divided, printed on a telephone and at a desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.session import Session
from tests.browser.accessible import DESKTOP, PHONE, Screen, assert_accessible, resize
from tests.browser.conftest import Picture
from tests.browser.served import served
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.test_reports import HOURS, PAGES, a_quarter
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP, WALK, a_world

NAMES = {
    "/rapporten": "funnel",
    "/rapporten/vraag": "demand",
    "/rapporten/wachtlijsten": "waiting",
    "/rapporten/talen": "languages",
    "/rapporten/kosten": "costs",
    HOURS: "hours",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch, address: str) -> FakePorts:
    world = a_world((CAFE, GROUP, WALK), words=GettextWords(drafts=True), public_url=address)
    monkeypatch.setattr(wiring, "ports", lambda: world)
    a_quarter(world)
    return world


def signed_in(page: Page, ports: FakePorts, role: str) -> None:
    at = ports.now()
    token = ports.sessions.open(Session(CALLERS[role], at, at))
    page.context.add_cookies([{"name": "wegwijs-sessie", "value": token, "url": ports.public_url}])


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", [*PAGES, HOURS])
def test_everybody_can_use_every_report(
    page: Page, ports: FakePorts, picture: Picture, screen: Screen, path: str
) -> None:
    signed_in(page, ports, "case_worker" if path == HOURS else "programme_analyst")
    resize(page, screen)
    page.goto(f"{ports.public_url}{path}")
    picture(page, f"report-{NAMES[path]}-{'desktop' if screen == DESKTOP else 'phone'}")
    if screen == DESKTOP:  # from which both telephones are judged as well
        assert_accessible(page)


def test_a_report_is_divided_and_kept_without_a_script(page: Page, ports: FakePorts) -> None:
    signed_in(page, ports, "case_worker")
    page.goto(f"{ports.public_url}/rapporten")
    page.get_by_label("Splitsen naar").select_option("level")
    page.get_by_role("button", name="Toon").click()
    table = page.get_by_role("table", name="Taalniveau")
    assert table.get_by_role("row", name="A1").is_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download als tabel").click()
    assert kept.value.suggested_filename == "trechter.csv"


def test_a_report_prints_without_what_is_for_the_screen(page: Page, ports: FakePorts) -> None:
    signed_in(page, ports, "programme_analyst")
    page.goto(f"{ports.public_url}/rapporten/vraag")
    page.emulate_media(media="print")
    assert page.get_by_role("table").is_visible()
    assert not page.get_by_role("button", name="Toon").is_visible()
