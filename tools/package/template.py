"""The template complete: what Chalice wrote, infra/*.yaml, and what follows from both."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

from tools.local.paths import ROOT
from tools.package.alarms import alarms_of

INFRA = ROOT / "infra"
ARCHITECTURE = {"arm64": "arm64"}  # what is packaged for this machine, the emulator runs as it is
EVERY_MINUTE = "rate(1 minute)"
Resources = Mapping[str, Mapping[str, Any]]


def complete(written: Path, *, stage: str, arch: str) -> None:
    """The template is all that this stage needs, and fits no other stage."""
    reader = YAMLTemplateSerializer()
    template = reader.load_template(written.read_text())
    for part in sorted(INFRA.glob("*.yaml")):
        added = reader.load_template(part.read_text())
        template = TemplateDeepMerger().merge(added, template)
    template["Parameters"]["Stage"] |= {"Default": stage, "AllowedValues": [stage]}
    resources = template["Resources"]
    for function in functions(resources).values():
        function["Properties"]["Architectures"] = [ARCHITECTURE.get(arch, "x86_64")]
        _complete_events(function, resources)
    # Chalice names it after the id that the function had before it became the API's.
    resources["ApiHandlerLogGroup"]["Properties"]["LogGroupName"] = {
        "Fn::Sub": "/aws/lambda/${APIHandler}"
    }
    for group in _of_type(resources, "AWS::Logs::LogGroup").values():
        group["Properties"]["KmsKeyId"] = {"Fn::GetAtt": ["StoreKey", "Arn"]}
    resources |= alarms_of(resources)
    written.write_text(yaml.safe_dump(template, sort_keys=False, allow_unicode=True))


def functions(resources: Resources) -> dict[str, Any]:
    """The functions of a template, by logical id."""
    return _of_type(resources, "AWS::Serverless::Function")


def _complete_events(function: dict[str, Any], resources: Resources) -> None:
    for event in function["Properties"].get("Events", {}).values():
        properties = event["Properties"]
        if event["Type"] == "SQS":
            # By reference: the queue stands first, and it is this stage's.
            properties["Queue"] = {"Fn::GetAtt": [_queue(properties["Queue"], resources), "Arn"]}
            properties["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
        elif properties.get("Schedule") == EVERY_MINUTE:
            # Tried again in a minute anyway; a second run beside it would only be in its way.
            function["Properties"]["EventInvokeConfig"] = {
                "MaximumRetryAttempts": 0,
                "MaximumEventAgeInSeconds": 60,
            }


def _queue(arn: Any, resources: Resources) -> str:
    """The logical id of the queue that Chalice wrote by name."""
    written = arn["Fn::Sub"] if isinstance(arn, Mapping) else arn
    for logical_id, queue in _of_type(resources, "AWS::SQS::Queue").items():
        kind = str(_text(queue["Properties"]["QueueName"])).rpartition("}")[2]
        if written.endswith(kind):
            return logical_id
    raise LookupError(f"no queue in infra for {written}")


def _text(value: Any) -> Any:
    return value["Fn::Sub"] if isinstance(value, Mapping) else value


def _of_type(resources: Resources, kind: str) -> dict[str, Any]:
    return dict(_each_of_type(resources, kind))


def _each_of_type(resources: Resources, kind: str) -> Iterator[tuple[str, Any]]:
    for logical_id, resource in resources.items():
        if resource["Type"] == kind:
            yield logical_id, resource
