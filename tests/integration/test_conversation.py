"""Answers on the service as `make run` starts it: races, receipts, and words nobody knows."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tools.demo.client import Client
from tools.demo.stage import LocalStage
from tools.demo.story import newcomer, what_she_chose
from tools.local import resources
from tools.local.service import Service


@pytest.fixture(scope="module")
def stage(service: Service) -> LocalStage:
    return LocalStage(service)


@pytest.fixture(scope="module")
def case_worker(stage: LocalStage) -> Client:
    return stage.caller("case_worker", "GM0344")


def refer(case_worker: Client, name: str, phone: str) -> Any:
    body = newcomer(name, phone)
    return case_worker.post("/v1/referrals", body, Idempotency_Key=f"talk-{name}").body


def within_s(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return False


def tasks_of(case_worker: Client, referral: Any) -> list[str]:
    listed = case_worker.get("/v1/tasks?pageSize=100").body["items"]
    return [task["reason"] for task in listed if task["referralId"] == referral["id"]]


def test_four_who_share_a_telephone_are_referred_at_once_and_each_is_heard(
    stage: LocalStage, case_worker: Client
) -> None:
    with ThreadPoolExecutor(4) as desks:
        referred = list(
            desks.map(lambda n: refer(case_worker, f"Deel{n}", "06 10000071"), range(4))
        )
    texts = stage.texts_to("71", 4)
    first_numbers = {text.split("⏎")[1].split(" ")[0] for text in texts}
    assert first_numbers == {"1", "4", "7", "11"}
    with ThreadPoolExecutor(4) as senders:
        list(senders.map(lambda n: stage.texts_from("+31610000071", n), first_numbers))
    chosen = [what_she_chose(case_worker, referral) for referral in referred]
    assert [placement["rank"] for placement in chosen] == [1] * 4


def test_what_nobody_understands_is_helped_and_a_task(
    stage: LocalStage, case_worker: Client
) -> None:
    referral = refer(case_worker, "Vraag", "06 10000072")
    stage.text_to("72")
    stage.texts_from("+31610000072", "Wat moet ik meenemen? 🙏")
    assert len(stage.texts_to("72", 2)) == 2
    assert tasks_of(case_worker, referral) == ["unknown_reply"]


def test_a_failed_receipt_is_a_task_and_its_order_does_not_matter(
    stage: LocalStage, case_worker: Client
) -> None:
    referral = refer(case_worker, "Bon", "06 10000073")
    stage.text_to("73")
    path = f"/v1/referrals/{referral['id']}"
    assert within_s(10, lambda: case_worker.get(path).body["message"]["status"] == "sent")
    receipt(stage, provider_id(stage, "+31610000073"), "TEXT_UNREACHABLE")
    assert within_s(10, lambda: tasks_of(case_worker, referral) == ["text_failed"])
    receipt(stage, provider_id(stage, "+31610000073"), "TEXT_DELIVERED")
    assert within_s(10, lambda: case_worker.get(path).body["message"]["status"] == "delivered")
    assert tasks_of(case_worker, referral) == []


def provider_id(stage: LocalStage, number: str) -> str:
    """What the emulator calls the text it took for this number."""
    sent = case_of(stage, number)
    return str(sent["MessageId"])


def case_of(stage: LocalStage, number: str) -> Any:
    address = f"{stage.service.stack.endpoint}/_ministack/sns/sms-messages"
    found = Client(address).get("").body["sms_messages"]
    return found[number][-1]


def receipt(stage: LocalStage, message_id: str, event: str) -> None:
    """The provider tells on the topic what became of a text."""
    body = {"eventType": event, "messageId": message_id, "eventTimestamp": 1_764_000_000_000}
    stack = stage.service.stack
    resources.client("sns", stack.endpoint).publish(
        TopicArn=stack.outputs["InboundTopicArn"], Message=json.dumps(body)
    )
