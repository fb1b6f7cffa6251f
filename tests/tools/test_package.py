"""What `make package` adds to what Chalice builds, and what it refuses to deploy."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale

from tools.local.paths import ROOT
from tools.package import wheels
from tools.package.__main__ import copy_what_is_deployed
from tools.package.archive import imports_from_bytecode, with_bytecode
from tools.package.rules import broken
from tools.package.template import complete

AS_CHALICE_WRITES = """
Resources:
  APIHandler:
    Type: AWS::Serverless::Function
    Properties:
      Role: {Fn::GetAtt: [ApiHandlerRole, Arn]}
  ApiHandlerRole:
    Type: AWS::IAM::Role
    Properties: {Policies: []}
  ApiHandlerLogGroup:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: {Fn::Sub: "/aws/lambda/${ApiHandler}"}, RetentionInDays: 90}
  Sends:
    Type: AWS::Serverless::Function
    Properties:
      Role: {Fn::GetAtt: [SendsRole, Arn]}
      Events:
        Queue:
          Type: SQS
          Properties: {Queue: {Fn::Sub: "arn:aws:sqs:x:y:wegwijs-dev-messages"}, BatchSize: 10}
  SendsRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement: [{Effect: Allow, Action: [dynamodb:GetItem], Resource: x}]
  SendsLogGroup:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: {Fn::Sub: "/aws/lambda/${Sends}"}, RetentionInDays: 90}
  Sweeps:
    Type: AWS::Serverless::Function
    Properties:
      Role: {Fn::GetAtt: [SweepsRole, Arn]}
      Events:
        Clock: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
  SweepsRole:
    Type: AWS::IAM::Role
    Properties: {Policies: []}
  SweepsLogGroup:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: {Fn::Sub: "/aws/lambda/${Sweeps}"}, RetentionInDays: 90}
