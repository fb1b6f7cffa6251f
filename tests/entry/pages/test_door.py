"""The door of the pages: who may be where, which form is really hers, and what stands round it."""

import re

import pytest

from tests.entry.pages.browser import Browser
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import referred

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: https://service.pdok.nl; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PAGES = ["/", "/toegankelijkheid", "/uitleg", "/start", "/uitloggen"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_policy_and_no_style_or_script_within(browser: Browser, path: str) -> None:
    page = browser.signed_in_as("case_worker").get(path)
    assert page.status == 200
    assert page.headers["content-security-policy"] == POLICY
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>", page.text)
    assert "Wegwijs</title>" in page.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_english_for_whoever_asked_for_it_once(browser: Browser, path: str) -> None:
    browser.signed_in_as("case_worker")
    assert '<html lang="en"' in browser.get(f"{path}?taal=en").text
    assert '<html lang="en"' in browser.get(path).text
    assert '<html lang="nl"' in browser.get(f"{path}?taal=nl").text
    assert '<html lang="nl"' in browser.get(f"{path}?taal=xx").text


def test_a_token_of_the_api_opens_no_page_and_a_session_no_api(browser: Browser) -> None:
    assert browser.get("/start", authorization="Bearer case_worker").status == 303
    browser.signed_in_as("case_worker")
    assert browser.get("/v1/referrals").status == 401


def test_a_page_of_another_role_explains_itself(browser: Browser) -> None:
    browser.signed_in_as("programme_analyst")
    token = browser.get("/start").form_token
    refused = browser.post("/taken/tsk_x/gedaan", {"form_token": token})
    assert refused.status == 403
    assert "Uw rol geeft geen toegang tot deze pagina." in refused.text


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {}),  # no token
        ({"form_token": "0" * 40}, {}),  # another's
        ({"form_token": "hers"}, {"origin": "https://evil.example"}),
        ({"form_token": "hers"}, {"origin": "null"}),
        ({"form_token": "hers"}, {"origin": "", "sec_fetch_site": "cross-site"}),
        ({"form_token": "hers"}, {"origin": ""}),  # from nowhere that can be told
    ],
)
def test_a_form_that_is_not_hers_changes_nothing(
    browser: Browser, fields: dict[str, str], headers: dict[str, str]
) -> None:
    token = browser.signed_in_as("case_worker").get("/start").form_token
    sent = {name: token if value == "hers" else value for name, value in fields.items()}
    assert browser.post("/uitloggen", sent, **headers).status == 403
    assert browser.get("/start").status == 200


def test_an_old_browser_that_names_no_origin_is_believed_by_its_own_word(
    browser: Browser,
) -> None:
    token = browser.signed_in_as("case_worker").get("/start").form_token
    out = browser.post("/uitloggen", {"form_token": token}, origin="", sec_fetch_site="same-origin")
    assert out.status == 303


def test_the_token_of_a_form_ends_with_the_session(browser: Browser) -> None:
    token = browser.signed_in_as("case_worker").get("/start").form_token
    browser.signed_in_as("case_worker")
    assert browser.post("/uitloggen", {"form_token": token}).status == 403


def test_a_form_sent_after_the_session_says_that_it_was_lost(browser: Browser) -> None:
    sent = browser.post("/uitloggen", {"form_token": "0" * 40})
    assert sent.status == 401
    assert "Wat u net verstuurde is niet bewaard." in sent.text


def test_a_part_asked_for_after_the_session_leads_the_page_to_sign_in(browser: Browser) -> None:
    assert browser.get("/start", hx_request="true").headers["hx-redirect"] == "/inloggen"


def test_what_is_not_there_is_said_on_a_page(browser: Browser, ports: FakePorts) -> None:
    token = browser.signed_in_as("case_worker").get("/start").form_token
    referred(ports)
    missing = browser.post("/taken/tsk_unknown/gedaan", {"form_token": token})
    assert missing.status == 404
    assert missing.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", ["wegwijs.css", "htmx.js"])
def test_a_file_of_the_pages_is_kept_for_good_under_an_address_that_names_what_is_in_it(
    browser: Browser, name: str
) -> None:
    plain = browser.get(f"/static/{name}")
    assert (plain.status, plain.headers["cache-control"]) == (200, "no-cache")
    version = plain.headers["etag"].strip('"')
    named = browser.get(f"/static/{name}?v={version}")
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert browser.get(f"/static/{name}", if_none_match=f'"{version}"').status == 304


@pytest.mark.parametrize("name", ["app.py", "wegwijs-activities.xlsx", "..", "%2e%2e%2fapp.py"])
def test_no_other_file_is_given(browser: Browser, name: str) -> None:
    assert browser.get(f"/static/{name}").status == 404
