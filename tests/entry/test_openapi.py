"""The document says what the doors do: every route, every role, every answer."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from chalice.app import Chalice
from pydantic import BaseModel, TypeAdapter

from chalicelib import API_VERSION, wiring
from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.geography import TRAVEL
from chalicelib.entry.openapi import document
from chalicelib.entry.openapi.operation import PUBLIC, Operation
from chalicelib.entry.openapi.operations import OPERATIONS
from tests.entry.api_on_fakes import Answered, ApiOnFakes
from tests.entry.walk import walk

ROOT = Path(__file__).parents[2]
RULESET = "../shared/external/adr/linter.yaml"  # beside the project: checked with, not committed
SPECTRAL = "@stoplight/spectral-cli@6.16.3"
OUTSIDE_THE_DOCUMENT = "/v1/hsds/"  # Open Referral's own words and paging: INTERFACE.md

DOCUMENT: Mapping[str, Any] = json.loads(json.dumps(document("https://wegwijs.example")))
PATHS: Mapping[str, Any] = DOCUMENT["paths"]
METHODS = frozenset({"get", "put", "post", "delete", "patch"})
NAMED = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: str(one.handler))


@pytest.fixture(scope="module")
def app() -> Chalice:
    import app as doors  # noqa: PLC0415 - only these tests need every door

    return doors.app


@pytest.fixture(scope="module")
def seen(app: Chalice) -> Iterator[list[Answered]]:
    api = ApiOnFakes(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "ports", lambda: api.ports)
        yield walk(api)


def described(operation: Operation) -> Any:
    return PATHS[operation.path][operation.method.lower()]


# ---- every door is described, as it is


def test_every_route_is_in_the_document_and_nothing_else(app: Chalice) -> None:
    routes = {
        (method, bare(path.removeprefix("/v1")))
        for path, by_method in app.routes.items()
        if path.startswith("/v1/") and not path.startswith(OUTSIDE_THE_DOCUMENT)
        for method in by_method
    }
    in_document = {
        (method.upper(), bare(path))
        for path, item in PATHS.items()
        for method in item.keys() & METHODS
    }
    assert in_document == routes


@NAMED
def test_who_may_come_in_is_who_the_door_lets_in(app: Chalice, operation: Operation) -> None:
    door = door_of(app, operation)
    assert door.allow == operation.allow
    assert described(operation)["x-roles"] == sorted(door.allow)


@NAMED
def test_only_a_public_door_asks_for_no_token(operation: Operation) -> None:
    is_public = described(operation).get("security") == []
    assert is_public == (operation.allow == PUBLIC)
    assert is_public or "401" in described(operation)["responses"]


@NAMED
def test_being_of_the_wrong_role_is_described_where_there_is_one(operation: Operation) -> None:
    has_wrong_roles = operation.allow not in (PUBLIC, EVERYONE)
    assert ("403" in described(operation)["responses"]) == has_wrong_roles


@NAMED
def test_an_operation_is_called_as_its_handler(app: Chalice, operation: Operation) -> None:
    words = door_of(app, operation).__name__.split("_")
    camel = words[0] + "".join(word.title() for word in words[1:])
    assert described(operation)["operationId"] == camel


def test_no_two_operations_have_one_name() -> None:
    names = [described(operation)["operationId"] for operation in OPERATIONS]
    assert len(names) == len(set(names))


# ---- it can be read


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_schema_and_each_of_its_properties_is_explained(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]
    assert re.fullmatch("([A-Z][a-z0-9]+)+", name)
    assert schema["title"]
    assert schema["description"]
    properties = schema.get("properties", {})
    # One that points at a schema may leave the explaining to it.
    assert [
        key for key, one in properties.items() if not one.keys() & {"description", "$ref"}
    ] == []


def test_every_schema_is_used_and_every_reference_points_at_something() -> None:
    pointed = set(re.findall(r'"#/components/([^"]+)"', json.dumps(DOCUMENT)))
    there = {
        f"{kind}/{name}"
        for kind, parts in DOCUMENT["components"].items()
        for name in parts
        if kind != "securitySchemes"
    }
    assert pointed == there


def test_every_parameter_of_a_query_says_what_it_may_be() -> None:
    for operation in OPERATIONS:
        for parameter in described(operation).get("parameters", []):
            if parameter.get("in") == "query":
                assert parameter["description"]
                assert parameter["schema"].keys() & {"type", "$ref"}


def test_minutes_can_be_computed_from_the_document() -> None:
    assert {
        mode: (one["speedKmh"], one["detour"], one["fixedMinutes"])
        for mode, one in DOCUMENT["x-travel"].items()
    } == {
        mode.value: (one.speed_kmh, one.detour, one.fixed_minutes) for mode, one in TRAVEL.items()
    }


def test_it_names_its_version_its_address_and_whom_to_ask() -> None:
    assert DOCUMENT["info"]["version"] == API_VERSION
    assert DOCUMENT["servers"] == [{"url": "https://wegwijs.example/v1"}]
    assert DOCUMENT["info"]["contact"].keys() == {"name", "email", "url"}


@NAMED
def test_every_example_is_accepted_by_what_it_is_an_example_of(operation: Operation) -> None:
    parts = (
        [(operation.body.shape, list(operation.body.examples.values()))] if operation.body else []
    )
    parts += [(one.shape, [one.example]) for one in operation.answers if one.example is not None]
    for shape, examples in parts:
        for example in examples:
            if isinstance(shape, TypeAdapter) or (
                isinstance(shape, type) and issubclass(shape, BaseModel)
            ):
                adapter = shape if isinstance(shape, TypeAdapter) else TypeAdapter(shape)
                assert adapter.validate_json(json.dumps(example))


@NAMED
def test_every_example_fits_its_schema(operation: Operation) -> None:
    body = described(operation).get("requestBody", {"content": {}})["content"].values()
    for content in body:
        for example in content.get("examples", {}).values():
            assert faults(content["schema"], example["value"]) == []
    for response in described(operation)["responses"].values():
        for content in response.get("content", {}).values():
            if "example" in content:
                assert faults(content["schema"], content["example"]) == []


# ---- it is true


@pytest.mark.parametrize(
    ("operation", "status"),
    [(one, answered.status) for one in OPERATIONS for answered in one.answers],
    ids=lambda part: str(getattr(part, "handler", part)),
)
def test_every_way_to_succeed_happens(
    seen: list[Answered], operation: Operation, status: int
) -> None:
    assert [one for one in seen if one.status == status and is_of(one, operation)]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 412, 413, 415, 428, 503])
def test_every_kind_of_refusal_happens(seen: list[Answered], status: int) -> None:
    assert [one for one in seen if one.status == status]


@NAMED
def test_what_comes_back_is_what_the_document_says(
    seen: list[Answered], operation: Operation
) -> None:
    for answered in (one for one in seen if is_of(one, operation)):
        response = described(operation)["responses"][str(answered.status)]
        assert faults_in_headers(response, answered) == []
        content = response.get("content")
        if content is None:
            assert answered.raw == b""
            continue
        kind = answered.headers["content-type"].split(";")[0]
        said = answered.body if kind.endswith("json") else answered.raw.decode(errors="replace")
        assert faults(content[kind]["schema"], said) == [], answered


@NAMED
def test_what_comes_back_is_what_its_model_says(seen: list[Answered], operation: Operation) -> None:
    shape_by_status = {one.status: one.shape for one in operation.answers}
    for answered in (one for one in seen if is_of(one, operation)):
        shape = shape_by_status.get(answered.status)
        kind = answered.headers.get("content-type", "")
        is_json = kind.partition(";")[0].endswith("json")
        if isinstance(shape, type) and is_json:
            assert isinstance(shape.model_validate_json(answered.raw), shape)


def test_the_walk_has_seen_everything_that_an_answer_can_hold(seen: list[Answered]) -> None:
    matches = [one.body for one in seen if one.path == "/matches" and one.status == 200]
    assert any(body["matches"] for body in matches)
    assert any(body["nearMisses"] for body in matches)
    assert any(body["fallback"] for body in matches)
    activities = next(one.body for one in seen if one.path == "/activities" and one.status == 200)
    assert activities["nextCursor"]
    refused = {one.body["code"] for one in seen if one.status >= 400}
    assert refused >= {"illegal_transition", "idempotency_key_reused", "client_reference_in_use"}


# ---- it keeps the rules, and costs nothing to those who do not ask


def test_the_rules_for_dutch_apis_hold(tmp_path: Path) -> None:
    if not (ROOT / RULESET).exists():
        pytest.skip(f"no ruleset at {RULESET}")
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("no npx: Spectral needs Node 20")
    written = tmp_path / "openapi.json"
    written.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    linted = subprocess.run(  # noqa: S603 - our own document, a pinned program
        [npx, "--yes", SPECTRAL, "lint", "-r", str(ROOT / RULESET), "-F", "warn", str(written)],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    if "No results with a severity" not in linted.stdout and "npm error" in linted.stderr:
        pytest.skip(f"Spectral cannot be had: {linted.stderr.splitlines()[0]}")
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_the_api_starts_without_making_the_document() -> None:
    program = "import app, sys; print('chalicelib.entry.openapi' in sys.modules)"
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


def test_the_document_is_made_once() -> None:
    assert document("https://elsewhere.example") is document("https://elsewhere.example")


def bare(path: str) -> str:
    """The path without the names of its parameters, which mean nothing to a caller."""
    return re.sub(r"\{[^}]+\}", "{}", path)


def door_of(app: Chalice, operation: Operation) -> Any:
    by_path = {bare(path): methods for path, methods in app.routes.items()}
    return by_path[bare(f"/v1{operation.path}")][operation.method].view_function


def is_of(answered: Answered, operation: Operation) -> bool:
    path = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(operation.path))
    return answered.method == operation.method and bool(re.fullmatch(path, answered.path))


def faults(schema: Mapping[str, Any], value: Any) -> list[str]:
    """What is wrong with the value according to the published schema."""
    whole = {**schema, "components": DOCUMENT["components"]}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [
        f"{list(fault.instance_path)}: {fault.message}" for fault in validator.iter_errors(value)
    ]


def faults_in_headers(response: Mapping[str, Any], answered: Answered) -> list[str]:
    found = []
    for name, pointed in response["headers"].items():
        header = DOCUMENT["components"]["headers"][pointed["$ref"].rpartition("/")[2]]
        given = answered.headers.get(name.lower())
        if given is None:
            found.append(f"{name} is missing")
        else:
            found += faults(header["schema"], given)
    return found
