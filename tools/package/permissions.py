"""One policy a function, from what its code can do: `python -m tools.package.permissions`.

Written to .chalice/policies; a test holds the files to the code, so that a permission that is
missing shows before production does, and one that nobody needs any more goes.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.local.paths import ROOT
from tools.package.needs import Permission, needed
from tools.package.reach import PACKAGE, Place, modules, reached

POLICIES = ROOT / ".chalice" / "policies"
API = "api_handler"
OWN_ROOTS = ("workers", "schedules", "tokens")  # modules whose functions are deployed apart
QUEUED, SCHEDULED = "on_sqs_message", "schedule"


def functions() -> dict[str, frozenset[Place]]:
    """Every function that is deployed, with everything that it can come to."""
    found = {}
    for name in OWN_ROOTS:
        module = f"{PACKAGE}.entry.{name}"
        for function in modules()[module].definitions.values():
            if isinstance(function, ast.FunctionDef) and function.decorator_list:
                found[function.name] = reached([Place(module, function.name)])
    found[API] = reached(_of_the_api())
    return found


def _of_the_api() -> Iterator[Place]:
    apart = {f"{PACKAGE}.entry.{name}" for name in OWN_ROOTS}
    for name, module in modules().items():
        if name.startswith(f"{PACKAGE}.entry") and name not in apart:
            for defined, body in module.definitions.items():
                if isinstance(body, ast.FunctionDef):
                    yield Place(name, defined)


def permissions(function: str, places: frozenset[Place]) -> frozenset[Permission]:
    """All that this function must be allowed, and nothing else."""
    found = {permission for place in places for permission in needed(place)}
    if "s3:GetObject" in {action for action, _ in found}:
        found.add(("s3:ListBucket", "SnapshotBucket"))  # or a missing object looks forbidden
    if queue := _consumes(function):
        actions = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
        found |= {(action, queue) for action in actions}
    return frozenset(found)


def _consumes(function: str) -> str | None:
    """The queue whose messages this function is handed."""
    workers = modules()[f"{PACKAGE}.entry.workers"].definitions.get(function)
    for node in ast.walk(workers) if workers else ():
        match node:
            case ast.keyword(arg="queue", value=ast.Call(args=[ast.Constant(value=str(kind))])):
                return f"{kind.capitalize()}Queue"
            case _:
                pass
    return None


def policy(function: str, allowed: frozenset[Permission]) -> dict[str, Any]:
    """The policy as AWS reads it: a statement a resource."""
    by_resource: dict[str, list[str]] = {}
    for action, resource in sorted(allowed):
        by_resource.setdefault(resource, []).append(action)
    statements = [
        _statement(resource, actions) for resource, actions in sorted(by_resource.items())
    ]
    return {"Version": "2012-10-17", "Statement": [_own_log(function), *statements]}


def _statement(resource: str, actions: list[str]) -> dict[str, Any]:
    sid = "".join(part[:1].upper() + part[1:] for part in resource.replace("*", "all").split("/"))
    statement: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Action": actions}
    match resource:
        case "phones":  # a text has no ARN; everything that has one is refused
            return {**statement, "NotResource": "arn:*:sns:*:*:*"}
        case "identity":
            name = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"
            return {**statement, "Resource": {"Fn::Sub": name}}
        case "texts":  # the number, pool or sender, and the configuration set, of this account
            name = "arn:${AWS::Partition}:sms-voice:${AWS::Region}:${AWS::AccountId}:*"
            return {**statement, "Resource": {"Fn::Sub": name}}
        case _:
            return {**statement, "Resource": _in_the_template(resource)}


def _in_the_template(resource: str) -> dict[str, Any]:
    logical_id, _, rest = resource.partition("/")
    if rest:
        return {"Fn::Sub": f"${{{logical_id}.Arn}}/{rest}"}
    return {"Fn::GetAtt": [logical_id, "Arn"]}


def _own_log(function: str) -> dict[str, Any]:
    group = f"/aws/lambda/${{AWS::StackName}}-{logical_id(function)}-*"
    prefix = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
    return {
        "Sid": "ItsOwnLog",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": {"Fn::Sub": prefix + group},
    }


def logical_id(function: str) -> str:
    """What Chalice calls the function in the template."""
    if function == API:
        return "APIHandler"
    return "".join(part.capitalize() for part in function.split("_"))


def policies() -> dict[Path, str]:
    """Every policy file as the code asks for it."""
    return {
        POLICIES / f"{name}.json": json.dumps(policy(name, permissions(name, places)), indent=2)
        + "\n"
        for name, places in functions().items()
    }


def main() -> None:
    """The policy files are as the code asks, and there are no others."""
    POLICIES.mkdir(exist_ok=True)
    written = policies()
    for path in set(POLICIES.glob("*.json")) - written.keys():
        path.unlink()
    for path, text in written.items():
        path.write_text(text)


if __name__ == "__main__":
    main()
