"""The public search: the same match, in every language, and nothing of it stays."""

import re
from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.adapters.pace import Pace
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.geography import Located, Point, Precision
from tests.catalogues import LANGUAGES
from tests.entry.pages.browser import Browser
from tests.fakes.outside import FakePlaces
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, DESK

ASKED = {"postcode": "3562 AB", "level": "a1", "language": "ar", "travel": "bicycle-30"}


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch, ports: FakePorts) -> Pace:
    fresh = Pace(60, now=ports.now)
    monkeypatch.setattr(wiring, "search_pace", lambda: fresh)
    ports.words = GettextWords(drafts=True)  # type: ignore[assignment]
    return fresh


def test_the_form_has_six_fields_and_asks_nobody_who(browser: Browser) -> None:
    seen = browser.get("/zoek")
    assert seen.status == 200
    names = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', seen.text))
    assert names == {"in", "postcode", "level", "language", "days", "theme", "travel"}
    assert "<script" not in seen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language_that_has_texts(browser: Browser, language: str) -> None:
    asked = ASKED | {"in": language}
    for seen in (browser.get(f"/zoek?in={language}"), browser.post("/zoek", asked)):
        assert seen.status == 200
        assert f'<html lang="{language}"' in seen.text


def test_an_unknown_language_is_dutch(browser: Browser) -> None:
    assert '<html lang="nl"' in browser.get("/zoek?in=xx").text


def test_what_fits_is_shown_with_its_reasons_on_a_map(browser: Browser) -> None:
    seen = browser.post("/zoek", ASKED | {"in": "nl"})
    assert seen.status == 200
    assert CAFE.title in seen.text
    assert '<ul class="r"' in seen.text
    assert "<circle" in seen.text


def test_nothing_is_kept_of_it(
    browser: Browser, ports: FakePorts, caplog: pytest.LogCaptureFixture
) -> None:
    before = ports.referrals.everything()
    seen = browser.post("/zoek", ASKED | {"in": "ar", "theme": "health"})
    assert seen.set_cookies == ()
    assert ports.referrals.everything() == before
    assert browser.cookies == {}
    assert "3562" not in caplog.text


def test_where_nothing_fits_she_hears_what_nearly_does_and_where_she_can_go(
    browser: Browser, ports: FakePorts
) -> None:
    ports.snapshots.show([CAFE, DESK])
    ports.places = FakePlaces({"1797": Located(Point(53.05, 4.8), Precision.POSTCODE, 1.0)})
    seen = browser.post("/zoek", {"postcode": "1797", "level": "a1", "travel": "walk-15"})
    assert seen.status == 200
    assert "Hier kunt u altijd terecht" in seen.text


def test_only_the_days_that_she_can_are_looked_at(browser: Browser) -> None:
    there = browser.post("/zoek", [*ASKED.items(), ("days", "tue"), ("days", "wed")])
    assert '<ul class="r"' in there.text
    not_there = browser.post("/zoek", [*ASKED.items(), ("days", "sun"), ("days", "nonsense")])
    assert "Past net niet" in not_there.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"postcode": ""},
        {"postcode": "9999"},
        {"postcode": "rm -rf"},
        {"level": "c2"},
        {"theme": "tea"},
        {"travel": "rocket-1"},
        {"travel": "bicycle-99999999999999999999"},
        {"language": "<b>"},
    ],
)
def test_whatever_is_sent_is_answered(browser: Browser, wrong: dict[str, str]) -> None:
    seen = browser.post("/zoek", ASKED | wrong)
    assert seen.status == 400
    assert 'role="alert"' in seen.text


def test_who_is_signed_in_searches_as_well(browser: Browser) -> None:
    page = browser.signed_in_as("case_worker").get("/zoek")
    seen = browser.post("/zoek", ASKED | {"form_token": page.form_token})
    assert seen.status == 200


def test_another_site_cannot_search_for_her(browser: Browser) -> None:
    assert browser.post("/zoek", ASKED, origin="https://elders.example").status == 403


def test_who_asks_too_often_is_asked_to_wait(browser: Browser, ports: FakePorts) -> None:
    for _ in range(60):
        assert wiring.search_pace().allows("127.0.0.1")
    assert browser.post("/zoek", ASKED).status == 429
    ports.now.forward(timedelta(minutes=1))
    assert browser.post("/zoek", ASKED).status == 200
