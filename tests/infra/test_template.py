"""What the template promises and the emulator does not keep: recovery, erasure, guarding."""

from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from tools.local.identity import of_this_machine
from tools.local.paths import ROOT
from tools.local.settings import Choices, environment


def read(name: str) -> dict[str, Any]:
    template: dict[str, Any] = YAMLTemplateSerializer().load_template(
        (ROOT / "infra" / name).read_text()
    )
    return template


RESOURCES = read("resources.yaml")["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: each for name, each in RESOURCES.items() if each["Type"] == kind}


@pytest.mark.parametrize(
    ("table", "recovers"),
    [
        ("CoreTable", True),
        ("PeopleTable", True),
        ("AuditTable", True),
        ("KeysTable", False),  # a key that could be brought back would undo an erasure
    ],
)
def test_every_table_but_the_keys_recovers_to_a_point_in_time(table: str, recovers: bool) -> None:  # noqa: FBT001
    properties = RESOURCES[table]["Properties"]
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is recovers


def test_tables_are_four_encrypted_and_outlive_the_stack() -> None:
    tables = of_type("AWS::DynamoDB::Table").values()
    assert len(tables) == 4
    assert all(table["DeletionPolicy"] == "Retain" for table in tables)
    assert all(table["Properties"]["SSESpecification"]["SSEEnabled"] for table in tables)


def test_what_is_past_its_time_leaves_the_core_table() -> None:
    assert RESOURCES["CoreTable"]["Properties"]["TimeToLiveSpecification"] == {
        "AttributeName": "TTL",
        "Enabled": True,
    }


def test_every_queue_gives_up_after_three_tries_and_keeps_what_it_gave_up() -> None:
    queues = of_type("AWS::SQS::Queue")
    dead = {name for name in queues if name.endswith("DeadLetterQueue")}
    for name in queues.keys() - dead:
        redrive = queues[name]["Properties"]["RedrivePolicy"]
        assert redrive["maxReceiveCount"] == 3
        assert name.replace("Queue", "DeadLetterQueue") in dead
    assert len(queues) == 2 * len(dead)


def test_nobody_outside_reads_the_snapshot() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}


def test_production_sets_every_variable_that_the_local_stack_sets(tmp_path: Any) -> None:
    outputs = dict.fromkeys(read("resources.yaml")["Outputs"], "x")
    here = environment(
        Choices(port=0, state=tmp_path),
        outputs=outputs,
        endpoint="e",
        base_url="b",
        identity=of_this_machine(tmp_path),
    )
    there = read("functions.yaml")["Globals"]["Function"]["Environment"]["Variables"]
    only_here = {"WEGWIJS_AWS_ENDPOINT", "WEGWIJS_LOCAL_TICK_S", "WEGWIJS_OUTGOING_HERE"}
    only_there = {"WEGWIJS_REGION"}  # the emulator is wherever we say
    ours = {name for name in here if name.startswith("WEGWIJS_")}
    assert there.keys() - only_there == ours - only_here


def test_production_keeps_to_the_sending_window_and_to_final_languages() -> None:
    there = read("functions.yaml")["Globals"]["Function"]["Environment"]["Variables"]
    assert (there["WEGWIJS_SMS_CAPS"], there["WEGWIJS_DRAFTS"]) == ("on", "off")
    assert there["WEGWIJS_SMS_WINDOW"] == {"Ref": "SmsWindow"}
    assert read("functions.yaml")["Parameters"]["SmsWindow"]["Default"] == "on"
