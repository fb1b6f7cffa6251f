"""The main road over HTTP, on the service as `make run` starts it."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tools.demo.client import Answered, Client
from tools.demo.loop import LOOP
from tools.demo.stage import LocalStage
from tools.demo.story import CHAPTERS, LATER, Stage, Teller, newcomer
from tools.local.service import Service

UTRECHT = "NL-0899040000"
SEATS = 10


@pytest.fixture(scope="module")
def stage(service: Service) -> LocalStage:
    return LocalStage(service)


@pytest.fixture(scope="module")
def case_worker(stage: LocalStage) -> Client:
    return stage.caller("case_worker", "GM0344")


@pytest.fixture(scope="module")
def library(stage: LocalStage) -> Client:
    return stage.caller("library_admin", UTRECHT)


@pytest.mark.parametrize(
    "chapter", [*CHAPTERS, *LOOP, *LATER], ids=lambda chapter: str(chapter.__name__)
)
def test_the_story_happens(stage: LocalStage, chapter: Callable[[Stage, Teller], None]) -> None:
    chapter(stage, Teller())  # insists on every step that it tells


@pytest.fixture
def ten_seats(library: Client) -> Iterator[dict[str, Any]]:
    """An activity that everybody here is offered first, with ten seats and no list."""
    body = {
        "sourceId": f"ten-seats-{time.monotonic_ns()}",
        "branch": {"isil": "NL-0899041001"},
        "title": "Tien plekken",
        "type": "conversation_group",
        "themes": ["language", "meeting"],
        "level": {"min": "a1", "max": "b1", "policy": "guideline"},
        "helpingLanguages": ["ar"],
        "entry": "register",
        "capacity": SEATS,
        "sessions": [{"weekday": "tue", "start": "10:00", "durationMinutes": 60}],
    }
    added = library.post("/v1/activities", body)
    assert added.status == 201
    yield added.body
    path = f"/v1/activities/{added.body['id']}"
    assert library.send("DELETE", path, None, {}).status == 204


def test_a_change_is_matchable_within_a_minute_without_a_restart(
    case_worker: Client, ten_seats: dict[str, Any]
) -> None:
    assert within_s(60, lambda: ten_seats["id"] in matched(case_worker))


def test_fifty_at_once_for_ten_seats_are_exactly_ten(
    case_worker: Client, library: Client, ten_seats: dict[str, Any]
) -> None:
    assert within_s(60, lambda: ten_seats["id"] in matched(case_worker))
    with ThreadPoolExecutor(10) as people:
        referred = list(people.map(lambda n: refer(case_worker, n, ten_seats), range(50)))
    offers = [
        (referral["id"], placement["id"])
        for referral in referred
        for placement in referral["placements"]
        if placement["activity"]["id"] == ten_seats["id"]
    ]
    assert len(offers) == 50

    def accept(offer: tuple[str, str]) -> Answered:
        return case_worker.post(f"/v1/referrals/{offer[0]}/acceptance", {"placementId": offer[1]})

    with ThreadPoolExecutor(50) as people:
        answers = list(people.map(accept, offers))
    outcomes = Counter((a.status, a.body.get("code") or a.body["status"]) for a in answers)
    assert outcomes == {(200, "awaiting_library"): SEATS, (409, "seat_taken"): 50 - SEATS}
    assert all(a.body["next"] for a in answers if a.status == 409), "the next best is named"
    activity = library.get(f"/v1/activities/{ten_seats['id']}").body
    assert (activity["taken"], activity["seatsLeft"]) == (SEATS, 0)


def test_the_same_request_five_times_at_once_is_one_referral(case_worker: Client) -> None:
    body = newcomer("Vijf", "06 10000055")
    with ThreadPoolExecutor(5) as retries:
        answers = list(
            retries.map(
                lambda _: case_worker.post("/v1/referrals", body, Idempotency_Key="five"),
                range(5),
            )
        )
    assert {a.status for a in answers} == {201}
    assert len({a.body["id"] for a in answers}) == 1


def test_another_municipality_and_an_unknown_id_get_the_same_answer(
    stage: LocalStage, case_worker: Client
) -> None:
    body = newcomer("Eigen", "06 10000056")
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="own").body
    stranger = stage.caller("municipality_admin", "GM0363")
    foreign = stranger.get(f"/v1/referrals/{referral['id']}")
    unknown = stranger.get("/v1/referrals/ref_unknown")
    assert (foreign.status, foreign.body) == (unknown.status, unknown.body)
    assert foreign.status == 404


def test_one_text_goes_out_for_one_offer(stage: LocalStage, case_worker: Client) -> None:
    body = newcomer("Een", "06 10000057")
    for _ in range(3):
        case_worker.post("/v1/referrals", body, Idempotency_Key="one-text")
    assert stage.text_to("57")
    time.sleep(3)  # a second one would have come by now
    said = [line for line in stage.service.printed if line.startswith("sms to 06…57:")]
    assert len(said) == 1


def test_without_agreement_no_text_is_owed(case_worker: Client) -> None:
    body = newcomer("Brief", "06 10000058")
    body["person"]["channel"] = "letter"
    body["agreement"]["sms"] = False
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="letter").body
    assert referral["status"] == "offered"
    assert referral["message"] == {"status": "none", "language": None, "segments": 0}


HOSTILE = {
    "too deep": b"[" * 40 + b"]" * 40,
    "far too deep": b"[" * 30_000,
    "not a number": b'{"a": NaN}',
    "infinite": b'{"a": 1e999}',
    "twice the same key": b'{"a": 1, "a": 2}',
    "half a character": b'{"a": "\\ud800"}',
    "not UTF-8": b'{"a": "\xff"}',
    "nothing": b"",
    "a number of 5,000 digits": b'{"a": ' + b"9" * 5_000 + b"}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_json_is_the_senders_mistake(case_worker: Client, body: bytes) -> None:
    answered = case_worker.send("POST", "/v1/matches", body, {})
    assert (answered.status, answered.body["code"]) == (400, "not_json")


def test_every_fault_is_named_at_once_and_nothing_is_stored(case_worker: Client) -> None:
    body = newcomer("Fout", "020 1234567", note="bsn 123456782", colour="blue")
    body["agreement"] |= {"refer": False, "sms": False}
    body["languageLevel"] = "c2"
    before = case_worker.get("/v1/referrals?status=offered&pageSize=100").body["items"]
    answered = case_worker.post("/v1/referrals", body)
    assert answered.status == 400
    assert {fault["name"] for fault in answered.body["invalidParams"]} == {
        "Idempotency-Key",
        "languageLevel",
        "person.phone",
        "agreement.refer",
        "agreement.sms",
        "note",
        "colour",
    }
    after = case_worker.get("/v1/referrals?status=offered&pageSize=100").body["items"]
    assert [r["id"] for r in after] == [r["id"] for r in before]


def test_a_body_over_64_kib_is_too_large(case_worker: Client) -> None:
    body = json.dumps({"note": "x" * 70_000}).encode()
    assert case_worker.send("POST", "/v1/referrals", body, {}).status == 413


def test_another_kind_of_body_is_not_read(case_worker: Client) -> None:
    sent = case_worker.send("POST", "/v1/matches", b"a=1", {"Content-Type": "text/plain"})
    assert sent.status == 415


@pytest.mark.parametrize(("offset_s", "status"), [(-290, 404), (290, 404), (-310, 401), (310, 401)])
def test_a_webhook_is_believed_for_five_minutes(
    stage: LocalStage, offset_s: int, status: int
) -> None:
    library = stage.library(UTRECHT)
    at = stage.now() + timedelta(seconds=offset_s)  # the story of another test lets weeks go by
    said = library.says("intake.confirmed", "msg-skewed", at=at, placementId="plc_unknown")
    assert said.status == status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-id": "a", "webhook-timestamp": "b", "webhook-signature": "c"},
        {"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,!!!"},
        {"webhook-id": "a", "webhook-timestamp": "9" * 50, "webhook-signature": "v1,AAAA"},
        {"webhook-id": "a" * 300, "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
        {"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1," * 5_000},
    ],
)
def test_a_malformed_webhook_header_is_an_invalid_signature(
    stage: LocalStage, headers: dict[str, str]
) -> None:
    path = f"/v1/libraries/{UTRECHT}/webhook"
    answered = stage.library(UTRECHT).client.send("POST", path, b"{}", headers)
    assert (answered.status, answered.body["code"]) == (401, "invalid_signature")


def refer(case_worker: Client, number: int, activity: dict[str, Any]) -> Any:
    # All end in 99: the log shows the last two digits only, and other tests look for theirs there.
    body = newcomer(f"Nr{number}", f"06 20{number:04d}99")
    key = f"{activity['id']}-{number}"
    answered = case_worker.post("/v1/referrals", body, Idempotency_Key=key)
    assert answered.status == 201, answered.body
    return answered.body


def matched(case_worker: Client) -> set[str]:
    question = {
        key: value for key, value in newcomer("", "").items() if key not in {"person", "agreement"}
    }
    answered = case_worker.post("/v1/matches", question)
    assert answered.status == 200, answered.body
    return {match["activity"]["id"] for match in answered.body["matches"]}


def within_s(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.5)
    return False
