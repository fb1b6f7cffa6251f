"""What each function may do is what its code can do: no more, no less."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib import API_VERSION
from chalicelib.entry.middleware import _HEADERS
from tests.infra.test_template import read
from tools.local.paths import ROOT
from tools.package.permissions import POLICIES, functions, permissions, policies

CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())
POLICY_OF = policies()
MAY = {name: permissions(name, places) for name, places in functions().items()}


@pytest.mark.parametrize("path", POLICY_OF, ids=lambda path: str(path.stem))
def test_the_policy_is_as_the_code_asks(path: Path) -> None:
    """`make policies` writes them; whoever reviews a change sees what it asks for."""
    assert path.read_text() == POLICY_OF[path]


def test_every_function_has_a_policy_of_its_own_and_no_policy_is_left_over() -> None:
    named = {name: each["iam_policy_file"] for name, each in CONFIG["lambda_functions"].items()}
    assert named == {path.stem: f"policies/{path.name}" for path in POLICY_OF}
    assert set(POLICIES.glob("*.json")) == set(POLICY_OF)


def test_every_function_says_how_much_it_takes_and_for_how_long() -> None:
    for name, each in CONFIG["lambda_functions"].items():
        assert each["lambda_memory_size"] <= 2048, name
        assert each["lambda_timeout"] <= 30, name


def test_there_are_three_stages_and_none_keeps_its_logs_for_ever() -> None:
    kept = {name: each["log_retention_in_days"] for name, each in CONFIG["stages"].items()}
    assert kept == {"dev": 7, "acceptance": 30, "production": 90}


def test_the_audit_is_only_added_to() -> None:
    audit = {action for may in MAY.values() for action, on in may if on == "AuditTable"}
    assert audit <= {"dynamodb:PutItem", "dynamodb:Query", "dynamodb:GetItem"}


@pytest.mark.parametrize(
    ("function", "action"),
    [
        ("publishes_the_catalogue", "kms:Decrypt"),  # a catalogue holds no person
        ("keeps_the_catalogue_fresh", "kms:Decrypt"),
        ("goes_on_with_an_import", "kms:Decrypt"),
        ("reads_the_feeds", "dynamodb:GetItem"),  # hands out, and reads nothing
        ("api_handler", "sns:Publish"),  # texts go by the queue
        ("says_who_she_is", "dynamodb:GetItem"),
    ],
)
def test_who_has_no_business_with_something_cannot_do_it(function: str, action: str) -> None:
    assert action not in {each for each, _ in MAY[function]}


@pytest.mark.parametrize(
    ("function", "needed"),
    [
        ("does_what_is_owed", ("sns:Publish", "phones")),
        ("does_what_is_owed", ("kms:Decrypt", "OrganisationKey")),
        ("sweeps", ("dynamodb:Query", "CoreTable/index/ByDue")),
        ("publishes_the_catalogue", ("s3:PutObject", "SnapshotBucket/catalogue/*")),
        ("hears_what_comes_in", ("sqs:ReceiveMessage", "InboundQueue")),
        ("asks_libraries_to_confirm", ("ses:SendEmail", "identity")),
        ("api_handler", ("dynamodb:PutItem", "AuditTable")),
    ],
)
def test_what_a_function_is_for_it_may_do(function: str, needed: tuple[str, str]) -> None:
    assert needed in MAY[function]


def test_what_the_gateway_answers_by_itself_carries_our_headers() -> None:
    resources: dict[str, Any] = read("edge.yaml")["Resources"]
    answers = [r for r in resources.values() if r["Type"] == "AWS::ApiGateway::GatewayResponse"]
    ours = {
        f"gatewayresponse.header.{name}": f"'{value}'"
        for name, value in _HEADERS.items()
        if name != "Content-Security-Policy"  # which the gateway cannot say: it holds quotes
    }
    assert API_VERSION in ours["gatewayresponse.header.API-Version"]
    for answer in answers:
        said = answer["Properties"]["ResponseParameters"]
        assert (
            said.pop("gatewayresponse.header.Content-Security-Policy", "'sandbox'") == "'sandbox'"
        )
        assert said == ours
        for template in answer["Properties"]["ResponseTemplates"].values():
            assert json.loads(template)["code"]


def test_access_logs_hold_a_route_and_nobody() -> None:
    written = read("edge.yaml")["Resources"]["RestAPI"]["Properties"]["AccessLogSetting"]["Format"]
    asked = {part.partition('"')[0].partition(" ")[0] for part in written.split("$context.")[1:]}
    assert asked == {
        "requestId",
        "httpMethod",
        "resourcePath",
        "status",
        "responseLatency",
        "integrationLatency",
        "responseLength",
        "error.responseType",
    }