"""


@pytest.fixture
def template(tmp_path: Path) -> dict[str, Any]:
    written = tmp_path / "template.yaml"
    written.write_text(AS_CHALICE_WRITES)
    complete(written, stage="dev", arch="arm64")
    read: dict[str, Any] = yaml.safe_load(written.read_text())
    return read


def test_a_consumer_reads_the_queue_of_its_own_stage_and_may_fail_a_batch_in_part(
    template: Mapping[str, Any],
) -> None:
    (event,) = template["Resources"]["Sends"]["Properties"]["Events"].values()
    assert event["Properties"] == {
        "Queue": {"Fn::GetAtt": ["MessagesQueue", "Arn"]},
        "BatchSize": 10,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }


def test_what_runs_by_the_minute_is_not_tried_again_beside_the_next_run(
    template: Mapping[str, Any],
) -> None:
    functions = template["Resources"]
    assert functions["Sweeps"]["Properties"]["EventInvokeConfig"]["MaximumRetryAttempts"] == 0
    assert "EventInvokeConfig" not in functions["Sends"]["Properties"]


def test_a_template_is_deployed_to_its_own_stage_only(template: Mapping[str, Any]) -> None:
    stage = template["Parameters"]["Stage"]
    assert (stage["Default"], stage["AllowedValues"]) == ("dev", ["dev"])


def test_functions_know_their_tables_and_run_on_the_machine_that_was_asked_for(
    template: Mapping[str, Any],
) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["WEGWIJS_CORE_TABLE"] == {"Ref": "CoreTable"}
    assert template["Resources"]["Sweeps"]["Properties"]["Architectures"] == ["arm64"]


def test_a_queue_that_is_not_in_infra_stops_the_build(tmp_path: Path) -> None:
    written = tmp_path / "template.yaml"
    written.write_text(AS_CHALICE_WRITES.replace("dev-messages", "dev-letters"))
    with pytest.raises(LookupError, match="letters"):
        complete(written, stage="dev", arch="arm64")


def test_what_is_packaged_keeps_every_rule(template: Mapping[str, Any]) -> None:
    assert broken(template) == []


def without(resource: str, *path: str) -> Callable[[dict[str, Any]], None]:
    def remove(resources: dict[str, Any]) -> None:
        place = resources[resource]
        for name in path[:-1]:
            place = place[name]
        del place[path[-1]]

    return remove


def put(resource: str, *path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(resources: dict[str, Any]) -> None:
        place = resources[resource]
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value

    return change


def gone(resource: str) -> Callable[[dict[str, Any]], None]:
    return lambda resources: resources.pop(resource)


def renamed(before: str, after: str) -> Callable[[dict[str, Any]], None]:
    return lambda resources: resources.update({after: resources.pop(before)})


SENDS_MAY = ("SendsRole", "Properties", "Policies")
BREACHES: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "Operations does not say that it is a Topic": renamed("OperationsTopic", "Operations"),
    "MessagesQueue has no dead-letter queue": without(
        "MessagesQueue", "Properties", "RedrivePolicy"
    ),
    "MessagesQueue is not encrypted": without("MessagesQueue", "Properties", "KmsMasterKeyId"),
    "MessagesDeadLetterQueue has no alarm": gone("MessagesDeadLettersAlarm"),
    "KeysTable recovers what was erased": put(
        *("KeysTable", "Properties", "PointInTimeRecoverySpecification"),
        value={"PointInTimeRecoveryEnabled": True},
    ),
    "AuditTable cannot recover": put(
        *("AuditTable", "Properties", "PointInTimeRecoverySpecification"),
        value={"PointInTimeRecoveryEnabled": False},
    ),
    "CoreTable can be deleted": without("CoreTable", "Properties", "DeletionProtectionEnabled"),
    "CoreTable goes with its stack": without("CoreTable", "DeletionPolicy"),
    "CoreTable never forgets": without("CoreTable", "Properties", "TimeToLiveSpecification"),
    "PeopleTable is not encrypted": put(
        "PeopleTable", "Properties", "SSESpecification", value={"SSEEnabled": True}
    ),
    "shares its policy": put(
        "Sends", "Properties", "Role", value={"Fn::GetAtt": ["SweepsRole", "Arn"]}
    ),
    "Sends has no log group": gone("SendsLogGroup"),
    "SendsLogGroup never forgets": without("SendsLogGroup", "Properties", "RetentionInDays"),
    "Sends cannot fail a batch in part": without(
        *("Sends", "Properties", "Events", "Queue", "Properties", "FunctionResponseTypes")
    ),
    "SendsRole may do dynamodb:*": put(
        *SENDS_MAY,
        value=[{"PolicyDocument": {"Statement": [{"Action": "dynamodb:*", "Resource": "x"}]}}],
    ),
    "SendsRole may do s3:GetObject to everything": put(
        *SENDS_MAY,
        value=[{"PolicyDocument": {"Statement": [{"Action": ["s3:GetObject"], "Resource": "*"}]}}],
    ),
    "InboundTopic is not encrypted": without("InboundTopic", "Properties", "KmsMasterKeyId"),
    "SnapshotBucket may become public": without(
        "SnapshotBucket", "Properties", "PublicAccessBlockConfiguration"
    ),
    "SnapshotBucket is read without TLS": gone("SnapshotBucketPolicy"),
    "SnapshotBucket never forgets": without(
        "SnapshotBucket", "Properties", "LifecycleConfiguration"
    ),
    "Sweeps fails unheard": gone("SweepsErrorsAlarm"),
    "SeatDriftAlarm tells nobody": without("SeatDriftAlarm", "Properties", "AlarmActions"),
}


@pytest.mark.parametrize(("said", "breach"), BREACHES.items(), ids=BREACHES.keys())
def test_what_breaks_a_rule_is_said(
    template: dict[str, Any], said: str, breach: Callable[[dict[str, Any]], None]
) -> None:
    changed = deepcopy(template)
    breach(changed["Resources"])
    assert any(said in fault for fault in broken(changed)), broken(changed)


def packed(directory: Path) -> Path:
    archive = directory / "deployment.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("chalicelib/__init__.py", "")
        zipped.writestr("chalicelib/greeting.py", "WORD = 'goedemorgen'\n")
    return archive


def test_bytecode_alone_is_enough_to_import(tmp_path: Path) -> None:
    """With the source emptied, what is imported comes from the bytecode, unchecked."""
    archive = packed(tmp_path)
    with_bytecode(archive)
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(tmp_path / "task")
    (tmp_path / "task" / "chalicelib" / "greeting.py").write_text("")
    said = subprocess.run(
        [sys.executable, "-c", "from chalicelib.greeting import WORD; print(WORD)"],
        cwd=tmp_path / "task",
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "goedemorgen\n"


def test_what_is_compiled_at_every_cold_start_is_a_fault(tmp_path: Path) -> None:
    archive = packed(tmp_path)
    before = imports_from_bytecode(archive, "chalicelib.greeting")
    with_bytecode(archive)
    after = imports_from_bytecode(archive, "chalicelib.greeting")
    assert before.compiled_again == ("chalicelib/__init__.py", "chalicelib/greeting.py")
    assert before.faults
    assert (after.from_bytecode, after.compiled_again, after.faults) == (2, (), [])


def test_the_same_files_give_the_same_archive(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = packed(tmp_path / "one"), packed(tmp_path / "other")
    with_bytecode(one)
    with_bytecode(other)
    assert one.read_bytes() == other.read_bytes()


def test_no_test_and_no_tool_is_deployed(tmp_path: Path) -> None:
    copy_what_is_deployed(tmp_path / "project")
    assert sorted(path.name for path in (tmp_path / "project").iterdir()) == [
        ".chalice",
        "app.py",
        "chalicelib",
        "requirements.txt",
    ]
    assert not list((tmp_path / "project").rglob("*.po"))


def test_no_test_of_a_library_is_deployed_either(tmp_path: Path) -> None:
    for name in ("data", "boto3/data"):
        (tmp_path / "botocore" / name).mkdir(parents=True)
        (tmp_path / name).mkdir(parents=True)
    for name in ("one/test/test_it.py", "two/tests/it.py", "jinja2/tests.py", "three/it.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    wheels.prune(tmp_path)
    kept = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.py")}
    assert kept == {"jinja2/tests.py", "three/it.py"}  # the first holds what templates ask


def test_the_locale_of_every_language_we_write_in_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "babel" / "locale-data"
    data.mkdir(parents=True)
    for name in ("root", "nl", "nl_BE", "ku", "fa_AF", "ja", "nds"):
        (data / f"{name}.dat").write_text("x")
    for other in ("botocore", "boto3"):
        for service in ("dynamodb", "ec2"):
            (tmp_path / other / "data" / service).mkdir(parents=True)
    wheels.prune(tmp_path)
    assert {path.stem for path in data.iterdir()} == {"root", "nl", "nl_BE", "ku", "fa_AF"}
    assert [p.name for p in (tmp_path / "botocore" / "data").iterdir()] == ["dynamodb"]
    for language in wheels.languages():
        Locale.parse(wheels.CLDR_NAME.get(language, language))  # CLDR knows it by this name


def test_every_service_that_the_wiring_asks_for_is_packaged() -> None:
    wiring = (ROOT / "chalicelib" / "wiring.py").read_text()
    asked = {part.partition('"')[0] for part in wiring.split('_client("')[1:]}
    assert asked | {"dynamodb"} == wheels.SERVICES
