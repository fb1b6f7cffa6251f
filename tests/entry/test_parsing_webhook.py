"""What libraries say, at the door."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.ledger import Attendance, Presence
from chalicelib.entry.parsing.base import parse_any
from chalicelib.entry.parsing.webhook import ADAPTER
from chalicelib.usecases.said import Said

UTRECHT = LibraryId("NL-0899040000")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
YES: dict[str, Any] = {
    "type": "intake.confirmed",
    "timestamp": "2026-11-23T09:00:00Z",
    "data": {"placementId": "plc_1"},
}
NO = {**YES, "type": "intake.declined", "data": {"code": "4821", "reason": "full"}}


def test_a_yes_names_the_placement() -> None:
    body = parse_any(ADAPTER, YES)
    assert body.type == "intake.confirmed"
    assert body.data.said(UTRECHT, "msg_1", at=body.timestamp) == Said(
        UTRECHT, placement_id=PlacementId("plc_1"), webhook_id="msg_1", said_at=AT
    )


def test_a_no_names_her_code_and_the_reason() -> None:
    body = parse_any(ADAPTER, NO)
    assert body.type == "intake.declined"
    assert body.data.reason == "full"
    assert body.data.said(UTRECHT, "msg_1", at=body.timestamp) == Said(
        UTRECHT, code="4821", webhook_id="msg_1", said_at=AT
    )


def test_a_sender_may_tell_more_than_we_need() -> None:
    more = {**YES, "specversion": "1.0", "data": {"placementId": "plc_1", "desk": 3}}
    assert parse_any(ADAPTER, more) == parse_any(ADAPTER, YES)


ABOUT = {"placementId": "plc_1"}


def of_type(kind: str, **data: object) -> dict[str, Any]:
    return {**YES, "type": kind, "data": {**ABOUT, **data}}


@pytest.mark.parametrize(
    "body",
    [
        of_type("intake.scheduled", scheduledAt="2026-11-27T13:00:00+01:00"),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="late", minutes=75),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="absent", notified=True),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="present", desk="oost"),
        of_type("participation.completed", outcome="goal_reached"),
        of_type("participation.completed"),
        of_type("participation.stopped"),
    ],
)
def test_every_other_type_is_understood(body: dict[str, Any]) -> None:
    assert parse_any(ADAPTER, body).type == body["type"]


def test_attendance_says_the_day_how_and_how_long() -> None:
    body = parse_any(
        ADAPTER, of_type("attendance.recorded", heldOn="2026-11-23", presence="late", minutes=75)
    )
    assert body.type == "attendance.recorded"
    assert body.data.attendance() == Attendance(date(2026, 11, 23), Presence.LATE, 75)


@pytest.mark.parametrize(
    "body",
    [
        of_type("intake.scheduled"),
        of_type("intake.scheduled", scheduledAt="tomorrow"),
        of_type("attendance.recorded"),
        of_type("attendance.recorded", heldOn="2026-11-31", presence="present"),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="ill"),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="late", minutes=-1),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="late", minutes=1441),
        of_type("attendance.recorded", heldOn="2026-11-23", presence="late", minutes=7.5),
        of_type("participation.completed", outcome="married"),
        None,
        [],
        "x",
        7,
        {},
        {**YES, "type": "intake.unknown"},
        {**YES, "type": None},
        {**YES, "timestamp": "now"},
        {**YES, "timestamp": "2026-11-23T09:00:00"},  # where?
        {key: value for key, value in YES.items() if key != "timestamp"},
        {**YES, "data": {}},
        {**YES, "data": None},
        {**YES, "data": {"placementId": "plc_1", "code": "4821"}},
        {**YES, "data": {"placementId": 7}},
        {**YES, "data": {"placementId": ""}},
        {**YES, "data": {"placementId": "x" * 65}},
        {**YES, "data": {"code": "482"}},
        {**YES, "data": {"code": "٤٨٢١"}},
        {**YES, "data": {"code": 4821}},
        {**NO, "data": {"code": "4821"}},
        {**NO, "data": {"code": "4821", "reason": "ill"}},
    ],
)
def test_a_malformed_body_is_refused_with_words(body: object) -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse_any(ADAPTER, body)
    assert all(fault.name and fault.reason for fault in raised.value.faults)
