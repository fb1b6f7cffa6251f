"""Our own rules for the template; what breaks one is not deployed."""

from collections.abc import Iterator, Mapping
from typing import Any

Resources = Mapping[str, Mapping[str, Any]]

# In a merged template equal logical ids fuse without a word, so each says its kind.
_OWN_NAMES = ("AWS::Serverless::Function", "AWS::Serverless::Api")  # Chalice's, after the code
_ENDS_IN: Mapping[str, tuple[str, ...]] = {
    "AWS::ApiGateway::Account": ("Account",),
    "AWS::ApiGateway::GatewayResponse": ("Response",),
    "AWS::KMS::Key": ("Key",),
    "AWS::Logs::MetricFilter": ("Filter",),
    "AWS::WAFv2::WebACLAssociation": ("Association",),
}
_DATA_SERVICES = ("dynamodb", "s3", "sqs", "kms", "sns", "ses", "sms-voice")
_KEEPS_NO_PAST = "KeysTable"  # a key that could be brought back would undo an erasure


def broken(template: Mapping[str, Any]) -> list[str]:
    """Each rule that this template breaks, in words."""
    resources: Resources = template["Resources"]
    rules = (_names, _queues, _tables, _functions, _roles, _topics, _buckets, _logs, _alarms)
    return [fault for rule in rules for fault in rule(resources)]


def _names(resources: Resources) -> Iterator[str]:
    for logical_id, resource in resources.items():
        kind = resource["Type"]
        ends = _ENDS_IN.get(kind, (kind.rpartition("::")[2],))
        if kind not in _OWN_NAMES and not logical_id.endswith(ends):
            yield f"{logical_id} does not say that it is a {ends[0]}"


def _queues(resources: Resources) -> Iterator[str]:
    alarmed = str([alarm for _, alarm in _of(resources, "AWS::CloudWatch::Alarm")])
    for logical_id, queue in _of(resources, "AWS::SQS::Queue"):
        properties = queue["Properties"]
        if "KmsMasterKeyId" not in properties:
            yield f"{logical_id} is not encrypted with a key of ours"
        if logical_id.endswith("DeadLetterQueue"):
            if f"'{logical_id}'" not in alarmed:
                yield f"{logical_id} has no alarm"
        elif "RedrivePolicy" not in properties:
            yield f"{logical_id} has no dead-letter queue"


def _tables(resources: Resources) -> Iterator[str]:
    for logical_id, table in _of(resources, "AWS::DynamoDB::Table"):
        properties = table["Properties"]
        recovers = properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        if recovers is (logical_id == _KEEPS_NO_PAST):
            yield f"{logical_id} {'recovers what was erased' if recovers else 'cannot recover'}"
        if "KMSMasterKeyId" not in properties["SSESpecification"]:
            yield f"{logical_id} is not encrypted with a key of ours"
        if not properties.get("DeletionProtectionEnabled"):
            yield f"{logical_id} can be deleted"
        if table.get("DeletionPolicy") != "Retain":
            yield f"{logical_id} goes with its stack"
    if "TimeToLiveSpecification" not in resources["CoreTable"]["Properties"]:
        yield "CoreTable never forgets"


def _functions(resources: Resources) -> Iterator[str]:
    roles: dict[str, str] = {}
    logged = str([group for _, group in _of(resources, "AWS::Logs::LogGroup")])
    for logical_id, function in _of(resources, "AWS::Serverless::Function"):
        properties = function["Properties"]
        role = properties["Role"]["Fn::GetAtt"][0]
        if role in roles:
            yield f"{logical_id} shares its policy with {roles[role]}"
        roles[role] = logical_id
        if f"${{{logical_id}}}" not in logged:
            yield f"{logical_id} has no log group"
        for event in properties.get("Events", {}).values():
            if event["Type"] == "SQS" and "FunctionResponseTypes" not in event["Properties"]:
                yield f"{logical_id} cannot fail a batch in part"


def _roles(resources: Resources) -> Iterator[str]:
    for logical_id, role in _of(resources, "AWS::IAM::Role"):
        for policy in role["Properties"].get("Policies", ()):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield from (f"{logical_id} {fault}" for fault in _statement(statement))


def _statement(statement: Mapping[str, Any]) -> Iterator[str]:
    actions = statement["Action"]
    for action in [actions] if isinstance(actions, str) else actions:
        service, _, verb = action.partition(":")
        if service in _DATA_SERVICES and "*" in verb:
            yield f"may do {action}"
        if service in _DATA_SERVICES and statement.get("Resource") == "*":
            yield f"may do {action} to everything"


def _topics(resources: Resources) -> Iterator[str]:
    for logical_id, topic in _of(resources, "AWS::SNS::Topic"):
        if "KmsMasterKeyId" not in topic["Properties"]:
            yield f"{logical_id} is not encrypted with a key of ours"


def _buckets(resources: Resources) -> Iterator[str]:
    guarded = str([policy for _, policy in _of(resources, "AWS::S3::BucketPolicy")])
    for logical_id, bucket in _of(resources, "AWS::S3::Bucket"):
        blocked = bucket["Properties"].get("PublicAccessBlockConfiguration", {})
        if set(blocked.values()) != {True}:
            yield f"{logical_id} may become public"
        if f"'{logical_id}'" not in guarded or "aws:SecureTransport" not in guarded:
            yield f"{logical_id} is read without TLS"
        if "LifecycleConfiguration" not in bucket["Properties"]:
            yield f"{logical_id} never forgets"


def _logs(resources: Resources) -> Iterator[str]:
    for logical_id, group in _of(resources, "AWS::Logs::LogGroup"):
        if "RetentionInDays" not in group["Properties"]:
            yield f"{logical_id} never forgets"


def _alarms(resources: Resources) -> Iterator[str]:
    functions = {name for name, _ in _of(resources, "AWS::Serverless::Function")}
    for name in sorted(functions):
        if f"{name}ErrorsAlarm" not in resources:
            yield f"{name} fails unheard"
    for logical_id, alarm in _of(resources, "AWS::CloudWatch::Alarm"):
        if not alarm["Properties"].get("AlarmActions"):
            yield f"{logical_id} tells nobody"


def _of(resources: Resources, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, each) for name, each in resources.items() if each["Type"] == kind)
