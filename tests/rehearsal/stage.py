"""The packaged stack as CloudFormation makes it on the emulator, and ways to look at it."""

import base64
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import yaml
from botocore.exceptions import ReadTimeoutError

from tools.demo.client import Client, LibrarySystem
from tools.local import resources
from tools.local.emulator import REGION
from tools.local.identity import ISSUER, Identity

NAME = "wegwijs-dev"
AMINA, SELAM = "+31610000001", "+31610000002"
CODE_BUCKET = "wegwijs-code"
WITHIN_S = 120.0
STANDS_WITHIN_S = 600.0
POLL_S = 0.5

# What the emulator does not know, with what it is for. Anything else that it does not know fails.
UNKNOWN_TO_THE_EMULATOR = {
    "AWS::SMSVOICE::ConfigurationSet": "receipts of texts come in on the inbound topic",
    "AWS::WAFv2::WebACLAssociation": "the rate rule stands before the API",
    "AWS::S3::BucketPolicy": "nobody reads without TLS, which the emulator does not speak here",
    "AWS::CloudWatch::Alarm, of several metrics": "texts lost, money spent, tables that refuse",
}


def with_code(template: Path, code: Mapping[str, str]) -> dict[str, Any]:
    """The template with the code where it lies, as `aws cloudformation package` writes it."""
    written: dict[str, Any] = yaml.safe_load(template.read_text())
    for resource in written["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = dict(code)
    return written


def without_unknown(template: dict[str, Any]) -> dict[str, Any]:
    """The template without what the emulator cannot make; each of those is printed."""
    kept = {}
    for logical_id, resource in template["Resources"].items():
        kind = resource["Type"]
        if "Metrics" in resource["Properties"]:
            kind += ", of several metrics"
        if kind in UNKNOWN_TO_THE_EMULATOR:
            why = UNKNOWN_TO_THE_EMULATOR[kind]
            print(f"not rehearsed: {logical_id} ({kind}): {why}")  # noqa: T201 - that is its use
        else:
            kept[logical_id] = resource
    return {**template, "Resources": kept}


def parameters(identity: Identity) -> dict[str, str]:
    """What whoever deploys says."""
    return {
        "Issuer": ISSUER,
        "Jwks": identity.key_set,
        "PublicUrl": "https://wegwijs.example",
        "DerivationKey": base64.b64encode(identity.derivation_key).decode(),
        "LibrarySecretSeed": base64.b64encode(identity.library_secret_seed).decode(),
        "Geocoder": "off",  # nothing leaves this machine
        "SignInDomain": "wegwijs-rehearsal",
        "SmsWindow": "off",  # this runs at any hour
        "SmsTestNumbers": f"{AMINA},{SELAM}",  # outside production nobody else gets a text
    }


@dataclass(frozen=True)
class Deployed:
    """A stack that stands, and its callers."""

    endpoint: str
    identity: Identity
    template: Mapping[str, Any]

    def client(self, service: str) -> Any:
        """A boto3 client of whoever owns the account."""
        return resources.client(service, self.endpoint)

    @cached_property
    def outputs(self) -> Mapping[str, str]:
        """What the stack says of itself."""
        (stack,) = self.client("cloudformation").describe_stacks(StackName=NAME)["Stacks"]
        return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}

    @cached_property
    def physical(self) -> Mapping[str, str]:
        """What each logical id became."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources")
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for page in pages.paginate(StackName=NAME)
            for each in page["StackResourceSummaries"]
        }

    @property
    def functions(self) -> list[str]:
        """Every function of the stack, by its logical id."""
        resources = self.template["Resources"]
        return [k for k, each in resources.items() if each["Type"] == "AWS::Serverless::Function"]

    def caller(self, role: str, organisation: str) -> Client:
        """A person of this role, whose requests go through the API gateway."""
        token = self.identity.token(
            role=role, organisation=organisation, subject=f"{role}-1", team="team-1"
        )
        api = self.outputs["RestAPIId"]
        return Client(f"{self.endpoint}/restapis/{api}/api/_user_request_", token)

    def system(self, role: str, organisation: str) -> Client:
        """A system of this organisation, with a token of the stack's own user pool."""
        pool, cognito = self.outputs["UserPoolId"], self.client("cognito-idp")
        cognito.create_resource_server(
            UserPoolId=pool,
            Identifier=organisation,
            Name=organisation,
            Scopes=[{"ScopeName": "act", "ScopeDescription": "Acts for it"}],
        )
        scopes = [f"wegwijs/{role}", f"{organisation}/act"]
        client = cognito.create_user_pool_client(
            UserPoolId=pool,
            ClientName=f"{organisation} zaaksysteem",
            GenerateSecret=True,
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["client_credentials"],
            AllowedOAuthScopes=scopes,
        )["UserPoolClient"]
        pair = f"{client['ClientId']}:{client['ClientSecret']}".encode()
        asked = Request(  # noqa: S310 - our own http address
            f"{self.endpoint}/oauth2/token",
            data=urlencode({"grant_type": "client_credentials"}).encode(),
            headers={"Authorization": f"Basic {base64.b64encode(pair).decode()}"},
        )
        with urlopen(asked, timeout=30) as response:  # noqa: S310 - our own http address
            token = json.load(response)["access_token"]
        return Client(self.caller(role, organisation).base_url, token)

    @property
    def pool_keys(self) -> str:
        """The public keys of the stack's own user pool, as JSON."""
        address = f"{self.endpoint}/{self.outputs['UserPoolId']}/.well-known/jwks.json"
        with urlopen(address, timeout=10) as response:  # noqa: S310 - our own http address
            return str(response.read().decode())

    def library(self, isil: str) -> LibrarySystem:
        """A library's system, with its webhook secret."""
        caller = self.caller("library_admin", isil)
        system = Client(caller.base_url)
        return LibrarySystem(system, isil, self.identity.library_secret(isil))

    def texts_to(self, number: str) -> list[str]:
        """The texts that were accepted for this number."""
        address = f"{self.endpoint}/_ministack/sns/sms-messages"
        with urlopen(address, timeout=10) as response:  # noqa: S310 - our own http address
            by_number = json.load(response)["sms_messages"]
        return [message["Message"] for message in by_number.get(number, ())]

    def runs(self, function: str) -> int:
        """How often this function ran, by its logical id."""
        return self.log_of(function).count("END RequestId")

    def log_of(self, function: str) -> str:
        """What this function said, by its logical id."""
        pages = self.client("logs").get_paginator("filter_log_events")
        group = f"/aws/lambda/{self.physical[function]}"
        return "\n".join(
            event["message"]
            for page in pages.paginate(logGroupName=group)
            for event in page["events"]
        )


