"""The activities of a library: the table, one line at a time, and the whole of one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from chalicelib.domain.catalogue import Activity, Contact, Price, Seats
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.vocabulary import ActivityStatus, ActivityType, Facility
from chalicelib.entry.answers.catalogue import activity_answer
from chalicelib.entry.pages.activity_form import body_of, fields_from
from chalicelib.entry.parsing.activity import ActivityIn, without_server_kept
from chalicelib.entry.parsing.base import parse
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.activities import FakeActivities
from tests.fakes.libraries import FakeLibraries
from tests.fakes.making import a_library, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import BUDDY, CAFE, GROUP

RICH = an_activity(
    "act_rich",
    sessions=(
        Session(time(9, 5), 45, weekday=Weekday.MON, every_weeks=2, valid_from=date(2026, 9, 7)),
        Session(time(10, 0), 60, weekday=Weekday.FRI, monthly_ordinal=-1),
        Session(time(19, 30), 90, on_date=date(2026, 12, 4)),
    ),
    facilities=frozenset({Facility.QUIET}),
    closed_in_school_holidays=HolidayRegion("midden"),
    seats=Seats(capacity=8, taken_elsewhere=2),
    waiting_list=True,
    expected_wait_weeks=6,
    price=Price(Decimal("2.50"), "per keer"),
    own_service_area=frozenset({"GM0344", "GM0363"}),
    service_area=frozenset({"GM0344", "GM0363"}),
    organised_by="Taalpunt",
    contact=Contact(email="x@example.nl"),
    status=ActivityStatus.PAUSED,
)
NEW = {
    "title": "Taal op de fiets",
    "type": "walk_and_talk",
    "branch.isil": "NL-0899041002",
    "entry": "drop_in",
    "level.min": "a1",
    "level.max": "b1",
    "sessions[0].weekday": "wed",
    "sessions[0].start": "10:00",
    "sessions[0].durationMinutes": "90",
    "capacity": "12",
}


@pytest.fixture
def kees(browser: Browser) -> Browser:
    return browser.signed_in_as("library_staff")


def sends(browser: Browser, page: Seen, path: str, fields: Mapping[str, str]) -> Seen:
    """The form of this page with these answers, and what it holds hidden."""
    hidden = {
        name: unescape(found[1])
        for name in ("version", "sourceId")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page.text))
    }
    return browser.post(path, {"form_token": page.form_token} | hidden | dict(fields))


def edits(browser: Browser, activity: Activity, **fields: str) -> Seen:
    page = browser.get(f"/activiteiten?wijzig={activity.id}")
    return sends(browser, page, f"/activiteiten/{activity.id}/regel", fields)


@pytest.mark.parametrize("activity", [CAFE, GROUP, BUDDY, RICH], ids=lambda one: one.id)
def test_a_form_sent_as_it_was_shown_changes_nothing(activity: Activity) -> None:
    def read(body: Any) -> ActivityIn:
        return parse(ActivityIn, body)

    answered = activity_answer(activity)
    assert read(body_of(fields_from(answered))) == read(without_server_kept(answered))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["/activiteiten", "/activiteiten/nieuw", "/activiteiten/act_rich"])
def test_every_page_is_there(kees: Browser, ports: FakePorts, path: str, language: str) -> None:
    ports.activities = FakeActivities([CAFE, RICH])
    page = kees.get(f"{path}?taal={language}")
    assert page.status == 200
    assert "<form" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"act_cafe", "act_rich"}),
        ("q=TAALCAF", {"act_cafe", "act_rich", "act_old"}),
        ("q=src-act_cafe", {"act_cafe"}),
        ("status=paused", {"act_rich"}),
        ("status=inactive", {"act_old"}),
        ("freshness=call_first", {"act_cafe"}),
        ("branch=NL-0899049999", set()),
        ("type=language_buddy", set()),
    ],
)
def test_the_table_shows_what_is_asked_for(
    kees: Browser, ports: FakePorts, query: str, found: set[str]
) -> None:
    old = an_activity("act_old", status=ActivityStatus.INACTIVE)
    stale = replace(CAFE, last_confirmed_on=date(2026, 8, 1))
    ports.activities = FakeActivities([stale, RICH, old])
    page = kees.get(f"/activiteiten?{query}").text
    assert set(re.findall(r'<tr class="utrecht-table__row" id="(\w+)"', page)) == found - (
        {"act_old"} if query.startswith("q=T") else set()
    )


def test_one_line_is_changed_at_a_time(kees: Browser, ports: FakePorts) -> None:
    page = kees.get("/activiteiten?wijzig=act_cafe")
    assert page.text.count("/regel") == 1
    changed = edits(
        kees, CAFE, title="Taalcafé Oost", capacity="", takenElsewhere="3", status="paused"
    )
    assert changed.leads_to == "/activiteiten#act_cafe"
    after = ports.activities.get(CAFE.id)
    assert after.title == "Taalcafé Oost"
    assert after.seats == Seats(capacity=None, taken_elsewhere=3)
    assert after.status is ActivityStatus.PAUSED
    assert after.sessions == CAFE.sessions
    assert after.description == CAFE.description


def test_what_is_wrong_with_a_line_is_said_in_it(kees: Browser, ports: FakePorts) -> None:
    wrong = edits(kees, CAFE, title="", capacity="many", takenElsewhere="-1", status="active")
    assert wrong.status == 400
    for field in ("title", "capacity", "takenElsewhere"):
        assert f'id="{field}-fault"' in wrong.text
    assert 'value="many"' in wrong.text
    assert ports.activities.get(CAFE.id) == CAFE


def test_who_comes_second_hears_that_a_colleague_was_first(kees: Browser, ports: FakePorts) -> None:
    page = kees.get("/activiteiten?wijzig=act_cafe")
    line = {"title": "Eerst", "takenElsewhere": "0", "status": "active"}
    sends(kees, page, "/activiteiten/act_cafe/regel", line)
    sends(kees, page, "/activiteiten/act_cafe/regel", line | {"title": "Daarna"})
    assert "Dit kon niet meer" in kees.get("/activiteiten").text
    assert ports.activities.get(CAFE.id).title == "Eerst"


def test_a_new_activity_is_added_once(kees: Browser, ports: FakePorts) -> None:
    page = kees.get("/activiteiten/nieuw")
    for _ in range(2):
        assert sends(kees, page, "/activiteiten/nieuw", NEW).leads_to == "/activiteiten"
    (added,) = [one for one in ports.activities.all_active() if one.title == NEW["title"]]
    assert added.type is ActivityType.WALK_AND_TALK
    assert added.sessions == (Session(time(10, 0), 90, weekday=Weekday.WED),)
    assert added.closed_in_school_holidays is not None, "as usual for what volunteers do"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"description": "BSN 123456782"}, "description"),
        ({"level.min": "b2", "level.max": "a1"}, "level.min"),
        ({"sessions[0].start": "ten"}, "sessions[0].start"),
        ({"sessions[0].durationMinutes": ""}, "sessions[0].durationMinutes"),
        ({"sessions[0].weekday": ""}, "sessions[0].weekday"),
        ({"sessions[0].except": "tomorrow"}, "sessions[0].except"),
        ({"capacity": "-3"}, "capacity"),
        ({"price.amount": "veel"}, "price.amount"),
        ({"serviceArea": "Utrecht"}, "serviceArea"),
        ({"contact.email": "nobody"}, "contact.email"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    kees: Browser, ports: FakePorts, changes: dict[str, str], field: str
) -> None:
    before = list(ports.activities.all_active())
    page = kees.get("/activiteiten/nieuw")
    wrong = sends(kees, page, "/activiteiten/nieuw", NEW | changes)
    assert wrong.status == 400
    assert f'id="{field}-fault"' in wrong.text
    assert f'href="#{field}"' in wrong.text
    assert list(ports.activities.all_active()) == before


def test_one_more_meeting_is_asked_for_without_losing_anything(kees: Browser) -> None:
    page = kees.get("/activiteiten/nieuw")
    more = sends(kees, page, "/activiteiten/nieuw", NEW | {"more": "yes"})
    assert 'value="Taal op de fiets"' in more.text
    assert 'name="sessions[1].start"' in more.text
    assert 'name="sessions[2].start"' not in more.text


def test_all_of_an_activity_is_changed_on_its_page(kees: Browser, ports: FakePorts) -> None:
    page = kees.get("/activiteiten/act_cafe")
    assert sends(kees, page, "/activiteiten/act_cafe", NEW | {"more": "yes"}).status == 200
    sends(kees, page, "/activiteiten/act_cafe", NEW)
    after = ports.activities.get(CAFE.id)
    assert (after.title, after.source_id) == (NEW["title"], CAFE.source_id)
    again = sends(kees, kees.get("/activiteiten/act_cafe"), "/activiteiten/act_cafe", {"title": ""})
    assert again.status == 400


def test_an_activity_is_stopped(kees: Browser, ports: FakePorts) -> None:
    page = kees.get("/activiteiten/act_cafe")
    sends(kees, page, "/activiteiten/act_cafe/stoppen", {})
    assert ports.activities.get(CAFE.id).status is ActivityStatus.INACTIVE
    assert "/stoppen" not in kees.get("/activiteiten/act_cafe").text


@pytest.mark.parametrize("path", ["", "/regel", "/stoppen"])
def test_another_librarys_activity_is_not_there(kees: Browser, ports: FakePorts, path: str) -> None:
    other = an_activity("act_other", library="NL-0899010000")
    ports.activities = FakeActivities([CAFE, other])
    assert kees.get("/activiteiten/act_other").status == 404
    page = kees.get("/activiteiten/act_cafe")
    assert sends(kees, page, f"/activiteiten/act_other{path}", NEW).status == 404
    assert ports.activities.get(other.id) == other


def test_without_a_branch_nothing_can_be_added(kees: Browser, ports: FakePorts) -> None:
    ports.libraries = FakeLibraries([a_library(branches=())])
    assert "Er is nog geen vestiging" in kees.get("/activiteiten/nieuw").text
