"""Services of Open Referral HSDS 3.0: in from strangers, out as the published schemas ask."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any

import jsonschema_rs
import pytest

from chalicelib.adapters.tables import hsds, hsds_export
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.vocabulary import ActivityStatus, Facility
from chalicelib.usecases.ports import RawRow
from tests.adapters.tables import hsds_rules
from tests.fakes.making import OVERVECHT, a_library, an_activity

SERVICE: dict[str, Any] = {"id": "s1", "name": "Taalcafé", "status": "active"}
WEEKLY: dict[str, Any] = {
    "id": "w",
    "freq": "WEEKLY",
    "byday": "TU",
    "opens_at": "10:00",
    "closes_at": "11:30",
}


def rows(document: Any, **defaults: Any) -> list[RawRow]:
    return list(hsds.read(json.dumps(document).encode(), defaults=defaults).rows)


def row(**changes: Any) -> RawRow:
    (only,) = rows([{**SERVICE, **changes}])
    return only


@pytest.mark.parametrize(
    "document", [[SERVICE], {"contents": [SERVICE]}, {"services": [SERVICE]}, SERVICE]
)
def test_services_come_as_a_list_a_page_or_alone(document: Any) -> None:
    (only,) = rows(document)
    assert only.body == {"sourceId": "s1", "title": "Taalcafé", "status": "active", "sessions": []}


def test_a_service_at_two_places_is_two_activities() -> None:
    places = [{"id": at, "location": {"name": f"Bibliotheek {at}"}} for at in ("x", "y")]
    found = rows([{**SERVICE, "service_at_locations": places}])
    assert [one.body["sourceId"] for one in found] == ["s1/x", "s1/y"]
    assert [one.body["branch"]["isil"] for one in found] == ["Bibliotheek x", "Bibliotheek y"]


@pytest.mark.parametrize(
    ("status", "kept"),
    [("temporarily closed", "paused"), ("defunct", "inactive"), ("inactive", "inactive")],
)
def test_a_service_that_rests_or_stopped_is_known(status: str, kept: str) -> None:
    assert row(status=status).body["status"] == kept


@pytest.mark.parametrize(
    ("changes", "sessions"),
    [
        ({}, [{"weekday": "tue", "everyWeeks": 1}]),
        (
            {"interval": 2, "byday": "TU,TH"},
            [{"weekday": d, "everyWeeks": 2} for d in ("tue", "thu")],
        ),
        ({"freq": "MONTHLY", "byday": "-1FR"}, [{"weekday": "fri", "monthlyOrdinal": -1}]),
        ({"freq": "", "dtstart": "2026-12-01"}, [{"onDate": "2026-12-01"}]),
        ({"count": 1, "valid_from": "2026-12-01"}, [{"onDate": "2026-12-01"}]),
        (
            {"valid_from": "2026-09-01", "until": "2027-06-30T00:00:00Z"},
            [
                {
                    "weekday": "tue",
                    "everyWeeks": 1,
                    "validFrom": "2026-09-01",
                    "validUntil": "2027-06-30",
                }
            ],
        ),
        (
            {"opens_at": "10:00+01:00", "closes_at": "11:30:00"},
            [{"weekday": "tue", "everyWeeks": 1}],
        ),
    ],
)
def test_a_schedule_becomes_sessions(changes: dict[str, Any], sessions: list[Any]) -> None:
    found = row(schedules=[{**WEEKLY, **changes}])
    assert found.faults == ()
    assert found.body["sessions"] == [
        {**each, "start": "10:00", "durationMinutes": 90} for each in sessions
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"opens_at": "10:00Z"}, "bad_time"),  # UTC: an hour or two off here
        ({"opens_at": None}, "bad_time"),
        ({"closes_at": "09:00"}, "upside_down"),
        ({"freq": "DAILY"}, "bad_schedule"),
        ({"byday": "XX"}, "bad_schedule"),
        ({"byday": None}, "bad_schedule"),
        ({"count": 10}, "bad_schedule"),
        ({"freq": "MONTHLY", "byday": "TU"}, "bad_schedule"),
        ({"freq": "MONTHLY", "byday": "1TU", "interval": 2}, "bad_schedule"),
        ({"byday": "1TU"}, "bad_schedule"),
        ({"valid_from": "soon"}, "bad_date"),
    ],
)
def test_a_schedule_we_do_not_take_says_why(changes: dict[str, Any], reason: str) -> None:
    found = row(schedules=[{**WEEKLY, **changes}])
    assert [(fault.name, fault.reason) for fault in found.faults] == [("schedules", reason)]


def test_what_strangers_say_is_taken_for_what_it_is() -> None:
    found = row(
        languages=[{"code": "ar"}, {"name": "Engels"}, "Frans", {}],
        service_areas=[{"name": "GM0344 Utrecht"}, {"name": "elsewhere"}],
        cost_options=[{"amount": 2.5}],
        fees_description="per keer",
        phones=[{"number": "030 1234567"}],
        email="a@b.nl",
        attributes=[
            {"taxonomy_term": {"name": "Conversatiegroep"}},
            {"taxonomy_term": {"name": "Ontmoeting", "taxonomy": "open-eligibility"}},
            {"taxonomy_term": {"name": "whatever"}},
            "nonsense",
        ],
    ).body
    assert found["helpingLanguages"] == ["ar", "en"]
    assert found["serviceArea"] == ["GM0344"]
    assert found["price"] == {"amount": 2.5, "note": "per keer"}
    assert found["contact"] == {"phone": "030 1234567", "email": "a@b.nl"}
    assert (found["type"], found["themes"]) == ("conversation_group", ["meeting"])


@pytest.mark.parametrize(
    "service", ["text", 7, None, [], {}, {"id": [], "name": {}, "schedules": 7, "phones": {"a": 1}}]
)
def test_what_is_no_service_is_a_row_with_faults_or_nothing_said(service: Any) -> None:
    (found,) = rows([service])
    assert found.faults or found.body.get("title") is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[NaN]", "not_json"),
        (b"[" * 200_000, "not_json"),
        (b"{}", "no_services"),
        (b'{"contents": 7}', "no_services"),
        (b"[]", "empty_file"),
        (b"[" + b"1," * 100_000 + b"1]", "too_many_rows"),
    ],
)
def test_a_document_that_holds_no_services_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        hsds.read(data, defaults={})
    assert [fault.reason for fault in refused.value.faults] == [reason]


# ---- out


RICH = an_activity(
    status=ActivityStatus.PAUSED,
    facilities=frozenset({Facility.QUIET}),
    service_area=frozenset({"GM0344"}),
    sessions=(
        Session(time(10), 90, weekday=Weekday.TUE, every_weeks=2, valid_from=date(2026, 9, 1)),
        Session(time(19), 60, weekday=Weekday.FRI, monthly_ordinal=-1),
        Session(time(22), 240, on_date=date(2026, 12, 1)),
    ),
)


def faults(said: Any, rule: hsds_rules.Rule) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(rule, validate_formats=True)
    return [str(fault) for fault in validator.iter_errors(said)]


@pytest.mark.parametrize(
    "activity", [an_activity(), RICH, an_activity(description="", sessions=())]
)
def test_a_service_goes_out_as_the_schema_asks(activity: Any) -> None:
    service = hsds_export.service(activity, a_library())
    assert faults(service, hsds_rules.SERVICE) == []
    for attribute in service["attributes"]:
        assert attribute["link_id"] == service["id"]
        assert attribute["taxonomy_term_id"] == attribute["taxonomy_term"]["id"]


def test_an_organization_goes_out_as_the_schema_asks() -> None:
    addressed = replace(OVERVECHT, address="Schooldreef 1, 3562 AA Utrecht")
    organization = hsds_export.organization(a_library(branches=(addressed,)))
    assert faults(organization, hsds_rules.ORGANIZATION) == []
    assert faults(hsds_export.location(addressed), hsds_rules.LOCATION) == []
    (address,) = organization["locations"][0]["addresses"]
    assert address["postal_code"] == "3562 AA"


def test_the_same_activity_has_the_same_identifiers_every_time() -> None:
    first, again = (hsds_export.service(RICH, a_library()) for _ in range(2))
    assert first == again
