"""The door: who may come in, what is read of a request, and that nothing sent becomes a 5xx."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from chalice.app import Blueprint
from chalice.test import Client, HTTPResponse

from app import app
from chalicelib import wiring
from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.door import guarded
from chalicelib.usecases.ports import Metric
from tests.fakes.outside import FakeIdentities
from tests.fakes.ports import FakePorts

CALLERS = {role.value: Caller("usr_1", role, OrganisationId("GM0344")) for role in Role}


def allowed(view: Any) -> frozenset[Role]:
    """Whom this view lets in."""
    found: frozenset[Role] = view.allow
    return found


GUARDED = [
    pytest.param(method, path, allowed(route.view_function), id=f"{method} {path}")
    for path, by_method in app.routes.items()
    for method, route in by_method.items()
    if allowed(route.view_function)
]
ROUTES = [route for route in GUARDED if str(route.values[1]).startswith("/v1/")]
PAGES = [route for route in GUARDED if route not in ROUTES]  # theirs is a door of its own
SECURE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = FakePorts(identities=FakeIdentities(CALLERS))
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture
def client(ports: FakePorts) -> Iterator[Client]:  # noqa: ARG001 - the world behind it
    with Client(app) as client:
        yield client


def ask(
    client: Client,
    method: str,
    path: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> HTTPResponse:
    given = {"Content-Type": "application/json", **(headers or {})}
    return client.http.request(method, path, headers=given, body=body)


def bearer(role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {role.value}"}


def concrete(path: str) -> str:
    """A path in which every parameter stands for something nobody knows."""
    return "/".join("unknown" if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize(("method", "path", "allow"), ROUTES)
def test_a_stranger_is_turned_away_at_every_door(
    client: Client, method: str, path: str, allow: frozenset[Role]
) -> None:
    assert allow
    for headers in ({}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic eDp5"}):
        answered = ask(client, method, concrete(path), b"{", headers)
        assert answered.status_code == 401, headers


@pytest.mark.parametrize(("method", "path", "allow"), PAGES)
def test_a_page_sends_a_stranger_to_sign_in_and_no_token_opens_it(
    client: Client, method: str, path: str, allow: frozenset[Role]
) -> None:
    for headers in ({}, *(bearer(role) for role in allow)):
        answered = ask(client, method, concrete(path), b"", headers)
        if method == "GET":
            assert answered.status_code == 303, headers
            assert answered.headers["Location"].startswith("/inloggen?naar=")
        else:
            assert answered.status_code == 401, headers


@pytest.mark.parametrize(("method", "path", "allow"), ROUTES)
def test_every_other_role_is_turned_away_before_anything_is_read(
    client: Client, method: str, path: str, allow: frozenset[Role]
) -> None:
    for role in frozenset(Role) - allow:
        answered = ask(client, method, concrete(path), b"{", bearer(role))
        assert answered.status_code == 403, role


@pytest.mark.parametrize(("method", "path", "allow"), ROUTES)
def test_whoever_may_come_in_is_never_answered_with_our_failure(
    client: Client, method: str, path: str, allow: frozenset[Role]
) -> None:
    bodies = [b"", b"{", b"[]", b"null", b"{}", b'{"a":' * 40, b"\xff", b'"x"', b"NaN"]
    for role in allow:
        for body in bodies:
            answered = ask(client, method, concrete(path), body, bearer(role))
            assert answered.status_code < 500, (role, body, answered.body)


def test_a_bearer_is_a_bearer_however_it_is_written(client: Client) -> None:
    answered = ask(client, "GET", "/v1/libraries", headers={"Authorization": "bEARER  kb "})
    assert answered.status_code == 401
    answered = ask(
        client, "GET", "/v1/libraries", headers={"Authorization": "bEARER  case_worker "}
    )
    assert answered.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/health", 200),
        ("GET", "/v1/libraries", 401),
        ("DELETE", "/v1/health", 405),
    ],
)
def test_every_answer_carries_our_headers_and_every_error_is_a_problem(
    client: Client, method: str, path: str, status: int
) -> None:
    answered = ask(client, method, path)
    headers = {name.lower(): value for name, value in answered.headers.items()}
    assert answered.status_code == status
    assert headers.items() >= SECURE.items()
    assert headers["api-version"].count(".") == 2
    if status >= 400:
        assert headers["content-type"] == "application/problem+json"
        assert json.loads(answered.body)["status"] == status


@pytest.mark.usefixtures("ports")
def test_a_slash_too_many_is_not_found_though_the_gateway_overlooks_it() -> None:
    event = {
        "resource": "/v1/health",
        "path": "/v1/health/",
        "httpMethod": "GET",
        "headers": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {"httpMethod": "GET", "resourcePath": "/v1/health"},
    }
    assert app(event, None)["statusCode"] == 404
    assert app({**event, "path": "/v1/health"}, None)["statusCode"] == 200


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 400),
        ("application/json; charset=utf-8", 400),
        ("Application/JSON", 400),
        ("application/merge-patch+json", 400),
        ("text/plain", 415),
        ("application/xml", 415),
        ("", 415),
    ],
)
def test_a_body_is_json_or_it_is_not_read(client: Client, kind: str, status: int) -> None:
    headers = {**bearer(Role.CASE_WORKER), "Content-Type": kind}
    answered = ask(client, "POST", "/v1/matches", b"{}", headers)
    assert answered.status_code == status, answered.body


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b'{"a": NaN}', 400, "not_json"),
        (b'{"a": 1, "a": 2}', 400, "not_json"),
        (rb'{"a": "\ud800"}', 400, "not_json"),
        (b"[" * 40 + b"]" * 40, 400, "not_json"),
        (b'"' + b"x" * 65536 + b'"', 413, "too_large"),
        (b"{}", 400, "invalid_request"),
    ],
)
def test_what_cannot_be_read_says_so(client: Client, body: bytes, status: int, code: str) -> None:
    answered = ask(client, "POST", "/v1/matches", body, bearer(Role.CASE_WORKER))
    assert (answered.status_code, json.loads(answered.body)["code"]) == (status, code)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("pageSize=0", {"pageSize"}),
        ("pageSize=x&theme=y", {"pageSize", "theme"}),
        ("pageSize=1&pageSize=2", {"pageSize"}),
        ("unknown=1", {"unknown"}),
        ("pageSize=999999999999", {"pageSize"}),
        ("pageSize=1.5", {"pageSize"}),
    ],
)
def test_a_query_is_read_as_strictly_as_a_body(client: Client, query: str, names: set[str]) -> None:
    answered = ask(client, "GET", f"/v1/activities?{query}", headers=bearer(Role.CASE_WORKER))
    assert answered.status_code == 400
    assert {p["name"] for p in json.loads(answered.body)["invalidParams"]} == names


def test_our_own_bug_is_told_without_its_inside(
    client: Client, ports: FakePorts, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def list(self) -> Any:
            raise RuntimeError("secret inside")

    ports.libraries = Broken()  # type: ignore[assignment]
    answered = ask(client, "GET", "/v1/libraries", headers=bearer(Role.CASE_WORKER))
    assert answered.status_code == 500
    assert b"secret" not in answered.body
    (line,) = caplog.records
    assert (line.msg, line.__dict__["function"]) == ("unhandled error", "lists_libraries")
    assert ports.meter.all_of(Metric.UNHANDLED_ERRORS) == [1]


def test_a_door_says_for_whom_it_is() -> None:
    allow = frozenset({Role.CASE_WORKER})
    door = guarded(Blueprint(__name__), allow=allow)(lambda call: call)
    assert allowed(door) == allow
