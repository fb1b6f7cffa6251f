"""Correcting a referral by form: what changed is saved, the rest stays, and nothing is lost."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from chalicelib.domain.ids import PlacementId
from chalicelib.domain.referral import Referral
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.order import PlaceAsked
from tests.entry.api_on_fakes import CALLERS
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import a_need_asked, id_on, key_of, now_of, referred

HERS = CALLERS["case_worker"].subject
# Times and a travel time that the form itself would not offer.
NEED = {
    "location": {"postcode": "3562"},
    "languageLevel": "a1",
    "availability": [{"weekday": "tue", "from": "09:15", "until": "12:00"}],
    "travel": {"mode": "bicycle", "maxMinutes": 25},
}


@pytest.fixture
def amina(ports: FakePorts) -> Referral:
    return referred(ports, assigned_to=HERS, need=a_need_asked(body=NEED))


@pytest.fixture
def noor(browser: Browser) -> Browser:
    return browser.signed_in_as("case_worker")


def path_of(referral: Referral) -> str:
    return f"/verwijzingen/{referral.id}/verbeteren"


def filled_in(page: Seen) -> dict[str, str | list[str]]:
    """The form of this page as a browser would send it back untouched."""
    fields: dict[str, str | list[str]] = {}
    form = page.text[page.text.index("novalidate>") :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{a}="([^"]*)"', tag) for a in ("name", "value"))
        is_off = "checkbox" in tag or "radio" in tag
        if name and value and not (is_off and " checked" not in tag):
            fields.setdefault(name[1], [])
            fields[name[1]] = [*fields[name[1]], unescape(value[1])]
    selects = re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL)
    for name, options in selects:
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = [chosen[1]] if chosen else [""]
    note = re.search(r"<textarea[^>]*>([^<]*)</textarea>", form)
    return fields | ({"note": [unescape(note[1])]} if note else {})


def saves(browser: Browser, referral: Referral, page: Seen, changed: Mapping[str, str]) -> Seen:
    sent = filled_in(page) | {name: [value] for name, value in changed.items()}
    return browser.post(path_of(referral), sent)


def test_a_form_sent_back_untouched_changes_nothing(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    assert saves(noor, amina, noor.get(path_of(amina)), {}).status == 303
    assert now_of(amina, ports) == amina


def test_what_was_wrong_is_right_and_the_rest_as_it_was(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    page = noor.get(path_of(amina))
    changed = {"person.firstName": "Aminata", "note": "Belt liever", "person.contactLanguage": "tr"}
    assert saves(noor, amina, page, changed).leads_to == f"/verwijzingen/{amina.id}"
    assert now_of(amina, ports).contact_language == "tr"
    assert now_of(amina, ports).asked == amina.asked
    person = ports.referrals.person(key_of(amina))
    assert (person.first_name, person.note) == ("Aminata", "Belt liever")


def test_a_changed_wish_is_matched_again_and_times_from_elsewhere_stay(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    saves(noor, amina, noor.get(path_of(amina)), {"languageLevel": "a2"})
    asked = now_of(amina, ports).asked
    assert asked["languageLevel"] == "a2"
    assert asked["availability"] == NEED["availability"]
    assert asked["travel"] == NEED["travel"]
    need = now_of(amina, ports).need
    assert need is not None
    assert need.level == "a2"


def test_an_agreement_that_is_taken_back_is_taken_back(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    page = noor.get(path_of(amina))
    sent = filled_in(page)
    del sent["agreement.reportBack"]
    assert noor.post(path_of(amina), sent).status == 303
    assert not now_of(amina, ports).agreement.report_back
    assert now_of(amina, ports).agreement.sms


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    page = saves(noor, amina, noor.get(path_of(amina)), {"person.phone": "030 1234567"})
    assert page.status == 400
    assert 'id="person.phone-fault"' in page.text
    assert 'value="030 1234567"' in page.text
    assert now_of(amina, ports) == amina


def test_after_a_choice_her_wishes_stand(noor: Browser, ports: FakePorts, amina: Referral) -> None:
    chosen = PlacementId(id_on(amina, "act_cafe"))
    accept_for_her(amina.id, chosen, caller=CALLERS["case_worker"], ports=ports)
    page = noor.get(path_of(amina))
    assert 'name="languageLevel"' not in page.text
    assert saves(noor, amina, page, {"note": "Komt met de bus"}).status == 303
    assert ports.referrals.person(key_of(amina)).note == "Komt met de bus"


def test_when_somebody_was_first_both_changes_hold(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    page = noor.get(path_of(amina))
    saves(noor, amina, noor.get(path_of(amina)), {"person.contactLanguage": "tr"})
    second = saves(noor, amina, page, {"note": "Belt liever"})
    assert second.status == 409
    assert "Belt liever" in second.text
    assert saves(noor, amina, second, {}).status == 303
    assert now_of(amina, ports).contact_language == "tr"
    assert ports.referrals.person(key_of(amina)).note == "Belt liever"


def test_a_form_that_was_not_hers_saves_nothing(
    noor: Browser, ports: FakePorts, amina: Referral
) -> None:
    page = noor.get(path_of(amina))
    assert saves(noor, amina, page, {"kept": "", "note": "x"}).leads_to == path_of(amina)
    assert now_of(amina, ports) == amina


def test_what_fits_and_what_does_not_is_one_page(noor: Browser, amina: Referral) -> None:
    page = noor.get(f"/verwijzingen/{amina.id}/passend")
    assert "Hoe is dit berekend?" in page.text
    assert "<svg" in page.text


def test_where_nobody_knows_her_place_that_is_said_and_can_be_mended(
    noor: Browser, ports: FakePorts
) -> None:
    body = {"location": {"place": "Nergens"}, "languageLevel": "a1"}
    nowhere = a_need_asked(place=PlaceAsked(name="Nergens"), body=body)
    unplaced = referred(ports, assigned_to=HERS, need=nowhere)
    assert "Deze plaats kennen wij niet." in noor.get(f"/verwijzingen/{unplaced.id}/passend").text
    sent = saves(noor, unplaced, noor.get(path_of(unplaced)), {"location": "3562"})
    assert sent.status == 303, sent.text
    assert now_of(unplaced, ports).placements