def created(endpoint: str, template: Mapping[str, Any], given: Mapping[str, str]) -> None:
    """The stack stands whole, or what stood in its way is said."""
    _brought(endpoint, "create", template, given)


def updated(endpoint: str, template: Mapping[str, Any], given: Mapping[str, str]) -> None:
    """The stack that stands is now this one."""
    _brought(endpoint, "update", template, given)


def _brought(
    endpoint: str, verb: str, template: Mapping[str, Any], given: Mapping[str, str]
) -> None:
    cloudformation = resources.client("cloudformation", endpoint)
    bucket = resources.client("s3", endpoint)
    bucket.put_object(Bucket=CODE_BUCKET, Key="template.json", Body=json.dumps(template).encode())
    getattr(cloudformation, f"{verb}_stack")(
        StackName=NAME,
        TemplateURL=f"{endpoint}/{CODE_BUCKET}/template.json",  # over 51,200 bytes, as in AWS
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    status = until(lambda: _ended(cloudformation), within_s=STANDS_WITHIN_S)
    if status != f"{verb.upper()}_COMPLETE":
        events = cloudformation.describe_stack_events(StackName=NAME)["StackEvents"]
        raise AssertionError(list(_faults(events)))


def _ended(cloudformation: Any) -> str | None:
    """How it ended; None while it goes on, or while the emulator is too busy with it to say."""
    try:
        (stack,) = cloudformation.describe_stacks(StackName=NAME)["Stacks"]
    except ReadTimeoutError:
        return None
    status = str(stack["StackStatus"])
    return None if status.endswith("IN_PROGRESS") else status


def _faults(events: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for event in events:
        if event["ResourceStatus"].endswith("FAILED"):
            yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}"


def put_code(endpoint: str, archive: Path) -> dict[str, str]:
    """The archive lies where CloudFormation fetches it."""
    s3 = resources.client("s3", endpoint)
    s3.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.upload_file(str(archive), CODE_BUCKET, "deployment.zip")
    return {"Bucket": CODE_BUCKET, "Key": "deployment.zip"}


def until(happened: Callable[[], Any], within_s: float = WITHIN_S) -> Any:
    """What happened, as soon as it has; an error when it does not in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if found := happened():
            return found
        time.sleep(POLL_S)
    raise AssertionError(f"it did not happen within {within_s:.0f} s")
