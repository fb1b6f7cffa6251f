"""The week of a library: who comes, and what one tap does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import decline_intake
from chalicelib.usecases.said import Said
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.activities import FakeActivities
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    CAFE,
    CASE_WORKER,
    id_on,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
)

TUESDAY = timedelta(days=1)  # the meetings of the world are on Tuesdays; it begins on a Monday


@pytest.fixture
def kees(browser: Browser) -> Browser:
    return browser.signed_in_as("library_staff")


def who_chose(ports: FakePorts, activity_id: str, key: str = "key-1") -> Referral:
    referral = referred(ports, key, client_reference=None)
    accept_for_her(referral.id, id_on(referral, activity_id), caller=CASE_WORKER, ports=ports)
    return now_of(referral, ports)


def taps(browser: Browser, button: str, **fields: str) -> Seen:
    token = browser.get("/deze-week").form_token
    return browser.post(f"/deze-week/{button}", {"form_token": token, **fields})


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ["library_staff", "library_admin"])
def test_who_comes_stands_at_her_day(
    browser: Browser, ports: FakePorts, role: str, language: str
) -> None:
    amina = who_chose(ports, "act_cafe")
    page = browser.signed_in_as(role).get(f"/deze-week?taal={language}")
    assert page.status == 200
    assert "Amina" in page.text
    assert placed_on(amina, "act_cafe").code in page.text
    assert 'id="day-2026-11-24"' in page.text
    assert "belt liever niet" not in page.text, "the note stays with her municipality"


def test_a_week_of_nobody_says_so(kees: Browser) -> None:
    assert "Deze week wordt er niemand verwacht." in kees.get("/deze-week").text
    assert "niemand" in kees.get("/deze-week/vrijwilligers").text


def test_other_weeks_are_a_link_away_and_what_is_no_week_is_this_one(
    kees: Browser, ports: FakePorts
) -> None:
    who_chose(ports, "act_cafe")
    assert 'id="day-2026-12-01"' in kees.get("/deze-week?week=2026-12-03").text
    for odd in ("someday", "0001-01-01", "9999-12-31"):
        assert 'id="day-2026-11-24"' in kees.get(f"/deze-week?week={odd}").text
        assert kees.get(f"/deze-week/vrijwilligers?week={odd}").status == 200


def test_nobody_of_a_municipality_sees_it(browser: Browser) -> None:
    browser.signed_in_as("case_worker")
    assert browser.get("/deze-week").status == 403
    assert browser.get("/deze-week/vrijwilligers").status == 403


def test_volunteers_see_a_first_name_and_a_code(kees: Browser, ports: FakePorts) -> None:
    amina = who_chose(ports, "act_cafe")
    text = kees.get("/deze-week/vrijwilligers").text
    assert "Amina" in text
    assert placed_on(amina, "act_cafe").code in text
    for kept in ("612345678", "Arabisch", "A1", 'action="/deze-week'):
        assert kept not in text


def test_a_yes_is_one_tap(kees: Browser, ports: FakePorts) -> None:
    amina = who_chose(ports, "act_group")
    said = taps(kees, "antwoord", placementId=id_on(amina, "act_group"), answer="yes")
    assert said.leads_to == f"/deze-week?gedaan={id_on(amina, 'act_group')}"
    assert "U zei ja." in kees.get("/deze-week").text
    assert states(now_of(amina, ports))["act_group"] == "confirmed"


def test_a_no_has_its_reason(kees: Browser, ports: FakePorts) -> None:
    amina = who_chose(ports, "act_group")
    taps(kees, "antwoord", placementId=id_on(amina, "act_group"), answer="full")
    after = placed_on(now_of(amina, ports), "act_group")
    assert (after.state, after.reason) == ("declined", "full")
    again = taps(kees, "antwoord", placementId=id_on(amina, "act_group"), answer="yes")
    assert again.status == 303
    assert "Dit kon niet meer" in kees.get("/deze-week").text


@pytest.mark.parametrize("answer", ["yes", "full"])
def test_an_answer_is_taken_back_with_one_tap(kees: Browser, ports: FakePorts, answer: str) -> None:
    amina = who_chose(ports, "act_group")
    placement_id = id_on(amina, "act_group")
    said = taps(kees, "antwoord", placementId=placement_id, answer=answer)
    assert "Neem dit antwoord terug" in kees.get(said.leads_to).text
    assert taps(kees, "ongedaan", placementId=placement_id).leads_to == "/deze-week"
    assert states(now_of(amina, ports))["act_group"] == "held"
    taps(kees, "ongedaan", placementId=placement_id)
    assert "Dit kon niet meer" in kees.get("/deze-week").text


def test_who_was_there_is_one_tap_and_can_be_corrected(kees: Browser, ports: FakePorts) -> None:
    amina = who_chose(ports, "act_cafe")
    placement_id = id_on(amina, "act_cafe")
    ports.now.forward(TUESDAY)
    kees.signed_in_as("library_staff")
    day = {"placementId": placement_id, "heldOn": "2026-11-24", "part": "day-2026-11-24"}
    assert taps(kees, "aanwezig", presence="present", **day).leads_to == "/deze-week#day-2026-11-24"
    assert states(now_of(amina, ports))["act_cafe"] == "attending"
    assert "was er</span>" in kees.get("/deze-week").text
    taps(kees, "aanwezig", presence="absent", **day)
    assert "was er niet</span>" in kees.get("/deze-week").text
    assert ports.ledger.entries(key_of(amina))[-1].kind == "struck"


def test_all_of_a_meeting_are_there_with_one_tap(kees: Browser, ports: FakePorts) -> None:
    both = [who_chose(ports, "act_cafe", key) for key in ("key-1", "key-2")]
    ports.now.forward(TUESDAY)
    page = kees.signed_in_as("library_staff").get("/deze-week")
    assert "Alle 2 waren er" in page.text
    fields = [("form_token", page.form_token), ("heldOn", "2026-11-24"), ("presence", "present")]
    fields += [("placementId", id_on(one, "act_cafe")) for one in both]
    kees.post("/deze-week/aanwezig", fields)
    assert {states(now_of(one, ports))["act_cafe"] for one in both} == {"attending"}


def test_one_who_changed_her_mind_does_not_keep_the_others_from_being_noted(
    kees: Browser, ports: FakePorts
) -> None:
    left, there = (who_chose(ports, "act_cafe", key) for key in ("key-1", "key-2"))
    ports.now.forward(TUESDAY)
    page = kees.signed_in_as("library_staff").get("/deze-week")
    cafe = id_on(left, "act_cafe")
    decline_intake(Said(UTRECHT, placement_id=cafe), LibraryDeclineReason.OTHER, ports=ports)
    fields = [("form_token", page.form_token), ("heldOn", "2026-11-24"), ("presence", "present")]
    fields += [("placementId", id_on(one, "act_cafe")) for one in (left, there)]
    kees.post("/deze-week/aanwezig", fields)
    assert states(now_of(there, ports))["act_cafe"] == "attending"
    assert "Dit kon niet meer" in kees.get("/deze-week").text


def test_an_intake_is_planned_on_the_clock_of_amsterdam(kees: Browser, ports: FakePorts) -> None:
    amina = who_chose(ports, "act_group")
    placement_id = id_on(amina, "act_group")
    taps(kees, "intake", placementId=placement_id, day="2026-11-26", start="14:30")
    planned = placed_on(now_of(amina, ports), "act_group").scheduled_at
    assert planned is not None
    assert planned.isoformat() == "2026-11-26T13:30:00+00:00"
    assert "Intake gepland op" in kees.get("/deze-week").text
    assert taps(kees, "intake", placementId=placement_id, day="soon", start="").status == 400


@pytest.mark.parametrize(("what", "state"), [("attended", "attending"), ("met", "confirmed")])
def test_a_code_at_the_desk_is_enough(
    kees: Browser, ports: FakePorts, what: str, state: str
) -> None:
    amina = referred(ports)
    code = placed_on(amina, "act_group").code
    assert taps(kees, "balie", code=f"{code[:2]} {code[2:]}", what=what).status == 303
    assert states(now_of(amina, ports))["act_group"] == state


@pytest.mark.parametrize("code", ["", "12", "abcd", "0000"])
def test_a_code_that_is_none_is_said_at_its_field(
    kees: Browser, ports: FakePorts, code: str
) -> None:
    amina = referred(ports)
    said = taps(kees, "balie", code=code, what="attended")
    assert said.status == 400
    assert 'id="code-fault"' in said.text
    assert f'value="{code}"' in said.text
    assert now_of(amina, ports) == amina


def test_a_code_for_a_place_that_is_gone_says_what_to_do(kees: Browser, ports: FakePorts) -> None:
    code = placed_on(referred(ports), "act_group").code
    for key in ("key-2", "key-3"):
        who_chose(ports, "act_group", key)
    said = taps(kees, "balie", code=code, what="attended")
    assert said.status == 400
    assert "De laatste plek is net vergeven." in said.text


@pytest.mark.parametrize(
    ("button", "fields"),
    [
        ("antwoord", {"answer": "yes"}),
        ("aanwezig", {"heldOn": "2026-11-23", "presence": "present"}),
        ("intake", {"day": "2026-11-26", "start": "14:30"}),
    ],
)
def test_what_is_another_librarys_is_not_there(
    kees: Browser, ports: FakePorts, button: str, fields: dict[str, str]
) -> None:
    amina = who_chose(ports, "act_group")
    assert placed_on(amina, "act_group").library == UTRECHT
    assert taps(kees, button, placementId="plc_unknown", **fields).status == 404


def test_what_no_button_of_ours_sends_is_refused(kees: Browser, ports: FakePorts) -> None:
    amina = who_chose(ports, "act_group")
    placement_id = id_on(amina, "act_group")
    assert taps(kees, "antwoord", placementId=placement_id, answer="maybe").status == 400
    tomorrow = {"heldOn": "2026-11-24", "presence": "present"}
    assert taps(kees, "aanwezig", placementId=placement_id, **tomorrow).status == 400
    odd = taps(kees, "antwoord", placementId=placement_id, answer="yes", week="//evil", part="<")
    assert odd.leads_to == f"/deze-week?gedaan={placement_id}"


def test_who_comes_by_arrangement_is_noted_for_today(kees: Browser, ports: FakePorts) -> None:
    ports.activities = FakeActivities([replace(CAFE, sessions=())])
    amina = who_chose(ports, "act_cafe")
    assert "Was er vandaag" in kees.get("/deze-week").text
    today = {"heldOn": "2026-11-23", "presence": "present"}
    taps(kees, "aanwezig", placementId=id_on(amina, "act_cafe"), **today)
    assert states(now_of(amina, ports))["act_cafe"] == "attending"
    assert "Was er vandaag" not in kees.get("/deze-week").text
