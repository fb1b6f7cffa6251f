"""Tables, queues, bucket and keys on the emulator, from the template that production uses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

from tools.local.emulator import ACCESS_KEY, REGION, SECRET_KEY
from tools.local.failures import StartFailed
from tools.local.paths import ROOT

TEMPLATE = ROOT / "infra" / "resources.yaml"


def client(service: str, endpoint: str) -> Any:
    """A boto3 client for the emulator at `endpoint`, whatever this machine's AWS settings say."""
    config = Config(connect_timeout=2, read_timeout=30, retries={"max_attempts": 2})
    session: Any = boto3.Session(
        aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY, region_name=REGION
    )
    return session.client(service, endpoint_url=endpoint, config=config)


def deploy(endpoint: str, *, stage: str = "local", template: Path = TEMPLATE) -> dict[str, str]:
    """The stack stands as `template` says; its outputs by name, queue addresses at `endpoint`."""
    cloudformation = client("cloudformation", endpoint)
    name, body = f"wegwijs-{stage}", template.read_text()
    request = {
        "StackName": name,
        "TemplateBody": body,
        "Parameters": [{"ParameterKey": "Stage", "ParameterValue": stage}],
        "Capabilities": ["CAPABILITY_IAM"],
    }
    standing = _standing_template(cloudformation, name)
    if standing is None:
        _bring(cloudformation, "create", request)
    elif standing != body:
        _bring(cloudformation, "update", request)
    return {
        key: _at(endpoint, value) if key.endswith("Url") else value
        for key, value in _outputs(cloudformation, name).items()
    }


def _standing_template(cloudformation: Any, name: str) -> str | None:
    try:
        return str(cloudformation.get_template(StackName=name)["TemplateBody"])
    except ClientError:
        return None


def _bring(cloudformation: Any, verb: str, request: Mapping[str, Any]) -> None:
    getattr(cloudformation, f"{verb}_stack")(**request)
    waiter = cloudformation.get_waiter(f"stack_{verb}_complete")
    try:
        waiter.wait(StackName=request["StackName"], WaiterConfig={"Delay": 0.2, "MaxAttempts": 150})
    except WaiterError as error:
        raise StartFailed(
            f"the emulator refuses the template: {_first_fault(cloudformation, request)}"
        ) from error


def _first_fault(cloudformation: Any, request: Mapping[str, Any]) -> str:
    events = cloudformation.describe_stack_events(StackName=request["StackName"])["StackEvents"]
    faults = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    if not faults:
        return "no reason given"
    return f"{faults[-1]['LogicalResourceId']}: {faults[-1].get('ResourceStatusReason', '')}"


def _outputs(cloudformation: Any, name: str) -> dict[str, str]:
    (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _at(endpoint: str, url: str) -> str:
    """The same address on today's port: the emulator remembers the port of an earlier run."""
    here = urlsplit(endpoint)
    return urlunsplit(urlsplit(url)._replace(scheme=here.scheme, netloc=here.netloc))
