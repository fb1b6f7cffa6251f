"""The library itself: what its administrator changes, and what its staff may see."""

from collections.abc import Mapping

import pytest

from chalicelib.domain.vocabulary import Facility
from tests.entry.pages.browser import Browser, Seen
from tests.fakes.making import OVERVECHT, UTRECHT
from tests.fakes.ports import FakePorts

ITSELF = {
    "name": "Bibliotheek Utrecht",
    "email": "taal@example.nl",
    "serviceArea": "GM0344, GM0363",
}
BRANCH = {
    "isil": "NL-0899041099",
    "name": "Bibliotheek Oost",
    "place": "Utrecht",
    "latitude": "52,09",
    "longitude": "5.13",
    "openingHours": "ma 10:00–17:00\r\n\r\ndi 10:00–20:00",
    "facilities": "step_free",
}


@pytest.fixture
def tess(browser: Browser) -> Browser:
    return browser.signed_in_as("library_admin")


def sends(browser: Browser, path: str, fields: Mapping[str, str]) -> Seen:
    page = browser.get("/bibliotheek")
    version = page.text.split('name="version" value="')[1].split('"')[0]
    return browser.post(path, {"form_token": page.form_token, "version": version} | dict(fields))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ["library_staff", "library_admin"])
def test_everybody_of_it_sees_it(browser: Browser, role: str, language: str) -> None:
    page = browser.signed_in_as(role).get(f"/bibliotheek?taal={language}")
    assert page.status == 200
    assert "Bibliotheek Overvecht" in page.text
    assert ("/vestigingen/nieuw" in page.text) == (role == "library_admin")


def test_its_administrator_changes_it(tess: Browser, ports: FakePorts) -> None:
    sends(tess, "/bibliotheek", ITSELF | {"holidayRegion": "midden"})
    after = ports.libraries.get(UTRECHT)
    assert after.name == "Bibliotheek Utrecht"
    assert after.service_area == {"GM0344", "GM0363"}
    assert after.holiday_region == "midden"
    assert after.branches == (OVERVECHT,)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"serviceArea": "Utrecht"}, "serviceArea"),
        ({"holidayRegion": "oost"}, "holidayRegion"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    tess: Browser, ports: FakePorts, changes: dict[str, str], field: str
) -> None:
    wrong = sends(tess, "/bibliotheek", ITSELF | changes)
    assert wrong.status == 400
    assert f'id="{field}-fault"' in wrong.text
    assert ports.libraries.get(UTRECHT).name != ITSELF["name"]


def test_a_branch_is_added_changed_and_removed(tess: Browser, ports: FakePorts) -> None:
    assert tess.get("/bibliotheek/vestigingen/nieuw").status == 200
    sends(tess, "/bibliotheek/vestigingen/nieuw", BRANCH)
    branch = ports.libraries.get(UTRECHT).branch(BRANCH["isil"])
    assert branch is not None
    assert branch.opening_hours == ("ma 10:00–17:00", "di 10:00–20:00")
    assert branch.facilities == {Facility.STEP_FREE}
    path = f"/bibliotheek/vestigingen/{BRANCH['isil']}"
    assert "di 10:00–20:00" in tess.get(path).text
    sends(tess, path, BRANCH | {"name": "Bibliotheek West", "address": "Plein 1"})
    after = ports.libraries.get(UTRECHT)
    assert [one.name for one in after.branches] == ["Bibliotheek Overvecht", "Bibliotheek West"]
    sends(tess, f"{path}/weg", {})
    assert ports.libraries.get(UTRECHT).branches == (OVERVECHT,)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"isil": "NL-08"}, "isil"),
        ({"isil": OVERVECHT.isil}, "isil"),
        ({"name": ""}, "name"),
        ({"latitude": "noord"}, "latitude"),
        ({"latitude": "nan"}, "latitude"),
        ({"longitude": "99"}, "longitude"),
        ({"facilities": "pool"}, "facilities"),
    ],
)
def test_what_is_wrong_with_a_branch_is_said_at_its_field(
    tess: Browser, ports: FakePorts, changes: dict[str, str], field: str
) -> None:
    wrong = sends(tess, "/bibliotheek/vestigingen/nieuw", BRANCH | changes)
    assert wrong.status == 400
    assert f'id="{field}-fault"' in wrong.text
    assert ports.libraries.get(UTRECHT).branches == (OVERVECHT,)


def test_a_branch_where_something_is_held_stays(tess: Browser, ports: FakePorts) -> None:
    refused = sends(tess, f"/bibliotheek/vestigingen/{OVERVECHT.isil}/weg", {})
    assert refused.status == 400
    assert "Hier zijn nog activiteiten" in refused.text
    assert ports.libraries.get(UTRECHT).branches == (OVERVECHT,)


def test_who_comes_second_hears_that_a_colleague_was_first(tess: Browser, ports: FakePorts) -> None:
    page = tess.get("/bibliotheek")
    version = page.text.split('name="version" value="')[1].split('"')[0]
    fields = {"form_token": page.form_token, "version": version, **ITSELF}
    tess.post("/bibliotheek", fields)
    tess.post("/bibliotheek", fields | {"name": "Daarna"})
    assert "Dit kon niet meer" in tess.get("/bibliotheek").text
    assert ports.libraries.get(UTRECHT).name == ITSELF["name"]


def test_a_branch_that_is_none_is_not_there(tess: Browser) -> None:
    assert tess.get("/bibliotheek/vestigingen/NL-0899010001").status == 404
    assert sends(tess, "/bibliotheek/vestigingen/NL-0899010001", BRANCH).status == 404
    assert sends(tess, "/bibliotheek/vestigingen/NL-0899010001/weg", {}).status == 404


@pytest.mark.parametrize("path", ["", "/vestigingen/nieuw", f"/vestigingen/{OVERVECHT.isil}"])
def test_staff_changes_nothing(browser: Browser, ports: FakePorts, path: str) -> None:
    before = ports.libraries.get(UTRECHT)
    token = browser.signed_in_as("library_staff").get("/bibliotheek").form_token
    assert browser.post(f"/bibliotheek{path}", {"form_token": token, **ITSELF}).status == 403
    assert ports.libraries.get(UTRECHT) == before
