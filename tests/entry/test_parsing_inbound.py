"""What comes in on the topic is known by its shape, whoever wrote it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.message import MessageState
from chalicelib.entry.parsing.inbound import came_in
from chalicelib.usecases.hear import Inbound
from chalicelib.usecases.receive import Receipt

# As AWS End User Messaging SMS documents its two-way messages and its events.
TEXT = {
    "originationNumber": "+31612345678",
    "destinationNumber": "+3197000000000",
    "messageKeyword": "KEYWORD_1",
    "messageBody": "1",
    "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
    "previousPublishedMessageId": "wJalrXUtnFEMI",
}
EVENT = {
    "eventType": "TEXT_DELIVERED",
    "eventVersion": "1.0",
    "eventTimestamp": 1_764_000_000_000,
    "isFinal": True,
    "originationPhoneNumber": "+3197000000000",
    "destinationPhoneNumber": "+31612345678",
    "messageId": "m-1",
    "messageStatus": "DELIVERED",
}
LOGGED = {
    "notification": {"messageId": "m-1", "timestamp": "2026-11-23 10:00:00.000"},
    "delivery": {"destination": "+31612345678", "providerResponse": "Unknown error"},
    "status": "FAILURE",
}


def taken(body: Any) -> Inbound | Receipt | None:
    return came_in(body, message_id="sqs-1")


def test_a_text_has_a_number_and_a_body() -> None:
    assert taken(TEXT) == Inbound(TEXT["inboundMessageId"], "+31612345678", "1")


def test_a_text_without_an_id_has_that_of_its_queue() -> None:
    assert taken({"originationNumber": "+31612345678", "messageBody": "1"}) == Inbound(
        "sqs-1", "+31612345678", "1"
    )


@pytest.mark.parametrize("written", ["+31612345678", "31612345678", "0031612345678", "0612345678"])
def test_a_number_is_the_one_we_know_her_by(written: str) -> None:
    text = taken({**TEXT, "originationNumber": written})
    assert isinstance(text, Inbound)
    assert text.phone == "+31612345678"


def test_what_the_topic_wraps_is_unwrapped() -> None:
    wrapped = {"Type": "Notification", "MessageId": "x", "Message": json.dumps(TEXT)}
    assert taken(wrapped) == taken(TEXT)


def test_a_receipt_says_which_text_and_how_far() -> None:
    at = datetime.fromtimestamp(1_764_000_000, UTC)
    assert taken(EVENT) == Receipt("m-1", MessageState.DELIVERED, at=at)
    unreachable = taken({**EVENT, "eventType": "TEXT_UNREACHABLE"})
    assert isinstance(unreachable, Receipt)
    assert (unreachable.state, unreachable.why) == (MessageState.FAILED, "unreachable")


def test_a_receipt_of_sns_is_one_too() -> None:
    assert taken(LOGGED) == Receipt("m-1", MessageState.FAILED, why="failure")
    assert taken({**LOGGED, "status": "SUCCESS"}) == Receipt("m-1", MessageState.DELIVERED)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "1",
        {},
        {"Type": "Notification", "Message": "{"},
        {"Type": "Notification"},
        {"originationNumber": 31612345678, "messageBody": "1"},
        {"originationNumber": "+31612345678"},
        {**EVENT, "eventType": "TEXT_QUEUED"},
        {**EVENT, "messageId": None},
        {**LOGGED, "status": "?"},
        {**LOGGED, "notification": {}},
    ],
)
def test_anything_else_is_neither(body: Any) -> None:
    assert taken(body) is None


@pytest.mark.parametrize("written", [None, "now", -1, 10**20, 1.5])
def test_a_receipt_without_a_time_we_can_read_has_none(written: Any) -> None:
    receipt = taken({**EVENT, "eventTimestamp": written})
    assert isinstance(receipt, Receipt)
    assert receipt.at is None


def test_neither_number_nor_words_stand_in_what_is_logged() -> None:
    assert "612345678" not in repr(taken(TEXT))
