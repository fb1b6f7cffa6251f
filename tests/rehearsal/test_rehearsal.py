"""The main road through the API gateway, queues and schedules of the packaged stack.

Every function works under the policy that it is deployed with, and every event source must fire.
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.rehearsal import library
from tests.rehearsal.library import UTRECHT
from tests.rehearsal.stage import AMINA, SELAM, Deployed, parameters, until, updated
from tools.demo.client import Client
from tools.demo.story import REGISTERED, newcomer, placement_with
from tools.local.workers import scheduled_event

HERE = f"/v1/libraries/{UTRECHT}"


def test_the_main_road_is_walked_on_what_ships(deployed: Deployed) -> None:
    """One story, because one thing leads to another."""
    a_library_brings_its_catalogue(deployed)
    she_is_placed(deployed, she_is_referred_and_texted(deployed))
    a_library_that_is_full_passes_another_on(deployed)
    another_answers_by_text(deployed)
    every_schedule_fires(deployed)
    nothing_was_refused_or_given_up(deployed)
    a_system_comes_in_with_a_token_of_the_pool(deployed)


def a_library_brings_its_catalogue(deployed: Deployed) -> None:
    admin = deployed.caller("library_admin", UTRECHT)
    put = admin.put(HERE, library.itself())
    assert put.status == 200, put
    imported = admin.send(
        "POST", "/v1/catalogue-imports", library.activities(), {"Content-Type": "text/csv"}
    )
    assert imported.status == 200, imported
    assert imported.body["rejected"] == []
    # A feed that nobody serves: looking at it is the work of the queue of imports.
    feed = {"url": "https://feed.bibliotheek.example/activiteiten.csv", "kind": "csv"}
    kept = admin.put(f"{HERE}/feed", feed)
    assert kept.status == 200, kept
    until(lambda: deployed.runs("PublishesTheCatalogue"))
    until(lambda: len(matched(deployed)) == 3)
    until(lambda: deployed.runs("GoesOnWithAnImport"))


def she_is_referred_and_texted(deployed: Deployed) -> Any:
    referral = referred(deployed, "Amina", AMINA)
    (text,) = until(lambda: deployed.texts_to(AMINA))
    assert "https://wegwijs.example/s/" in text
    assert deployed.runs("DoesWhatIsOwed"), "the text went by the queue"
    return referral


def she_is_placed(deployed: Deployed, referral: Any) -> None:
    placement = placement_with(referral, entry=REGISTERED)
    accepted(deployed, referral, placement)
    said = deployed.library(UTRECHT).says(
        "intake.confirmed", "msg-confirmed", placementId=placement["id"]
    )
    assert said.body == {"result": "applied"}
    now = deployed.caller("case_worker", "GM0344").get(f"/v1/referrals/{referral['id']}")
    assert now.body["status"] == "placed"
    until(lambda: deployed.runs("TellsLibraries"))


def referred(deployed: Deployed, first_name: str, phone: str) -> Any:
    answered = deployed.caller("case_worker", "GM0344").post(
        "/v1/referrals", newcomer(first_name, phone), Idempotency_Key=f"rehearsal-{first_name}"
    )
    assert answered.status == 201, answered
    return answered.body


def accepted(deployed: Deployed, referral: Any, placement: Any) -> None:
    answered = deployed.caller("case_worker", "GM0344").post(
        f"/v1/referrals/{referral['id']}/acceptance", {"placementId": placement["id"]}
    )
    assert answered.body["status"] == "awaiting_library", answered


def a_library_that_is_full_passes_another_on(deployed: Deployed) -> None:
    """The seat that comes free is looked at for whoever waits."""
    referral = referred(deployed, "Yonas", "+31610000003")
    placement = placement_with(referral, entry=REGISTERED)
    accepted(deployed, referral, placement)
    said = deployed.library(UTRECHT).says(
        "intake.declined", "msg-full", placementId=placement["id"], reason="full"
    )
    assert said.body == {"result": "applied"}
    until(lambda: deployed.runs("AsksWhoIsNext"))


def another_answers_by_text(deployed: Deployed) -> None:
    case_worker = deployed.caller("case_worker", "GM0344")
    referral = referred(deployed, "Selam", SELAM)
    until(lambda: deployed.texts_to(SELAM))
    answer = {
        "originationNumber": SELAM,
        "destinationNumber": "+3197000000000",
        "messageKeyword": "",
        "messageBody": "1",
        "inboundMessageId": "rehearsal-inbound",
    }
    deployed.client("sns").publish(
        TopicArn=deployed.outputs["InboundTopicArn"], Message=json.dumps(answer)
    )
    path = f"/v1/referrals/{referral['id']}"
    until(lambda: case_worker.get(path).body["status"] != "offered")
    assert deployed.runs("HearsWhatComesIn")


def every_schedule_fires(deployed: Deployed) -> None:
    """What runs by the minute has run; what runs once a day has its rule, and runs when asked."""
    by_the_minute: list[str] = []
    by_the_day: list[str] = []
    for function, schedule in schedules(deployed):
        (by_the_minute if schedule.startswith("rate") else by_the_day).append(function)
    assert by_the_minute
    assert by_the_day
    for function in by_the_minute:
        until(lambda name=function: deployed.runs(name))  # type: ignore[misc]
    for function in by_the_day:
        answered = deployed.client("lambda").invoke(
            FunctionName=deployed.physical[function],
            Payload=json.dumps(scheduled_event(function)),
        )
        assert "FunctionError" not in answered, answered["Payload"].read()


def a_system_comes_in_with_a_token_of_the_pool(deployed: Deployed) -> None:
    """The second deployment of a first one: whose tokens count is known once the pool stands."""
    given = parameters(deployed.identity) | {
        "Issuer": deployed.outputs["UserPoolIssuer"],
        "Jwks": deployed.pool_keys,
    }
    stranger = deployed.caller("case_worker", "GM0344")
    updated(deployed.endpoint, deployed.template, given)
    system = deployed.system("municipality_admin", "GM0344")
    listed = until(lambda: answered_in_time(system, "/v1/referrals"))
    assert listed.status == 200, listed
    assert len(listed.body["items"]) == 3
    assert deployed.runs("SaysWhoSheIs")
    assert "Traceback" not in deployed.log_of("SaysWhoSheIs")
    assert stranger.get("/v1/referrals").status == 401, "the issuer of before counts no more"


def answered_in_time(caller: Client, path: str) -> Any:
    """The answer; None from a function that is still starting anew."""
    try:
        return caller.get(path)
    except TimeoutError:
        return None


def nothing_was_refused_or_given_up(deployed: Deployed) -> None:
    for function in deployed.functions:
        said = deployed.log_of(function)
        assert "Traceback" not in said, said
    sqs = deployed.client("sqs")
    for name, value in deployed.outputs.items():
        if name.endswith("DeadLetterQueueUrl"):
            held = sqs.get_queue_attributes(
                QueueUrl=value, AttributeNames=["ApproximateNumberOfMessages"]
            )
            assert held["Attributes"]["ApproximateNumberOfMessages"] == "0", name


def schedules(deployed: Deployed) -> Iterator[tuple[str, str]]:
    """Each function that a rule of the stack starts, with when; as the emulator has it."""
    events = deployed.client("events")
    by_arn = {name: logical for logical, name in deployed.physical.items()}
    for rule in events.list_rules()["Rules"]:
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        yield by_arn[target["Arn"].rpartition(":")[2]], rule["ScheduleExpression"]


def matched(deployed: Deployed) -> list[Any]:
    """What somebody would be offered now."""
    asked = {k: v for k, v in newcomer("", "").items() if k not in {"person", "agreement"}}
    answered = deployed.caller("case_worker", "GM0344").post("/v1/matches", asked)
    assert answered.status == 200, answered
    found: list[Any] = answered.body["matches"]
    return found
