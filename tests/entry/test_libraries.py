"""Libraries at their doors: what is sent back as it was answered stays as it was."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client, HTTPResponse

from chalicelib import wiring
from chalicelib.domain.ids import ActivityId
from tests.entry.api_on_fakes import UTRECHT, ApiOnFakes

ADMIN, STAFF, CASE_WORKER = "library_admin", "library_staff", "case_worker"
HERE = f"/libraries/{UTRECHT}"
LIBRARY: dict[str, Any] = {
    "isil": UTRECHT,
    "name": "Bibliotheek Utrecht",
    "contact": {"phone": "030 1", "email": "taal@bibliotheek.example"},
    "serviceArea": ["GM0344"],
    "branches": [
        {
            "isil": "NL-0899041002",
            "name": "Overvecht",
            "place": "Utrecht",
            "latitude": 52.117,
            "longitude": 5.107,
            "facilities": ["step_free"],
        }
    ],
}
CAFE: dict[str, Any] = {
    "sourceId": "cafe",
    "branch": {"isil": "NL-0899041002"},
    "title": "Taalcafé",
    "type": "language_cafe",
    "level": {"min": "pre_a1", "max": "b1"},
    "sessions": [{"weekday": "tue", "start": "10:00", "durationMinutes": 90}],
    "facilities": ["children_welcome"],
}


@pytest.fixture(scope="module")
def app() -> Chalice:
    import app as doors  # noqa: PLC0415 - only these tests need every door

    return doors.app


@pytest.fixture
def api(app: Chalice, monkeypatch: pytest.MonkeyPatch) -> ApiOnFakes:
    api = ApiOnFakes(app)
    monkeypatch.setattr(wiring, "ports", lambda: api.ports)
    assert api.ask(ADMIN, "PUT", HERE, LIBRARY).status == 200
    return api


def add(api: ApiOnFakes, **changes: Any) -> Any:
    added = api.ask(STAFF, "POST", "/activities", {**CAFE, **changes})
    assert added.status == 201, added.body
    return added


def put_back(api: ApiOnFakes, **changes: Any) -> Any:
    """The activity sent back as it was answered, but for these changes; what is answered."""
    added = add(api, **changes)
    path = f"/activities/{added.body['id']}"
    again = api.ask(STAFF, "PUT", path, added.body, If_Match=added.headers["etag"])
    assert again.status == 200, again.body
    assert again.body == added.body
    return again.body


def change_library(api: ApiOnFakes, **changes: Any) -> None:
    assert api.ask(ADMIN, "PUT", HERE, {**LIBRARY, **changes}).status == 200


def now(api: ApiOnFakes, activity: Any) -> Any:
    return api.ask(CASE_WORKER, "GET", f"/activities/{activity['id']}").body


def test_what_was_inherited_is_inherited_still_after_a_round_trip(api: ApiOnFakes) -> None:
    activity = put_back(api)
    assert activity["serviceArea"] == ["GM0344"]
    branch = {**LIBRARY["branches"][0], "facilities": []}
    other = {"phone": "030 2", "email": None}
    change_library(api, serviceArea=["GM0363"], contact=other, branches=[branch])
    after = now(api, activity)
    assert (after["serviceArea"], after["contact"]) == (["GM0363"], other)
    assert after["facilities"] == ["children_welcome"], "the building's were the building's"


def test_what_is_its_own_stays_its_own(api: ApiOnFakes) -> None:
    own = {"phone": "030 7", "email": None}
    activity = put_back(api, serviceArea=["GM0310"], contact=own)
    assert activity["contact"] == {"phone": "030 7", "email": "taal@bibliotheek.example"}
    change_library(api, serviceArea=["GM0363"], contact={"phone": "030 2", "email": "b@c.example"})
    after = now(api, activity)
    assert after["serviceArea"] == ["GM0310"]
    assert after["contact"] == {"phone": "030 7", "email": "b@c.example"}


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        ({}, "midden"),  # a café, by volunteers, in Utrecht
        ({"closedInSchoolHolidays": None}, None),
        ({"closedInSchoolHolidays": "zuid"}, "zuid"),
        ({"type": "language_house_desk"}, None),
    ],
)
def test_who_says_nothing_of_school_holidays_is_closed_by_type_and_place(
    api: ApiOnFakes, said: dict[str, Any], closed: str | None
) -> None:
    assert add(api, **said).body["closedInSchoolHolidays"] == closed


def test_a_library_names_its_own_region(api: ApiOnFakes) -> None:
    change_library(api, holidayRegion="noord")
    assert add(api).body["closedInSchoolHolidays"] == "noord"


def test_a_library_sent_back_as_it_was_answered_is_the_same(api: ApiOnFakes) -> None:
    api.ask(ADMIN, "PUT", f"{HERE}/pause", {"from": "2026-12-19", "until": "2027-01-03"})
    read = api.ask(ADMIN, "GET", HERE)
    again = api.ask(ADMIN, "PUT", HERE, read.body, If_Match=read.headers["etag"])
    assert (again.status, again.body) == (200, read.body)
    stale = api.ask(ADMIN, "PUT", HERE, read.body, If_Match=read.headers["etag"])
    assert stale.status == 412


def test_a_branch_that_is_missed_is_named(api: ApiOnFakes) -> None:
    add(api)
    refused = api.ask(ADMIN, "PUT", HERE, {**LIBRARY, "branches": []})
    assert refused.status == 400
    assert refused.body["invalidParams"] == [
        {
            "name": "branches (NL-0899041002)",
            "reason": "Hier zijn nog activiteiten; verplaats of stop die eerst.",
        }
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"from": "2027-01-03", "until": "2026-12-19"},
        {"from": "2026-01-01", "until": "2027-02-01"},
        {"from": "2026-12-19"},
        {"from": "soon", "until": "later"},
        {},
    ],
)
def test_a_pause_that_cannot_be_is_refused(api: ApiOnFakes, body: dict[str, str]) -> None:
    assert api.ask(ADMIN, "PUT", f"{HERE}/pause", body).status == 400
    assert api.ask(ADMIN, "GET", HERE).body["pause"] is None


def test_a_pause_is_shown_and_lifted(api: ApiOnFakes) -> None:
    pause = {"from": "2026-12-19", "until": "2027-01-03"}
    assert api.ask(ADMIN, "PUT", f"{HERE}/pause", pause).body["pause"] == pause
    assert api.ask(STAFF, "DELETE", f"{HERE}/pause").status == 403
    assert api.ask(ADMIN, "DELETE", f"{HERE}/pause").body["pause"] is None
    assert api.ask(ADMIN, "DELETE", "/libraries/NL-0899010000/pause").status == 404


@pytest.mark.parametrize("body", [{}, {"count": 1, "change": 1}, {"count": -1}, {"change": 1.5}])
def test_who_comes_by_themselves_are_counted_or_moved(api: ApiOnFakes, body: Any) -> None:
    path = f"/activities/{add(api, capacity=10).body['id']}/taken-elsewhere"
    assert api.ask(STAFF, "PUT", path, body).status == 400
    assert api.ask(STAFF, "PUT", path, {"count": 4}).body["takenElsewhere"] == 4
    assert api.ask(STAFF, "PUT", path, {"change": -1}).body["seatsLeft"] == 7
    moved = api.ask(STAFF, "PUT", path, {"change": -9})
    assert (moved.body["takenElsewhere"], moved.headers["etag"]) == (0, '"1"')


@pytest.mark.parametrize(
    "body", [{}, {"all": False}, {"all": True, "ids": ["a"]}, {"ids": "a"}, {"ids": [1]}]
)
def test_a_confirmation_names_some_or_all(api: ApiOnFakes, body: Any) -> None:
    assert api.ask(STAFF, "POST", "/activities/confirmations", body).status == 400


def test_a_confirmation_moves_the_day_and_not_the_etag(api: ApiOnFakes) -> None:
    added = add(api)
    api.ports.activities.confirm([ActivityId(added.body["id"])], on=date(2026, 8, 1))
    confirmed = api.ask(STAFF, "POST", "/activities/confirmations", {"ids": [added.body["id"]]})
    assert confirmed.body == {"confirmed": 1}
    read = api.ask(STAFF, "GET", f"/activities/{added.body['id']}")
    assert (read.body["lastConfirmedOn"], read.headers["etag"]) == ("2026-11-23", '"1"')


@pytest.fixture
def browser(app: Chalice) -> Iterator[Client]:
    with Client(app) as client:
        yield client


def link(api: ApiOnFakes, days: int = 30) -> str:
    last_day = api.ports.now().date() + timedelta(days=days)
    return f"/klopt/{api.ports.derivation.library_link(UTRECHT, last_day=last_day)}"


def old(api: ApiOnFakes, **changes: Any) -> ActivityId:
    """An activity that was last confirmed in August."""
    id_ = ActivityId(add(api, **changes).body["id"])
    api.ports.activities.confirm([id_], on=date(2026, 8, 1))
    return id_


def test_the_page_asks_and_only_its_button_confirms(api: ApiOnFakes, browser: Client) -> None:
    id_ = old(api)
    page = browser.http.get(link(api))
    assert page.status_code == 200
    assert b'<form method="post"><button>' in page.body
    assert b"Taalcaf" in page.body
    assert api.ports.activities.get(id_).last_confirmed_on == date(2026, 8, 1)
    pressed = browser.http.post(link(api), headers={"Content-Type": "text/plain"}, body=b"")
    assert (pressed.status_code, pressed.headers["Location"]) == (303, link(api))
    assert api.ports.activities.get(id_).last_confirmed_on == date(2026, 11, 23)
    after = browser.http.get(link(api))
    assert b"<form" not in after.body


def test_the_page_runs_no_script_and_shows_what_libraries_write_as_text(
    api: ApiOnFakes, browser: Client
) -> None:
    old(api, title='<script>alert(1)</script> & "zo" \'')
    page = browser.http.get(link(api))
    assert b"<script" not in page.body
    assert b"&lt;script&gt;" in page.body
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_pages_style_is_the_one_its_policy_allows(api: ApiOnFakes, browser: Client) -> None:
    import base64  # noqa: PLC0415 - here alone
    import hashlib  # noqa: PLC0415

    old(api)
    page = browser.http.get(link(api))
    style = re.search(rb"<style>(.*)</style>", page.body, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1]).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]


def test_every_link_that_opens_nothing_gets_the_same_page(api: ApiOnFakes, browser: Client) -> None:
    old(api)
    good = link(api)
    answers: list[HTTPResponse] = []
    for bad in (link(api, days=-1), good[:-1] + "x", "/klopt/x", good.replace("904", "901")):
        answers += [browser.http.get(bad), browser.http.post(bad, body=b"")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
