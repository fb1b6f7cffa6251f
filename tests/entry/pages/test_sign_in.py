"""Signing in and out: the way there and back, and every way that leads nowhere."""

from datetime import timedelta

import pytest

from chalicelib.domain.session import IDLE, LONGEST
from chalicelib.domain.vocabulary import Role
from tests.entry.pages.browser import Browser
from tests.fakes.ports import FakePorts

SESSION, ATTEMPT = "__Host-wegwijs-sessie", "__Host-wegwijs-inloggen"


def comes_back(browser: Browser, code: str, *, to: str = "/start", state: str = "state-1") -> str:
    """Where she is led after signing in at the service and coming back with this code."""
    browser.get(f"/inloggen?naar={to}")
    return browser.get(f"/inloggen/terug?code={code}&state={state}").leads_to


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_a_known_role_comes_home(browser: Browser, role: Role) -> None:
    assert comes_back(browser, role) == "/start"
    home = browser.get("/start")
    assert home.status == 200
    assert "Gemeente Utrecht" in home.text


def test_she_goes_on_to_the_page_she_asked_for(browser: Browser) -> None:
    assert browser.get("/uitloggen").leads_to == "/inloggen?naar=/uitloggen"
    assert comes_back(browser, "case_worker", to="/toegankelijkheid") == "/toegankelijkheid"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/%5Cevil.example", "/%0d%0aX:1", "evil", ""],
)
def test_nobody_is_led_to_another_site(browser: Browser, elsewhere: str) -> None:
    assert comes_back(browser, "case_worker", to=elsewhere) == "/start"


def test_the_session_is_a_cookie_that_no_script_and_no_other_site_can_use(
    browser: Browser,
) -> None:
    browser.get("/inloggen")
    back = browser.get("/inloggen/terug?code=case_worker&state=state-1")
    kept = next(c for c in back.set_cookies if c.startswith(SESSION))
    assert kept.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]
    assert ATTEMPT not in browser.cookies


def test_on_a_machines_own_http_the_cookie_is_not_called_secure(
    browser: Browser, ports: FakePorts
) -> None:
    ports.public_url = "http://127.0.0.1:8000"
    (kept,) = browser.get("/inloggen").set_cookies
    assert kept.startswith("wegwijs-inloggen=")
    assert "Secure" not in kept


@pytest.mark.parametrize("state", ["state-2", ""])
def test_an_answer_to_another_attempt_signs_nobody_in(browser: Browser, state: str) -> None:
    browser.get("/inloggen")
    back = browser.get(f"/inloggen/terug?code=case_worker&state={state}")
    assert back.status == 401
    assert SESSION not in browser.cookies


def test_an_answer_without_an_attempt_signs_nobody_in(browser: Browser) -> None:
    assert browser.get("/inloggen/terug?code=case_worker&state=state-1").status == 401


def test_an_attempt_that_was_changed_signs_nobody_in(browser: Browser) -> None:
    browser.get("/inloggen")
    browser.cookies[ATTEMPT] = "x" + browser.cookies[ATTEMPT]
    assert browser.get("/inloggen/terug?code=case_worker&state=state-1").status == 401


def test_a_code_that_the_service_does_not_know_signs_nobody_in(browser: Browser) -> None:
    browser.get("/inloggen")
    assert browser.get("/inloggen/terug?code=nobody&state=state-1").status == 401


def test_who_has_no_role_is_told_whom_to_ask(browser: Browser) -> None:
    browser.get("/inloggen")
    back = browser.get("/inloggen/terug?code=stranger&state=state-1")
    assert back.status == 403
    assert "Uw account heeft nog geen rol in Wegwijs." in back.text
    assert SESSION not in browser.cookies


def test_where_nobody_can_sign_in_the_page_says_so(browser: Browser, ports: FakePorts) -> None:
    ports.sign_in_service = None
    assert browser.get("/inloggen").status == 503


def test_a_new_sign_in_ends_the_session_before_it(browser: Browser) -> None:
    before = browser.signed_in_as("case_worker").cookies[SESSION]
    browser.cookies.pop(SESSION)
    browser.get("/inloggen")
    browser.cookies[SESSION] = before
    browser.get("/inloggen/terug?code=library_admin&state=state-1")
    browser.cookies[SESSION] = before
    assert browser.get("/start").status == 303


@pytest.mark.parametrize("idle", [IDLE - timedelta(seconds=1), IDLE])
def test_a_session_lasts_as_long_as_she_is_there(
    browser: Browser, ports: FakePorts, idle: timedelta
) -> None:
    browser.signed_in_as("case_worker")
    ports.now.forward(idle)
    assert browser.get("/start").status == (200 if idle < IDLE else 303)


def test_no_session_lasts_longer_than_a_working_day(browser: Browser, ports: FakePorts) -> None:
    browser.signed_in_as("case_worker")
    worked = timedelta()
    while worked + IDLE / 2 < LONGEST:
        ports.now.forward(IDLE / 2)
        worked += IDLE / 2
        assert browser.get("/start").status == 200
    ports.now.forward(IDLE / 2)
    assert browser.get("/start").status == 303


def test_signing_out_ends_the_session_itself(browser: Browser) -> None:
    browser.signed_in_as("case_worker")
    token = browser.cookies[SESSION]
    out = browser.post("/uitloggen", {"form_token": browser.get("/start").form_token})
    assert out.leads_to == "/"
    assert "U bent uitgelogd." in browser.get("/").text
    browser.cookies[SESSION] = token
    assert browser.get("/start").status == 303


def test_signing_out_everywhere_ends_every_session_of_hers_only(browser: Browser) -> None:
    elsewhere = browser.signed_in_as("case_worker").cookies[SESSION]
    somebody_elses = browser.signed_in_as("library_staff").cookies[SESSION]
    browser.signed_in_as("case_worker")
    token = browser.get("/uitloggen").form_token
    browser.post("/uitloggen", {"form_token": token, "where": "everywhere"})
    browser.cookies[SESSION] = elsewhere
    assert browser.get("/start").status == 303
    browser.cookies[SESSION] = somebody_elses
    assert browser.get("/start").status == 200
