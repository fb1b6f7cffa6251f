"""Alarms that every function and every dead-letter queue has, so that none is forgotten."""

from collections.abc import Mapping
from typing import Any

_MINUTES = 60


def alarms_of(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """One alarm a function that fails, one a queue that gave something up."""
    found: dict[str, Any] = {}
    for logical_id, resource in resources.items():
        if resource["Type"] == "AWS::Serverless::Function":
            found[f"{logical_id}ErrorsAlarm"] = _errors(logical_id)
        elif logical_id.endswith("DeadLetterQueue"):
            name = logical_id.removesuffix("DeadLetterQueue")
            found[f"{name}DeadLettersAlarm"] = _dead_letters(logical_id)
    return found


def _errors(function: str) -> dict[str, Any]:
    """One failed run is a bad minute; three in a quarter are a fault."""
    return _alarm(
        f"{function} fails again and again.",
        namespace="AWS/Lambda",
        metric="Errors",
        dimension=("FunctionName", {"Ref": function}),
        statistic="Sum",
        period_s=15 * _MINUTES,
        threshold=3,
    )


def _dead_letters(queue: str) -> dict[str, Any]:
    return _alarm(
        f"{queue} holds what was given up after three tries.",
        namespace="AWS/SQS",
        metric="ApproximateNumberOfMessagesVisible",
        dimension=("QueueName", {"Fn::GetAtt": [queue, "QueueName"]}),
        statistic="Maximum",
        period_s=5 * _MINUTES,
        threshold=1,
    )


def _alarm(
    description: str,
    *,
    namespace: str,
    metric: str,
    dimension: tuple[str, Any],
    statistic: str,
    period_s: int,
    threshold: int,
) -> dict[str, Any]:
    name, value = dimension
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value}],
            "Statistic": statistic,
            "Period": period_s,
            "EvaluationPeriods": 1,
            "Threshold": threshold,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "OperationsTopic"}],
        },
    }
