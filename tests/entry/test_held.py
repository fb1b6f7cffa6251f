"""Everything held about one person: as data, and as a page that she can read."""

from collections.abc import Iterator

import pytest

from chalicelib import wiring
from tests.entry.api_on_fakes import ApiOnFakes
from tests.entry.walk import NEED

CANARY = "Zonnebloem"


@pytest.fixture
def api() -> Iterator[ApiOnFakes]:
    import app as doors  # noqa: PLC0415 - only these tests need every door

    api = ApiOnFakes(doors.app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "ports", lambda: api.ports)
        yield api


def a_referral(api: ApiOnFakes) -> str:
    body = {
        **NEED,
        "person": {"firstName": CANARY, "phone": "0612345678", "contactLanguage": "ar"},
        "agreement": {"refer": True, "sms": True, "recordedOn": "2026-11-20"},
        "note": "belt liever niet",
    }
    made = api.ask("case_worker", "POST", "/referrals", body, Idempotency_Key="held")
    return str(made.body["id"])


def test_it_says_who_she_is_what_she_agreed_to_in_which_words_and_who_looked(
    api: ApiOnFakes,
) -> None:
    id_ = a_referral(api)
    api.ask("case_worker", "GET", f"/referrals/{id_}")
    held = api.ask("case_worker", "GET", f"/referrals/{id_}/person").body
    assert held["person"]["firstName"] == CANARY
    assert held["person"]["note"] == "belt liever niet"
    assert held["need"]["languageLevel"] == "a1"
    assert [(a["to"], a["given"]) for a in held["agreements"]] == [
        ("refer", True),
        ("sms", True),
        ("report_back", False),
    ]
    assert "vrijwillig" in held["agreements"][0]["wording"]
    assert [look["purpose"] for look in held["looks"]] == ["follow", "export"]


def test_as_a_page_it_says_the_same_in_words(api: ApiOnFakes) -> None:
    id_ = a_referral(api)
    page = api.ask("case_worker", "GET", f"/referrals/{id_}/person", Accept="text/html")
    assert page.headers["content-type"].startswith("text/html")
    html = page.raw.decode()
    for said in (CANARY, "belt liever niet", "page.held.looks", "page.held.for_export"):
        assert said in html


def test_her_yes_to_texts_can_be_taken_back_without_saying_how_else(api: ApiOnFakes) -> None:
    id_ = a_referral(api)
    read = api.ask("case_worker", "GET", f"/referrals/{id_}")
    patch = {"agreement": {"sms": False, "recordedOn": "2026-11-23"}}
    path, tag = f"/referrals/{id_}", read.headers["etag"]
    now = api.ask("case_worker", "PATCH", path, patch, If_Match=tag)
    assert now.status == 200
    assert now.body["channel"] == "via_case_worker"
    said = api.ask("case_worker", "GET", f"{path}/person").body["agreements"][-1]
    assert (said["to"], said["given"], said["recordedOn"]) == ("sms", False, "2026-11-23")


def test_her_yes_to_being_referred_is_taken_back_by_erasing_or_withdrawing(
    api: ApiOnFakes,
) -> None:
    id_ = a_referral(api)
    tag = api.ask("case_worker", "GET", f"/referrals/{id_}").headers["etag"]
    patch = {"agreement": {"refer": False}}
    assert api.ask("case_worker", "PATCH", f"/referrals/{id_}", patch, If_Match=tag).status == 400
