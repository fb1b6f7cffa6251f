"""How far languages are; and a speaker's link: she ticks, and gets the file with her name."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.newcomer_words import NEWCOMER_KEYS
from chalicelib.domain.review import Review, read_reviews, version_of
from chalicelib.usecases.speakers import invite
from tests.entry.pages.browser import Browser
from tests.fakes.outside import FakePhrasebook
from tests.fakes.ports import FakePorts

FREE = "sms.free"


@pytest.fixture
def link(ports: FakePorts) -> str:
    return invite("ti", ports=ports).removeprefix(ports.public_url)


@pytest.mark.parametrize("role", ["case_worker", "library_staff", "programme_analyst"])
def test_staff_sees_how_far_each_language_is(browser: Browser, role: str) -> None:
    page = browser.signed_in_as(role).get("/talen").text
    assert "2 van 2 zinnen goedgekeurd" in page
    assert "0 van 2 zinnen goedgekeurd" in page


@pytest.mark.parametrize(
    ("role", "links"),
    [("case_worker", 0), ("library_admin", 2), ("municipality_admin", 2), ("programme_analyst", 2)],
)
def test_who_may_invite_has_a_link_for_each_draft(browser: Browser, role: str, links: int) -> None:
    page = browser.signed_in_as(role).get("/talen").text
    assert len(re.findall('href="[^"]*/taalcontrole/', page)) == links


def test_the_page_shows_dutch_beside_the_draft(browser: Browser, link: str) -> None:
    page = browser.get(link)
    assert page.status == 200
    assert '<legend class="utrecht-form-fieldset__legend" lang="nl">gratis</legend>' in page.text
    assert 'lang="ti" dir="auto"' in page.text
    assert "Tigrinya" in browser.get(f"{link}?taal=en").text


def test_the_page_says_who_approved_what_and_when(
    browser: Browser, ports: FakePorts, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = ports.now().date()
    review = Review("ti", FREE, version_of("gratis"), "ብናጻ", "Selam T.", day)
    world = replace(ports, phrasebook=FakePhrasebook((review,)))
    monkeypatch.setattr(wiring, "ports", lambda: world)
    page = browser.get(link).text
    assert "Goedgekeurd door Selam T. op" in page
    assert "ብናጻ" in page
    assert "1 van 2 zinnen" in browser.signed_in_as("case_worker").get("/talen").text


def test_what_she_ticks_comes_back_as_the_file_with_her_name(
    browser: Browser, ports: FakePorts, link: str
) -> None:
    answered = browser.post(
        link, {"name": " Selam  T. ", "right": FREE, f"text:{FREE}": "ብናጻ", "text:sms.price": "x"}
    )
    assert answered.status == 200
    assert 'filename="reviews-ti.csv"' in answered.headers["content-disposition"]
    (review,) = read_reviews(answered.text.splitlines(keepends=True))
    day = ports.now().date()
    assert review == Review("ti", FREE, version_of("gratis"), "ብናጻ", "Selam T.", day)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Vul uw naam in."),
        ({"right": FREE, f"text:{FREE}": "ብነጻ"}, "Vul uw naam in."),
        ({"name": "Selam", f"text:{FREE}": "ብነጻ"}, "Zet een vinkje"),
        ({"name": "Selam", "right": "sms.price", "text:sms.price": "ዩሮ"}, "ontbreekt"),
        ({"name": "Selam", "right": FREE, f"text:{FREE}": ""}, "leeg"),
        ({"name": "Selam", "right": FREE, f"text:{FREE}": "ብ" * 501}, "te lang"),
        ({"name": "Selam", "right": "unknown", "text:unknown": "x"}, "Zet een vinkje"),
    ],
)
def test_what_is_not_whole_shows_the_page_again(
    browser: Browser, link: str, fields: dict[str, str], said: str
) -> None:
    answered = browser.post(link, fields)
    assert answered.status == 400
    assert said in answered.text
    assert fields.get("name", "") in answered.text


@pytest.mark.parametrize(
    "fields",
    [{"name": "x" * (2**20 + 1)}, {f"f{n}": "x" for n in range(2_001)}],
    ids=["too long", "too many"],
)
def test_a_form_that_is_none_of_ours_is_refused(
    browser: Browser, link: str, fields: dict[str, str]
) -> None:
    assert browser.post(link, fields).status == 413


def test_every_wrong_link_shows_the_same_page(browser: Browser, link: str) -> None:
    wrong = ["/taalcontrole/x", link + "A", link.replace("/ti.", "/ar."), "/taalcontrole/%C3%A9"]
    got = [browser.get(path) for path in wrong] + [browser.post(path, {}) for path in wrong]
    assert {page.status for page in got} == {404}
    assert len({re.sub(r'href="/[^"]*taal=', 'href="', page.text) for page in got}) == 1


def test_a_link_ends_after_sixty_days(browser: Browser, ports: FakePorts, link: str) -> None:
    ports.now.forward(timedelta(days=60))
    assert browser.get(link).status == 200
    ports.now.forward(timedelta(days=1))
    assert browser.get(link).status == 404


def test_the_fake_has_phrases_that_exist() -> None:
    assert {phrase.key for phrase in FakePhrasebook().phrases("ti")} <= set(NEWCOMER_KEYS)


def test_every_language_with_drafts_has_a_name(ports: FakePorts) -> None:
    words = GettextWords(drafts=False)
    for code in ports.phrasebook.languages():
        assert words.say("nl", f"language.{code}", {}) != f"language.{code}"
