"""What production's template declares stands on the emulator, and survives its end."""

from pathlib import Path

import pytest

from tests.integration.conftest import RunningEmulator
from tools.local import resources
from tools.local.emulator import Emulator
from tools.local.paths import EMULATOR_PROGRAM


@pytest.mark.parametrize(
    ("index", "projection"),
    [
        ("ByUpdated", "ALL"),
        ("ByStatus", "ALL"),
        ("ByOwner", "ALL"),
        ("ByLibrary", "ALL"),
        ("ByDue", "KEYS_ONLY"),  # the sweeper reads the item itself before it acts
    ],
)
def test_every_question_has_its_index(
    emulator: RunningEmulator, index: str, projection: str
) -> None:
    table = emulator.client("dynamodb").describe_table(TableName=emulator.outputs["CoreTableName"])
    found = {
        index["IndexName"]: index["Projection"]["ProjectionType"]
        for index in table["Table"]["GlobalSecondaryIndexes"]
    }
    assert found[index] == projection


def test_an_inbound_text_reaches_its_queue_as_it_was_published(emulator: RunningEmulator) -> None:
    emulator.client("sns").publish(TopicArn=emulator.outputs["InboundTopicArn"], Message="STOP")
    received = emulator.client("sqs").receive_message(
        QueueUrl=emulator.outputs["InboundQueueUrl"], WaitTimeSeconds=5
    )
    assert [message["Body"] for message in received["Messages"]] == ["STOP"]


def test_a_wrapped_key_unwraps(emulator: RunningEmulator) -> None:
    kms = emulator.client("kms")
    made = kms.generate_data_key(KeyId=emulator.outputs["OrganisationKeyId"], KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]


def test_what_was_stored_is_there_after_a_restart_on_another_port(tmp_path: Path) -> None:
    first = Emulator.start(EMULATOR_PROGRAM, tmp_path)
    before = resources.deploy(first.endpoint)
    resources.client("dynamodb", first.endpoint).put_item(
        TableName=before["CoreTableName"], Item={"PK": {"S": "a"}, "SK": {"S": "b"}}
    )
    first.stop()
    second = Emulator.start(EMULATOR_PROGRAM, tmp_path)
    try:
        after = resources.deploy(second.endpoint)
        stored = resources.client("dynamodb", second.endpoint).get_item(
            TableName=after["CoreTableName"], Key={"PK": {"S": "a"}, "SK": {"S": "b"}}
        )
    finally:
        second.stop()
    assert "Item" in stored
    assert after["MessagesQueueUrl"].startswith(second.endpoint)


def test_a_changed_template_is_brought_up_to_date_without_losing_what_is_stored(
    tmp_path: Path,
) -> None:
    changed = tmp_path / "resources.yaml"
    changed.write_text(
        resources.TEMPLATE.read_text().replace("maxReceiveCount: 3", "maxReceiveCount: 4")
    )
    emulator = Emulator.start(EMULATOR_PROGRAM, tmp_path / "state")
    try:
        before = resources.deploy(emulator.endpoint)
        table = before["CoreTableName"]
        dynamodb = resources.client("dynamodb", emulator.endpoint)
        dynamodb.put_item(TableName=table, Item={"PK": {"S": "a"}, "SK": {"S": "b"}})
        after = resources.deploy(emulator.endpoint, template=changed)
        kept = dynamodb.get_item(TableName=table, Key={"PK": {"S": "a"}, "SK": {"S": "b"}})
        attributes = resources.client("sqs", emulator.endpoint).get_queue_attributes(
            QueueUrl=after["MessagesQueueUrl"], AttributeNames=["RedrivePolicy"]
        )["Attributes"]
    finally:
        emulator.stop()
    assert after == before
    assert "Item" in kept
    assert '"maxReceiveCount":4' in attributes["RedrivePolicy"].replace(" ", "")
