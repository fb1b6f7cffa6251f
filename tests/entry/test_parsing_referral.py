"""A referral and its correction at the door."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.person import Person
from chalicelib.domain.vocabulary import Channel
from chalicelib.entry.json_body import NotJson
from chalicelib.entry.parsing.correction import correction
from chalicelib.entry.parsing.phone import e164, is_dutch_mobile
from chalicelib.entry.parsing.referral import order, referral_fields
from tests.fakes.making import a_person, a_referral

BODY: dict[str, Any] = {
    "location": {"postcode": "3562"},
    "languageLevel": "a1",
    "clientReference": "UTR-2026-00123",
    "assignedTo": "team-oost",
    "person": {"firstName": "Amina", "phone": "06 12345678", "contactLanguage": "ar"},
    "agreement": {"refer": True, "sms": True, "reportBack": True, "recordedOn": "2026-11-20"},
    "countHours": True,
    "note": "belt liever niet",
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The body with one member changed, by its path."""
    head, _, rest = path.partition(".")
    if not rest:
        return {**BODY, head: value}
    return {**BODY, head: {**BODY[head], rest: value}}


def without(path: str) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    if not rest:
        return {name: value for name, value in BODY.items() if name != head}
    return {**BODY, head: {name: v for name, v in BODY[head].items() if name != rest}}


def faults(body: Any) -> set[str]:
    with pytest.raises(InvalidRequest) as raised:
        referral_fields(body)
    return {fault.name for fault in raised.value.faults}


def test_an_order_is_what_was_sent() -> None:
    made = order(referral_fields(BODY), residence="GM0344", body=BODY)
    assert made.person == Person("Amina", "+31612345678", "belt liever niet")
    assert made.agreement == Agreement(
        refer=True, sms=True, report_back=True, recorded_on=date(2026, 11, 20)
    )
    assert (made.channel, made.contact_language) == (Channel.SMS, "ar")
    assert (made.client_reference, made.assigned_to) == ("UTR-2026-00123", "team-oost")
    assert made.count_hours
    assert made.body == BODY
    assert made.need.body == {"location": {"postcode": "3562"}, "languageLevel": "a1"}
    assert made.need.unplaced.residence == "GM0344"


def test_nothing_of_the_person_is_kept_with_the_need() -> None:
    made = order(referral_fields(BODY), residence="GM0344", body=BODY)
    assert "Amina" not in str(made.need)
    assert "Amina" not in repr(made.person)


@pytest.mark.parametrize("channel", ["letter", "via_case_worker"])
def test_on_another_channel_neither_number_nor_agreement_to_texts_is_needed(channel: str) -> None:
    body = changed("person", {"firstName": "A", "contactLanguage": "nl", "channel": channel})
    body["agreement"] = {"refer": True, "recordedOn": "2026-11-20"}
    assert referral_fields(body).person.phone is None


def test_a_foreign_number_is_kept_for_a_letter() -> None:
    person = {"firstName": "A", "phone": "+380 50 123 4567", "contactLanguage": "uk"}
    body = changed("person", {**person, "channel": "letter"})
    assert referral_fields(body).person.phone == "+380501234567"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (without("person"), {"person"}),
        (without("agreement"), {"agreement"}),
        (without("person.firstName"), {"person.firstName"}),
        (without("person.phone"), {"person.phone"}),
        (changed("person.phone", None), {"person.phone"}),
        (changed("person.phone", "12345"), {"person.phone"}),
        (changed("person.phone", "+380501234567"), {"person.phone"}),
        (changed("person.phone", "030 2345678"), {"person.phone"}),  # no mobile
        (changed("person.phone", "097012345678"), {"person.phone"}),  # a machine's
        (changed("person.phone", 612345678), {"person.phone"}),
        (changed("person.phone", "0" * 33), {"person.phone"}),
        (changed("person.firstName", ""), {"person.firstName"}),
        (changed("person.firstName", "x" * 65), {"person.firstName"}),
        (changed("person.firstName", "A\x00"), {"person.firstName"}),
        (changed("person.firstName", "Amina 111222333"), {"person.firstName"}),
        (changed("person.contactLanguage", "xx"), {"person.contactLanguage"}),
        (changed("person.channel", "email"), {"person.channel"}),
        (changed("person.lastName", "x"), {"person.lastName"}),
        (changed("agreement.refer", False), {"agreement.refer"}),  # noqa: FBT003
        (without("agreement.refer"), {"agreement.refer"}),
        (changed("agreement.refer", 1), {"agreement.refer"}),
        (changed("agreement.sms", False), {"agreement.sms"}),  # noqa: FBT003
        (without("agreement.sms"), {"agreement.sms"}),
        (changed("agreement.recordedOn", "20-11-2026"), {"agreement.recordedOn"}),
        (without("agreement.recordedOn"), {"agreement.recordedOn"}),
        (changed("clientReference", "111222333"), {"clientReference"}),
        (changed("clientReference", "V2812345678"), {"clientReference"}),
        (changed("clientReference", ""), {"clientReference"}),
        (changed("assignedTo", "x" * 65), {"assignedTo"}),
        (changed("note", "BSN: 111222333"), {"note"}),
        (changed("note", "V-nummer 2812345678"), {"note"}),
        (changed("note", "x" * 2001), {"note"}),
        (changed("note", "a\x07b"), {"note"}),
        (changed("countHours", "yes"), {"countHours"}),
        (changed("bsn", "x"), {"bsn"}),
        (changed("limit", 3), {"limit"}),
        ([], {"body"}),
        (None, {"body"}),
        ({"person": "x", "agreement": 7}, {"location", "languageLevel", "person", "agreement"}),
    ],
)
def test_a_fault_is_named_where_it_is(body: Any, names: set[str]) -> None:
    assert faults(body) == names


