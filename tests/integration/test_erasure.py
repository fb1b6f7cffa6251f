"""Who asks to be forgotten is found in no table, queue, bucket or log of the whole service."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tools.demo.client import Answered, Client
from tools.demo.stage import LocalStage
from tools.local import resources
from tools.local.service import Service

UTRECHT = "NL-0899040000"
NAME, NOTE, REFERENCE = "Zonnebloempje", "vraagt naar kwikstaartjes", "KWIK-STAART-7"
PHONE, DIALLED = "06 41526374", "+31641526374"
LATITUDE = 52.1171357
SECRETS = (NAME, NOTE, DIALLED, DIALLED.removeprefix("+31"))  # never to be read anywhere
TRACES = (REFERENCE, str(LATITUDE))  # stored as they are, until she is erased
QUIET_S = 5.0


@pytest.fixture(scope="module")
def stage(service: Service) -> LocalStage:
    return LocalStage(service)


@pytest.fixture(scope="module")
def case_worker(stage: LocalStage) -> Client:
    return stage.caller("case_worker", "GM0344")


def everywhere(stage: LocalStage) -> Iterator[tuple[str, str]]:
    """Every place in which something can be kept, with all that is in it."""
    endpoint = stage.service.stack.endpoint
    yield from _tables(resources.client("dynamodb", endpoint))
    yield from _queues(resources.client("sqs", endpoint))
    yield from _objects(resources.client("s3", endpoint))
    yield "log", "\n".join(stage.service.printed)


def _tables(dynamodb: Any) -> Iterator[tuple[str, str]]:
    for name in dynamodb.list_tables()["TableNames"]:
        pages = dynamodb.get_paginator("scan").paginate(TableName=name)
        yield name, "\n".join(_told(item) for page in pages for item in page["Items"])


def _queues(sqs: Any) -> Iterator[tuple[str, str]]:
    """What waits and what was given up; a look leaves it where it is."""
    for url in sqs.list_queues().get("QueueUrls", []):
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        yield url, "\n".join(message["Body"] for message in found.get("Messages", []))


def _objects(s3: Any) -> Iterator[tuple[str, str]]:
    for bucket in s3.list_buckets()["Buckets"]:
        for found in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            body = s3.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read()
            yield found["Key"], body.decode("latin-1")


def _told(item: Mapping[str, Any]) -> str:
    return json.dumps(item, default=lambda raw: raw.decode("latin-1"), ensure_ascii=False)


def where(stage: LocalStage, *values: str) -> set[str]:
    """Which of these values can be read somewhere."""
    return {value for _, text in everywhere(stage) for value in values if value in text}


def referred(case_worker: Client) -> dict[str, Any]:
    answered = asked_for(case_worker)
    assert answered.status == 201, answered.body
    return dict(answered.body)


def asked_for(case_worker: Client) -> Answered:
    body = {
        "location": {"latitude": LATITUDE, "longitude": 5.1071357},
        "languageLevel": "a1",
        "themes": ["language"],
        "clientReference": REFERENCE,
        "person": {"firstName": NAME, "phone": PHONE, "contactLanguage": "nl"},
        "agreement": {"refer": True, "sms": True, "reportBack": True, "recordedOn": "2026-11-20"},
        "countHours": True,
        "note": NOTE,
    }
    return case_worker.post("/v1/referrals", body, Idempotency_Key=REFERENCE)


def lived_through(stage: LocalStage, case_worker: Client) -> dict[str, Any]:
    """She was referred and told, said yes, came, answered, and people looked at her."""
    referral = referred(case_worker)
    here = f"/v1/referrals/{referral['id']}"
    stage.text_to("74")
    chosen = next(p for p in referral["placements"] if p["activity"]["library"] == UTRECHT)
    case_worker.post(f"{here}/acceptance", {"placementId": chosen["id"]})
    day = f"{stage.now():%Y-%m-%d}"
    stage.library(UTRECHT).says(
        "attendance.recorded",
        "erasure-1",
        code=chosen["code"],
        heldOn=day,
        minutes=90,
        presence="present",
    )
    stage.texts_from(DIALLED, "9")
    stage.texts_to("74", 2)
    stage.caller("library_admin", UTRECHT).get(f"/v1/libraries/{UTRECHT}/placements")
    assert case_worker.get(f"{here}/person").body["person"]["firstName"] == NAME
    return referral


def test_nothing_of_who_is_erased_is_left_anywhere(stage: LocalStage, case_worker: Client) -> None:
    referral = lived_through(stage, case_worker)
    here = f"/v1/referrals/{referral['id']}"
    assert where(stage, *TRACES) == set(TRACES)
    assert where(stage, *SECRETS) == set(), "encrypted, or not there at all"

    receipt = case_worker.send("DELETE", f"{here}/person", None, {})
    assert receipt.status == 200
    until = time.monotonic() + 120  # a text may have been on its way
    while receipt.body["status"] != "erased" and time.monotonic() < until:
        time.sleep(1)
        receipt = case_worker.send("DELETE", f"{here}/person", None, {})
    assert receipt.body["status"] == "erased"
    assert receipt.body["finalAt"] > receipt.body["erasedAt"]

    time.sleep(QUIET_S)  # whatever was in a queue has been handled by now
    assert where(stage, *TRACES, *SECRETS) == set()
    assert case_worker.get(here).status == 410
    assert case_worker.get(f"{here}/person").status == 410

    assert asked_for(case_worker).body["code"] == "erased", "sent again, it brings nothing back"
    assert where(stage, *TRACES, *SECRETS) == set()
