"""The pages of those who work here, in a real browser: signing in, home, and what is for everybody.

The application in this process, the sign-in service that `make run` starts, and ports in memory.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from chalicelib import wiring
from chalicelib.adapters.oidc import OidcSignIn
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.reply import reply
from tests.browser.accessible import DESKTOP, PHONE, Screen, assert_accessible, resize
from tests.browser.conftest import Picture
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP, WALK, a_world, referred
from tools.local.sign_in import PEOPLE, Invented, sign_in_service

WORKING = [person for person in PEOPLE if person.role != "receptionist"]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with sign_in_service() as address:
        yield address


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch, issuer: str, address: str) -> FakePorts:
    service = OidcSignIn(
        issuer,
        client_id="wegwijs",
        client_secret="any",
        comes_back_to=f"{address}/inloggen/terug",
    )
    world = a_world(
        (CAFE, GROUP, WALK),
        words=GettextWords(drafts=True),
        sign_in_service=service,
        public_url=address,
    )
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A browser that runs scripts, and one that does not."""
    context: BrowserContext = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def signs_in(page: Page, ports: FakePorts, person: Invented) -> None:
    page.goto(f"{ports.public_url}/start")
    page.get_by_role("button", name=re.compile(person.name)).click()
    page.wait_for_url(f"{ports.public_url}/**")


@pytest.mark.parametrize("person", WORKING, ids=lambda person: person.subject)
def test_everybody_signs_in_and_out(visitor: Page, ports: FakePorts, person: Invented) -> None:
    signs_in(visitor, ports, person)
    assert visitor.url == f"{ports.public_url}/start"
    assert visitor.get_by_text(f"{person.organisation_name} (verzonnen)").is_visible()
    visitor.get_by_role("button", name="Uitloggen").click()
    assert visitor.get_by_role("status").inner_text() == "U bent uitgelogd."
    visitor.goto(f"{ports.public_url}/start")
    assert visitor.url.startswith("http://127.0.0.1")


def test_who_has_no_role_hears_whom_to_ask(page: Page, ports: FakePorts) -> None:
    signs_in(page, ports, PEOPLE[-1])
    assert page.get_by_text("Vraag de beheerder van uw organisatie").is_visible()
    assert_accessible(page)


def test_a_task_is_done_with_one_tap(visitor: Page, ports: FakePorts) -> None:
    a_task(ports)
    signs_in(visitor, ports, PEOPLE[0])
    assert visitor.get_by_text("Zij vraagt of u haar belt.").is_visible()
    visitor.get_by_role("button", name="Gedaan").click()
    assert visitor.get_by_role("status").inner_text() == "De taak is gedaan."
    assert not visitor.get_by_text("Zij vraagt of u haar belt.").is_visible()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_can_use_every_page(
    page: Page, ports: FakePorts, picture: Picture, screen: Screen, language: str
) -> None:
    a_task(ports)
    resize(page, screen)
    page.goto(f"{ports.public_url}/?taal={language}")
    seen(page, picture, "front", screen, language)
    page.goto(f"{ports.public_url}/toegankelijkheid")
    seen(page, picture, "accessibility", screen, language)
    page.goto(f"{ports.public_url}/uitleg")
    seen(page, picture, "guide", screen, language)
    signs_in(page, ports, PEOPLE[0])
    assert page.url.endswith("/start")
    seen(page, picture, "home", screen, language)
    page.goto(f"{ports.public_url}/uitloggen")
    seen(page, picture, "sign-out", screen, language)
    page.goto(f"{ports.public_url}/static/nothing")
    seen(page, picture, "not-found", screen, language)


def seen(page: Page, picture: Picture, name: str, screen: Screen, language: str) -> None:
    """Drawn on both screens; judged on the desk, from which both telephones are judged as well."""
    if language == "nl":
        picture(page, f"staff-{name}-{'desktop' if screen == DESKTOP else 'phone'}")
    if screen == DESKTOP:
        assert_accessible(page)


def a_task(ports: FakePorts) -> None:
    """Somebody asked the case worker who signs in first to call her."""
    referral = referred(ports, assigned_to=PEOPLE[0].subject)
    token = ports.derivation.link_token(referral.id)
    reply(token, Reply(Wish.CALL_ME), ports=ports)
