"""Refer in four steps: what is asked, kept, checked, shown, and stored exactly once."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import ReferralQuery
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.ports import FakePorts

STEP_1 = {"person.firstName": "Amina", "person.contactLanguage": "ar", "person.channel": "sms"}
STEP_1 |= {"person.phone": "06 12345678"}
STEP_2 = {"languageLevel": "a1", "reading": "latin", "themes": "language"}
STEP_3 = {
    "location": "3562 AB",
    "times": "any",
    "travel.mode": "bicycle",
    "travel.maxMinutes": "45",
}
STEP_4 = {"agreement.refer": "yes", "agreement.sms": "yes"}
STEPS = (STEP_1, STEP_2, STEP_3, STEP_4)


@pytest.fixture
def noor(browser: Browser) -> Browser:
    return browser.signed_in_as("case_worker")


def fills_in(
    browser: Browser,
    page: Seen,
    fields: Mapping[str, str],
    *,
    path: str = "/verwijzen",
    to: str = "",
) -> Seen:
    """The form of this page, sent with these answers."""
    hidden = {
        name: unescape(found[1])
        for name in ("kept", "step")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page.text))
    }
    return browser.post(path, {"form_token": page.form_token, "to": to} | hidden | dict(fields))


def at_step(browser: Browser, number: int) -> Seen:
    page = browser.get("/verwijzen")
    for fields in STEPS[: number - 1]:
        page = fills_in(browser, page, fields)
        assert page.status == 200, page.text
    return page


def stored(ports: FakePorts, role: str = "case_worker") -> list[Referral]:
    page = ports.referrals.list(ReferralQuery(CALLERS[role].organisation))
    return list(page.items)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_somebody_is_referred_in_four_steps(noor: Browser, ports: FakePorts, language: str) -> None:
    noor.get(f"/verwijzen?taal={language}")
    sent = fills_in(noor, at_step(noor, 4), STEP_4)
    (referral,) = stored(ports)
    assert sent.leads_to == f"/verwijzingen/{referral.id}"
    assert referral.asked["location"] == {"postcode": "3562"}
    assert referral.placements
    assert referral.messages


def test_nothing_is_stored_before_the_last_step_and_nothing_personal_stands_in_an_address(
    noor: Browser, ports: FakePorts
) -> None:
    page = at_step(noor, 4)
    assert stored(ports) == []
    assert 'action="/verwijzen"' in page.text


def test_sending_the_last_step_twice_refers_once(noor: Browser, ports: FakePorts) -> None:
    page = at_step(noor, 4)
    first, again = (fills_in(noor, page, STEP_4) for _ in range(2))
    assert first.leads_to == again.leads_to
    assert len(stored(ports)) == 1


def test_sending_it_once_more_with_other_answers_shows_what_was_sent(
    noor: Browser, ports: FakePorts
) -> None:
    page = at_step(noor, 4)
    first = fills_in(noor, page, STEP_4)
    again = fills_in(noor, page, STEP_4 | {"note": "Belt liever"})
    assert again.leads_to == first.leads_to
    assert "Verbeter haar gegevens" in noor.get(again.leads_to).text
    assert len(stored(ports)) == 1


def test_what_was_answered_is_still_there_when_she_goes_back(noor: Browser) -> None:
    page = fills_in(noor, at_step(noor, 4), {"note": "Belt liever"}, to="3")
    assert 'value="3562 AB"' in page.text
    page = fills_in(noor, page, STEP_3, to="1")
    assert 'value="Amina"' in page.text
    for fields in (STEP_1, STEP_2, STEP_3):
        page = fills_in(noor, page, fields)
    assert "Belt liever" in page.text


@pytest.mark.parametrize(
    ("number", "changes", "fields"),
    [
        (1, {"person.firstName": "", "person.contactLanguage": ""}, STEP_1),
        (1, {"person.phone": ""}, STEP_1),
        (1, {"person.phone": "030 1234567"}, STEP_1),
        (1, {"person.firstName": "123456782"}, STEP_1),
        (2, {"languageLevel": ""}, STEP_2),
        (2, {"languageLevel": "c2"}, STEP_2),
        (3, {"location": ""}, STEP_3),
        (3, {"location": "356"}, STEP_3),
        (3, {"travel.maxMinutes": "9999999"}, STEP_3),
        (4, {"agreement.refer": ""}, STEP_4),
        (4, {"agreement.sms": ""}, STEP_4),
    ],
)
def test_what_is_wrong_is_said_on_top_and_at_its_field(
    noor: Browser, ports: FakePorts, number: int, changes: dict[str, str], fields: dict[str, str]
) -> None:
    page = fills_in(noor, at_step(noor, number), fields | changes)
    assert page.status == 400
    assert f'name="step" value="{number}"' in page.text
    for name in changes:
        assert f'href="#{name}"' in page.text
        assert f'id="{name}-fault"' in page.text
    assert stored(ports) == []


def test_what_is_wrong_is_said_in_english_on_an_english_page(noor: Browser) -> None:
    noor.get("/verwijzen?taal=en")
    page = fills_in(noor, at_step(noor, 1), STEP_1 | {"person.firstName": ""})
    assert "First name: This field is required." in page.text


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("school_hours", {"weekday": "mon", "from": "08:45", "until": "14:00"}),
        ("evenings", "mon_evening"),
        ("late_shift", "tue_morning"),
        ("own", "sat_morning"),
    ],
)
def test_when_she_can_is_said_in_one_word(
    noor: Browser, ports: FakePorts, times: str, said: object
) -> None:
    page = fills_in(
        noor, at_step(noor, 3), STEP_3 | {"times": times, "availability": "sat_morning"}
    )
    fills_in(noor, page, STEP_4)
    (referral,) = stored(ports)
    assert said in referral.asked["availability"]


def test_what_fits_is_shown_while_she_fills_in_and_again_with_a_button(noor: Browser) -> None:
    page = at_step(noor, 3)
    assert "Vul een postcode of plaats in" in page.text
    part = fills_in(noor, page, STEP_3, path="/verwijzen/passend")
    assert "<html" not in part.text
    assert "Hoe is dit berekend?" in part.text
    assert "Taalcafé" in part.text
    assert "<svg" in part.text
    assert "Hoe is dit berekend?" in fills_in(noor, page, STEP_3, to="3").text


def test_what_does_not_fit_says_what_would(noor: Browser) -> None:
    hardly = STEP_3 | {"times": "weekend"}
    part = fills_in(noor, at_step(noor, 3), hardly, path="/verwijzen/passend").text
    assert "Zou passen als" in part
    assert "zou passen als zij kon op" in part


def test_her_text_is_shown_in_both_languages_before_it_goes_out(noor: Browser) -> None:
    page = at_step(noor, 4)
    assert page.text.count('class="wg-phone"') == 2
    assert 'lang="ar"' in page.text
    assert "sms-delen: " in page.text


@pytest.mark.parametrize("path", ["/verwijzen", "/verwijzen/bericht"])
def test_her_text_is_shown_in_another_language_when_that_is_chosen(
    noor: Browser, path: str
) -> None:
    chosen = {"person.contactLanguage": "nl"}
    page = fills_in(noor, at_step(noor, 4), chosen, path=path, to="4")
    assert page.text.count('class="wg-phone"') == 1


def test_a_language_that_is_not_checked_yet_says_that_the_text_is_dutch(noor: Browser) -> None:
    page = fills_in(noor, at_step(noor, 4), {"person.contactLanguage": "ti"}, to="4")
    assert page.text.count('class="wg-phone"') == 1
    assert "In haar taal is de tekst nog niet nagekeken" in page.text


def test_who_gets_a_letter_needs_no_number_and_no_yes_to_texts(
    noor: Browser, ports: FakePorts
) -> None:
    page = fills_in(
        noor, at_step(noor, 1), STEP_1 | {"person.channel": "letter", "person.phone": ""}
    )
    for fields in (STEP_2, STEP_3):
        page = fills_in(noor, page, fields)
    assert "wg-phone" not in page.text
    assert fills_in(noor, page, {"agreement.refer": "yes"}).status == 303
    assert len(stored(ports)) == 1


def test_who_is_referred_already_is_not_referred_twice_by_accident(
    noor: Browser, ports: FakePorts
) -> None:
    fills_in(noor, at_step(noor, 4), STEP_4)
    page = fills_in(noor, noor.get("/verwijzen"), STEP_1)
    assert page.status == 400
    assert f"/verwijzingen/{stored(ports)[0].id}" in page.text
    assert fills_in(noor, page, STEP_1 | {"otherPerson": "yes"}).status == 200
    sister = STEP_1 | {"person.firstName": "Salma"}
    assert fills_in(noor, page, sister).status == 200


def test_a_reference_that_is_in_use_is_said_at_its_field(noor: Browser) -> None:
    def refers(name: str) -> Seen:
        page = fills_in(
            noor,
            noor.get("/verwijzen"),
            STEP_1 | {"person.firstName": name, "clientReference": "UTR-1"},
        )
        for fields in STEPS[1:]:
            page = fills_in(noor, page, fields)
        return page

    assert refers("Amina").status == 303
    assert 'id="clientReference-fault"' in refers("Salma").text


def test_a_partner_says_where_she_lives(browser: Browser, ports: FakePorts) -> None:
    browser.signed_in_as("partner_referrer")
    assert 'id="residence-fault"' in fills_in(browser, at_step(browser, 3), STEP_3).text
    page = at_step(browser, 3)
    page = fills_in(browser, page, STEP_3 | {"residence": "GM0344"})
    assert fills_in(browser, page, STEP_4).status == 303
    assert len(stored(ports, "partner_referrer")) == 1


def test_a_draft_that_somebody_changed_or_that_is_another_s_is_begun_anew(noor: Browser) -> None:
    page = at_step(noor, 2)
    kept = re.search(r'name="kept" value="([^"]*)"', page.text)
    assert kept is not None
    for forged in ("", kept[1][::-1]):
        token = page.form_token
        sent = noor.post("/verwijzen", {"form_token": token, "step": "2", "kept": forged, **STEP_2})
        assert sent.status == 400
        assert 'name="step" value="1"' in sent.text


def test_a_place_that_nobody_knows_does_not_stop_her(noor: Browser, ports: FakePorts) -> None:
    page = fills_in(noor, at_step(noor, 3), STEP_3 | {"location": "Nergenshuizen"})
    assert "Er is nu niets om voor te stellen" in page.text
    assert fills_in(noor, page, STEP_4).status == 303
    assert stored(ports)[0].need is None
