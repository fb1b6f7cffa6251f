"""Activities, libraries and query strings at the door."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.domain.catalogue import Activity, Contact, Price, Seats
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.vocabulary import Entry, Facility, LevelPolicy, ReadingAsked
from chalicelib.entry.parsing.activity import (
    ActivityIn,
    TakenElsewhereIn,
    without_server_kept,
)
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.drafts import draft
from chalicelib.entry.parsing.queries import ActivityListQuery, ReferralListQuery
from tests.fakes.making import a_library

LEAST: dict[str, Any] = {
    "sourceId": "src-1",
    "branch": {"isil": "NL-0899041002"},
    "title": "Taalcafé",
    "type": "language_cafe",
    "level": {"min": "pre_a1", "max": "b1"},
}
WEEKLY = {"weekday": "tue", "start": "10:00", "durationMinutes": 90}


def an_activity_of(**changes: Any) -> Activity:
    made = draft(parse(ActivityIn, {**LEAST, **changes}))
    return made.at(a_library(), ActivityId("act_1"))


def faults(body: Any, model: Any = ActivityIn) -> set[str]:
    with pytest.raises(InvalidRequest) as raised:
        parse(model, body)
    return {fault.name for fault in raised.value.faults}


def test_the_least_there_is_to_say_of_an_activity_has_these_defaults() -> None:
    activity = an_activity_of()
    assert (activity.id, activity.source_id, activity.title) == ("act_1", "src-1", "Taalcafé")
    assert activity.branch == a_library().branches[0]
    assert activity.level.policy is LevelPolicy.GUIDELINE
    assert (activity.reading, activity.entry) == (ReadingAsked.NONE, Entry.DROP_IN)
    assert (activity.seats, activity.price) == (Seats(), Price())
    assert (activity.sessions, activity.waiting_list, activity.status) == ((), False, "active")


def test_the_librarys_area_and_contact_are_in_force_unless_the_activity_has_its_own() -> None:
    theirs = an_activity_of()
    assert theirs.service_area == {"GM0344"}
    assert theirs.contact == a_library().contact
    own = an_activity_of(serviceArea=["GM0363"], contact={"phone": "020 1234567"})
    assert own.service_area == {"GM0363"}
    assert own.contact == Contact("020 1234567", a_library().contact.email)


def test_everything_there_is_to_say_is_understood() -> None:
    activity = an_activity_of(
        reading="latin",
        helpingLanguages=["ar"],
        entry="intake",
        facilities=["quiet"],
        closedInSchoolHolidays="midden",
        capacity=12,
        takenElsewhere=3,
        waitingList=True,
        expectedWaitWeeks=6,
        price={"amount": 2.5, "note": "koffie"},
        organisedBy="Humanitas",
        programme="tel-mee",
        status="paused",
    )
    assert (activity.seats, activity.waiting_list) == (Seats(12, 0, 3), True)
    assert (activity.reading, activity.expected_wait_weeks) == ("latin", 6)
    assert activity.price == Price(Decimal("2.5"), "koffie")
    assert activity.facilities == {Facility.QUIET}
    assert activity.closed_in_school_holidays is HolidayRegion.MIDDEN
    assert (activity.organised_by, activity.programme) == ("Humanitas", "tel-mee")
    assert (activity.status, activity.entry) == ("paused", "intake")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (WEEKLY, Session(time(10), 90, Weekday.TUE)),
        (
            {**WEEKLY, "everyWeeks": 2, "validFrom": "2026-09-01", "except": ["2026-12-29"]},
            Session(
                time(10),
                90,
                Weekday.TUE,
                every_weeks=2,
                valid_from=date(2026, 9, 1),
                except_on=frozenset({date(2026, 12, 29)}),
            ),
        ),
        ({**WEEKLY, "monthlyOrdinal": -1}, Session(time(10), 90, Weekday.TUE, monthly_ordinal=-1)),
        (
            {"onDate": "2026-12-03", "start": "19:30", "durationMinutes": 60},
            Session(time(19, 30), 60, on_date=date(2026, 12, 3)),
        ),
    ],
)
def test_a_session_is_weekly_monthly_or_once(written: dict[str, Any], meant: Session) -> None:
    assert an_activity_of(sessions=[written]).sessions == (meant,)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"sourceId": ""}, "sourceId"),
        ({"sourceId": "x" * 129}, "sourceId"),
        ({"branch": {}}, "branch.isil"),
        ({"branch": {"isil": "NL-08990410"}}, "branch.isil"),
        ({"title": "x" * 121}, "title"),
        ({"title": "a\x00"}, "title"),
        ({"description": "BSN 111222333"}, "description"),
        ({"type": "course"}, "type"),
        ({"level": {"min": "b1", "max": "a1"}}, "level"),
        ({"level": {"min": "unknown", "max": "a1"}}, "level"),
        ({"level": {"min": "a1"}}, "level.max"),
        ({"capacity": -1}, "capacity"),
        ({"capacity": 1.5}, "capacity"),
        ({"capacity": True}, "capacity"),
        ({"takenElsewhere": -1}, "takenElsewhere"),
        ({"expectedWaitWeeks": 261}, "expectedWaitWeeks"),
        ({"price": {"amount": -1}}, "price.amount"),
        ({"price": {"amount": "free"}}, "price.amount"),
        ({"serviceArea": ["Utrecht"]}, "serviceArea[0]"),
        ({"contact": {"email": "x"}}, "contact.email"),
        ({"closedInSchoolHolidays": "oost"}, "closedInSchoolHolidays"),
        ({"facilities": ["call_first"]}, "facilities[0]"),
        ({"audience": "men"}, "audience"),
        ({"status": "gone"}, "status"),
        ({"sessions": [{**WEEKLY, "start": "24:00"}]}, "sessions[0]"),
        ({"sessions": [{**WEEKLY, "start": "10"}]}, "sessions[0].start"),
        ({"sessions": [{**WEEKLY, "durationMinutes": 0}]}, "sessions[0].durationMinutes"),
        ({"sessions": [{**WEEKLY, "everyWeeks": 0}]}, "sessions[0].everyWeeks"),
        ({"sessions": [{**WEEKLY, "monthlyOrdinal": 6}]}, "sessions[0].monthlyOrdinal"),
        ({"sessions": [{**WEEKLY, "monthlyOrdinal": 0}]}, "sessions[0]"),
        ({"sessions": [{**WEEKLY, "onDate": "2026-12-03"}]}, "sessions[0]"),
        ({"sessions": [{"start": "10:00", "durationMinutes": 90}]}, "sessions[0]"),
        ({"sessions": [{**WEEKLY, "validFrom": "morgen"}]}, "sessions[0].validFrom"),
        ({"sessions": [WEEKLY] * 51}, "sessions"),
        ({"unknown": 1}, "unknown"),
        ({"seatsLeft": 4}, "seatsLeft"),  # ignored only where the server keeps it: see below
    ],
)
def test_a_fault_is_named_where_it_is(changes: dict[str, Any], name: str) -> None:
    assert faults({**LEAST, **changes}) == {name}


def test_what_the_server_keeps_is_ignored_when_it_is_sent_back() -> None:
    kept = {"id": "act_x", "library": "NL-1", "taken": 5, "seatsLeft": 4, "version": 3}
    branch = {"isil": "NL-0899041002", "name": "x", "place": "x", "latitude": 1, "longitude": 2}
    sent = {**LEAST, **kept, "lastConfirmedOn": "2026-11-01", "branch": branch}
    assert parse(ActivityIn, without_server_kept(sent)) == parse(ActivityIn, LEAST)


@pytest.mark.parametrize("body", [None, [], "x", {"branch": "x"}])
def test_what_is_no_activity_is_left_for_the_fault(body: object) -> None:
    assert without_server_kept(body) == body


@pytest.mark.parametrize("count", [-1, 100_001, "3", 2.5, None, True])
def test_people_are_counted_in_whole_numbers(count: object) -> None:
    assert faults({"count": count}, TakenElsewhereIn) == {"count"}


@pytest.mark.parametrize(
    ("model", "query", "name"),
    [
        (ReferralListQuery, {"status": "open"}, "status"),
        (ReferralListQuery, {"updatedSince": "2026-11-20"}, "updatedSince"),
        (ReferralListQuery, {"updatedSince": "2026-11-20T10:00:00"}, "updatedSince"),  # where?
        (ReferralListQuery, {"pageSize": 0}, "pageSize"),
        (ReferralListQuery, {"pageSize": 101}, "pageSize"),
        (ReferralListQuery, {"pageSize": "x"}, "pageSize"),
        (ReferralListQuery, {"cursor": ""}, "cursor"),
        (ReferralListQuery, {"sort": "x"}, "sort"),
        (ActivityListQuery, {"library": "NL-0899041002"}, "library"),
        (ActivityListQuery, {"type": "x"}, "type"),
        (ActivityListQuery, {"theme": "x"}, "theme"),
    ],
)
def test_a_fault_of_a_query_is_named_where_it_is(
    model: Any, query: dict[str, Any], name: str
) -> None:
    assert faults(query, model) == {name}


def test_a_query_says_what_is_asked_for() -> None:
    query = {"status": "offered", "updatedSince": "2026-11-20T10:00:00+01:00", "assignedTo": "t"}
    asked = parse(ReferralListQuery, query)
    assert (asked.status, asked.assigned_to, asked.page_size) == ("offered", "t", 50)
    assert asked.since is not None
    assert asked.since.isoformat().startswith("2026-11-20T")
    assert parse(ActivityListQuery, {"pageSize": 100}).page_size == 100
