"""What every answer carries: of the API, of pages, links and files, refusals and our own bugs."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.domain.vocabulary import Role
from tests.fakes.ports import FakePorts
from tests.security.matrix import Answer, Asking, is_of_api, names_in, routes
from tests.security.tokens import Issuer
from tests.security.world import Whose, a_world_for

ROUTES = [route for route, _ in routes()]
EVERYWHERE: Mapping[str, str] = {
    "x-content-type-options": r"nosniff",
    "x-frame-options": r"DENY",
    "strict-transport-security": r"max-age=31536000; includeSubDomains",
    "referrer-policy": r"no-referrer|same-origin",
    "permissions-policy": r"camera=\(\), geolocation=\(\), microphone=\(\), payment=\(\), usb=\(\)",
    "cross-origin-opener-policy": r"same-origin",
    "cross-origin-resource-policy": r"same-origin|cross-origin",
    "content-security-policy": r"default-src 'none'; .*frame-ancestors 'none'",
    "api-version": r"\d+\.\d+\.\d+",
    "cache-control": r"no-store|no-cache|public, max-age=\d+(, immutable)?",
}
# What anybody may have, and a cache as well: nothing of anybody is in it.
MAY_BE_KEPT = re.compile(r"GET /(static/|v1/(hsds/|libraries/{isil}/calendar|import-templates/))")


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    with Client(app) as client:
        yield Asking(a_world_for(Role.CASE_WORKER, Issuer()), client)


def assert_safe(route: str, answer: Answer) -> None:
    for name, pattern in EVERYWHERE.items():
        given = str(answer.headers.get(name, "(none)"))
        assert re.fullmatch(pattern, given), (route, answer.status, name, given)
    if not MAY_BE_KEPT.match(route):
        assert answer.headers["cache-control"] == "no-store", route
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    if is_of_api(route):
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_carries_them(asking: Asking, route: str) -> None:
    for which in (Whose.UNKNOWN, Whose.OWN) if names_in(route) else (Whose.OWN,):
        assert_safe(route, asking.as_herself(route, which))


@pytest.mark.parametrize("route", ROUTES)
def test_every_refusal_carries_them(asking: Asking, route: str) -> None:
    assert_safe(route, asking.ask(route, Whose.OWN, {"Authorization": "Bearer x"}))


@pytest.mark.parametrize("route", ["GET /v1/libraries", "GET /start", "GET /s/{token}"])
def test_our_own_bug_carries_them(
    asking: Asking, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError(name)

    for port in ("libraries", "referrals", "sessions"):
        monkeypatch.setattr(asking.world.ports, port, Broken())
    answer = asking.ask(route, Whose.OWN, {"Cookie": "__Host-wegwijs-sessie=a.b"})
    assert answer.status in {401, 500}
    assert_safe(route, answer)


@pytest.mark.parametrize("path", ["/nowhere", "/v1/nowhere", "/v1/health/"])
def test_what_is_nowhere_carries_them(
    asking: Asking, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "ports", lambda: asking.world.ports)
    with Client(app) as client:
        answer = client.http.get(path)
    given = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status_code != 403:  # which the gateway answers by itself; see tests/infra
        assert_safe(f"GET {path}", Answer(answer.status_code, given, answer.body))


def test_the_description_may_be_read_from_any_site(asking: Asking) -> None:
    answer = asking.ask("GET /v1/openapi.json", Whose.OWN, {})
    assert answer.headers["access-control-allow-origin"] == "*"
    others = [r for r in ROUTES if r != "GET /v1/openapi.json" and not MAY_BE_KEPT.match(r)]
    for route in others:
        headers = asking.ask(route, Whose.OWN, {"Origin": "https://evil.example"}).headers
        assert "access-control-allow-origin" not in headers, route


def test_whoever_finds_a_hole_reads_whom_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = FakePorts(security_contact="mailto:lek@gemeente.example")
    monkeypatch.setattr(wiring, "ports", lambda: ports)
    with Client(app) as client:
        answer = client.http.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.body.decode().splitlines())
    assert said["Contact"] == "mailto:lek@gemeente.example"
    assert said["Canonical"] == "https://wegwijs.example/.well-known/security.txt"
    ahead = datetime.fromisoformat(said["Expires"]) - ports.now()
    assert timedelta(days=170) < ahead < timedelta(days=365)
