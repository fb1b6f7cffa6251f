"""Seats with + and −, what is still right, and the pause of a whole library."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.catalogue import Seats
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.activities import FakeActivities
from tests.fakes.making import UTRECHT, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP

OTHERS = an_activity("act_elsewhere", library="NL-0899010000")


@pytest.fixture
def tess(browser: Browser) -> Browser:
    return browser.signed_in_as("library_admin")


def taps(browser: Browser, button: str, *pairs: tuple[str, str], **headers: str) -> Seen:
    token = browser.get("/plaatsen").form_token
    return browser.post(f"/plaatsen/{button}", [("form_token", token), *pairs], **headers)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ["library_staff", "library_admin"])
def test_its_seats_are_counted(browser: Browser, role: str, language: str) -> None:
    page = browser.signed_in_as(role).get(f"/plaatsen?taal={language}")
    assert page.status == 200
    assert "Taalcafé" in page.text
    assert ('action="/plaatsen/pauze"' in page.text) == (role == "library_admin")


def test_one_more_and_one_fewer_is_one_tap(tess: Browser, ports: FakePorts) -> None:
    cafe = ("activityId", "act_cafe")
    assert taps(tess, "erbij", cafe, ("change", "1")).leads_to == "/plaatsen?vanaf=0#act_cafe"
    assert ports.activities.get(CAFE.id).seats.taken_elsewhere == 1
    for _ in range(2):
        taps(tess, "erbij", cafe, ("change", "-1"))
    assert ports.activities.get(CAFE.id).seats.taken_elsewhere == 0


def test_with_script_only_its_line_comes_back(tess: Browser) -> None:
    fields = (("activityId", "act_cafe"), ("change", "1"))
    part = taps(tess, "erbij", *fields, hx_request="true")
    assert part.status == 200
    assert part.text.strip().startswith('<li id="act_cafe">')
    assert "Vrij: 9 van 10" in part.text


def test_who_waits_is_shown(tess: Browser, ports: FakePorts) -> None:
    ports.activities = FakeActivities([replace(CAFE, seats=Seats(10, 10, 0, waiting=3))])
    assert "op de wachtlijst: 3" in tess.get("/plaatsen").text


@pytest.mark.parametrize(
    ("confirmed", "chip"),
    [("2026-11-01", None), ("2026-08-24", "bel eerst"), ("2026-05-01", "niet meer gevonden")],
)
def test_what_was_not_confirmed_for_long_says_so(
    tess: Browser, ports: FakePorts, confirmed: str, chip: str | None
) -> None:
    day = date.fromisoformat(confirmed)
    ports.activities = FakeActivities([replace(CAFE, last_confirmed_on=day)])
    page = tess.get("/plaatsen").text
    shown = [word for word in ("bel eerst", "niet meer gevonden") if f">{word}</span>" in page]
    assert shown == ([] if chip is None else [chip])


def test_all_is_still_right_with_one_tap(tess: Browser, ports: FakePorts) -> None:
    taps(tess, "klopt", ("which", "all"))
    assert "Bevestigd: 3." in tess.get("/plaatsen").text
    days = {one.last_confirmed_on for one in ports.activities.all_active()}
    assert days == {date(2026, 11, 23)}


def test_only_what_is_ticked_is_confirmed(tess: Browser, ports: FakePorts) -> None:
    assert taps(tess, "klopt", ("which", "ticked")).status == 400
    taps(tess, "klopt", ("which", "ticked"), ("activityId", "act_cafe"))
    confirmed = {one.id: one.last_confirmed_on for one in ports.activities.all_active()}
    assert confirmed[CAFE.id] == date(2026, 11, 23)
    assert confirmed[GROUP.id] == date(2026, 11, 1)


def test_everything_pauses_for_a_holiday_and_goes_on(tess: Browser, ports: FakePorts) -> None:
    taps(tess, "pauze", ("from", "2026-12-21"), ("until", "2027-01-03"))
    pause = ports.libraries.get(UTRECHT).pause
    assert pause is not None
    assert pause.last_day == date(2027, 1, 3)
    assert "Alles pauzeert van ma 21 dec" in tess.get("/plaatsen").text
    taps(tess, "hervatten")
    assert ports.libraries.get(UTRECHT).pause is None


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("2027-01-03", "2026-12-21", "from"), ("", "", "from"), ("2026-12-21", "soon", "until")],
)
def test_a_pause_that_cannot_be_is_said_at_its_field(
    tess: Browser, ports: FakePorts, first: str, last: str, field: str
) -> None:
    said = taps(tess, "pauze", ("from", first), ("until", last))
    assert said.status == 400
    assert f'id="{field}-fault"' in said.text
    assert ports.libraries.get(UTRECHT).pause is None


def test_staff_does_not_pause_everything(browser: Browser, ports: FakePorts) -> None:
    browser.signed_in_as("library_staff")
    assert taps(browser, "pauze", ("from", "2026-12-21"), ("until", "2027-01-03")).status == 403
    assert ports.libraries.get(UTRECHT).pause is None


def test_another_librarys_seats_are_not_there(tess: Browser, ports: FakePorts) -> None:
    ports.activities = FakeActivities([CAFE, OTHERS])
    assert OTHERS.id not in tess.get("/plaatsen").text
    assert taps(tess, "erbij", ("activityId", OTHERS.id), ("change", "1")).status == 404
    assert taps(tess, "klopt", ("which", "ticked"), ("activityId", OTHERS.id)).status == 404


def test_a_library_without_anything_hears_how_to_begin(tess: Browser, ports: FakePorts) -> None:
    ports.activities = FakeActivities()
    page = tess.get("/plaatsen")
    assert 'href="/importeren"' in page.text
    assert 'href="/activiteiten/nieuw"' in page.text


def test_a_long_list_has_pages(tess: Browser, ports: FakePorts) -> None:
    many = [an_activity(f"act_{number:03}") for number in range(120)]
    ports.activities = FakeActivities(many)
    assert "1 tot en met 50 van 120" in tess.get("/plaatsen").text
    last = tess.get("/plaatsen?vanaf=100").text
    assert "101 tot en met 120 van 120" in last
    assert 'rel="next"' not in last
    assert "1 tot en met 50 van 120" in tess.get("/plaatsen?vanaf=999").text
