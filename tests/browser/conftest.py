"""A real browser for pages: it opens them, judges whether everybody can use them, and draws them.

`page` is a telephone of 390 by 844 points; `as_desktop(page)` makes it a desk. Playwright drives
the Chromium of the machine: it is never skipped, because a page nobody looked at is not tested.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.adapters.sms.segments import segments
from chalicelib.adapters.texts import NewcomerTexts
from tests.browser.accessible import PHONE
from tests.browser.on_fakes import ADDRESS
from tests.browser.served import served
from tests.browser.utrecht import BUDDY, CAFE, SATURDAY, TALK
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import a_world

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parents[1] / "docs" / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It talks to nobody but the page, and needs no display.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)

Picture = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)


# A module long and no longer: while Playwright runs, this thread cannot run another event loop.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright, address: str) -> Iterator[Browser]:
    program = _chromium(playwright)
    # By a name that is always the same, so that what is drawn is too.
    found_at = f"--host-resolver-rules=MAP {urlsplit(ADDRESS).netloc}:80 {urlsplit(address).netloc}"
    arguments = [*ARGUMENTS, found_at]
    running = playwright.chromium.launch(executable_path=program, args=arguments)
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page on a telephone, with no memory of earlier tests."""
    context = browser.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height},
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the application of this process answers."""
    with served() as address:
        yield address


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    """Utrecht with what there is near Overvecht, and the words and texts that people really get."""
    words = GettextWords(drafts=True)
    world = a_world((CAFE, TALK, BUDDY, SATURDAY), words=words, public_url=ADDRESS)
    world.texts = NewcomerTexts(words, segments=segments, now=world.now, holidays=world.holidays)  # type: ignore[assignment]
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture(scope="session")
def picture() -> Picture:
    """Draws the whole page into docs/screenshots/<name>.png."""

    def draw(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, animations="disabled")

    return draw


def _chromium(playwright: Playwright) -> str:
    """The browser of this machine: the one CHROMIUM names, one on the path, or Playwright's own."""
    wanted = (os.environ.get("CHROMIUM"), *NAMES, playwright.chromium.executable_path)
    found = next((path for name in wanted if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "No Chromium on this machine: run `make browser` once as root, or install Chromium "
            "and let CHROMIUM name its program.",
            pytrace=False,
        )
    return found