def test_faults_of_one_field_and_of_fields_together_are_told_at_once() -> None:
    body = changed("agreement", {"refer": False, "sms": False, "recordedOn": "x"})
    body["person"] = {"firstName": "", "contactLanguage": "xx"}
    body["languageLevel"] = "z"
    assert faults(body) == {
        "languageLevel",
        "person.firstName",
        "person.contactLanguage",
        "person.phone",
        "agreement.refer",
        "agreement.sms",
        "agreement.recordedOn",
    }


@pytest.mark.parametrize(
    "note", ["bel 06-12345678", "dossier 2026/17", "regel 1\nregel 2\ten verder", ""]
)
def test_a_note_may_hold_a_telephone_number_and_lines(note: str) -> None:
    assert referral_fields(changed("note", note)).note == note


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("06 12345678", "+31612345678"),  # as on a form
        ("0612345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("0031 6 1234 5678", "+31612345678"),  # as from a foreign phone
        ("+31 (0)6-12345678", "+31612345678"),  # as on a letterhead
        ("+31612345678", "+31612345678"),
        ("612345678", "+31612345678"),  # its zero lost in a table
        ("+380 50 123 4567", "+380501234567"),
    ],
)
def test_a_number_is_understood_as_people_write_it(written: str, dialled: str) -> None:
    assert e164(written) == dialled


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+31612345678", True),
        ("+31302345678", False),
        ("+3197012345678", False),
        ("+380501234567", False),
        ("+316123456789", False),
        ("+3161234567", False),
    ],
)
def test_texts_go_to_dutch_mobiles_only(number: str, *, mobile: bool) -> None:
    assert is_dutch_mobile(number) == mobile


CURRENT = a_referral(
    asked={"location": {"postcode": "3562"}, "languageLevel": "a1", "travel": {"mode": "walk"}}
)


def corrected(patch: Any) -> Any:
    return correction(patch, CURRENT, a_person(), residence="GM0344")


def test_an_empty_patch_changes_nothing() -> None:
    found = corrected({})
    assert (found.need, found.person, found.agreement, found.reassigns) == (None, None, None, False)
    assert (found.channel, found.contact_language) == (None, None)


def test_a_patch_of_the_need_is_laid_over_what_was_asked() -> None:
    need = corrected({"languageLevel": "a2", "travel": {"maxMinutes": 15}}).need
    assert need.body == {
        "location": {"postcode": "3562"},
        "languageLevel": "a2",
        "travel": {"mode": "walk", "maxMinutes": 15},
    }
    assert need.unplaced.max_minutes == 15


def test_null_takes_a_member_of_the_need_away() -> None:
    assert corrected({"travel": None}).need.unplaced.mode == "bicycle"


def test_a_place_is_exchanged_whole() -> None:
    assert corrected({"location": {"place": "Utrecht"}}).need.body["location"] == {
        "place": "Utrecht"
    }


def test_a_patch_of_the_person_keeps_what_it_does_not_name() -> None:
    found = corrected({"person": {"firstName": "Aminah"}})
    assert found.person == replace(a_person(), first_name="Aminah")
    assert (found.channel, found.contact_language, found.need) == (Channel.SMS, "ar", None)


def test_a_patch_of_the_note_keeps_the_person() -> None:
    assert corrected({"note": "anders"}).person == replace(a_person(), note="anders")
    assert corrected({"note": None}).person.note == ""


def test_a_patch_of_the_agreement_keeps_what_it_does_not_name() -> None:
    found = corrected({"agreement": {"reportBack": False}})
    assert found.agreement == replace(CURRENT.agreement, report_back=False)


def test_who_takes_back_her_yes_to_texts_is_reached_by_her_case_worker() -> None:
    found = corrected({"agreement": {"sms": False}})
    assert found.agreement == replace(CURRENT.agreement, sms=False)
    assert found.channel is Channel.VIA_CASE_WORKER


@pytest.mark.parametrize("to", ["team-oost", None])
def test_a_patch_gives_the_referral_to_somebody_or_to_nobody(to: str | None) -> None:
    found = corrected({"assignedTo": to})
    assert (found.reassigns, found.assigned_to) == (True, to)


@pytest.mark.parametrize(
    ("patch", "names"),
    [
        ({"clientReference": "x"}, {"clientReference"}),
        ({"status": "closed", "version": 1}, {"status", "version"}),
        ({"languageLevel": "z", "note": "111222333"}, {"languageLevel", "note"}),
        ({"location": None}, {"location"}),
        ({"agreement": {"refer": False}}, {"agreement.refer"}),
        (
            {"agreement": {"sms": False}, "person": {"channel": "sms"}},
            {"agreement.sms"},
        ),
        ({"person": {"phone": None}}, {"person.phone"}),
        ({"person": {"phone": "030 2345678"}}, {"person.phone"}),
        ({"person": None}, {"person"}),
        ({"person": {"lastName": "x"}}, {"person.lastName"}),
        ({"travel": {"mode": "fly"}}, {"travel.mode"}),
    ],
)
def test_a_patch_is_checked_as_if_all_were_sent_anew(patch: Any, names: set[str]) -> None:
    with pytest.raises(InvalidRequest) as raised:
        corrected(patch)
    assert {fault.name for fault in raised.value.faults} == names


def test_texts_and_the_agreement_to_them_are_taken_back_together() -> None:
    found = corrected({"agreement": {"sms": False}, "person": {"channel": "letter"}})
    assert not found.agreement.sms
    assert found.channel is Channel.LETTER


@pytest.mark.parametrize("patch", [[], "x", None, 7])
def test_a_patch_is_an_object(patch: object) -> None:
    with pytest.raises(NotJson, match="not_an_object"):
        corrected(patch)
