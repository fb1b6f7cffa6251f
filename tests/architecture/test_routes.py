"""Every route says who may come in, every error has its status, every role its door."""

from collections.abc import Iterator
from typing import Any

import pytest

from app import app
from chalicelib import entry, usecases
from chalicelib.domain import errors
from chalicelib.domain.errors import WegwijsError
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.problems import STATUS
from tests.architecture.modules import modules_of

# Whoever adds a line here opens a door to the whole world.
PUBLIC = {
    ("GET", "/v1/health"),  # are we well: nothing about anybody
    ("GET", "/v1/openapi.json"),  # what this API looks like
    ("POST", "/v1/libraries/{isil}/webhook"),  # signed instead: see test_signing
    ("POST", "/v1/libraries/{isil}/webhook/test"),  # tells a sender of what it sent itself
    ("GET", "/v1/hsds/organizations"),  # the catalogue, for everybody (INTERFACE.md)
    ("GET", "/v1/hsds/locations"),
    ("GET", "/v1/hsds/services"),
    ("GET", "/v1/import-templates/activities"),  # an empty workbook
    ("GET", "/v1/libraries/{isil}/calendar"),  # the same, as a calendar
}
# Pages of ours about nobody; every other page is behind a link of 96 bits or more.
OPEN_PAGES = {
    "/",
    "/toegankelijkheid",
    "/uitleg",
    "/zoek",
    "/documentatie",
    "/inloggen",
    "/inloggen/terug",
    "/static/{name}",
    "/.well-known/security.txt",
}
# The world's failures that a use case must have dealt with; at a door they are our own bug.
NEVER_ANSWERED = {"error", "refused", "ambiguous"}


def routes() -> Iterator[tuple[str, str, Any]]:
    for path, by_method in app.routes.items():
        for method, route in by_method.items():
            yield method, path, route


ROUTES = list(routes())
NAMED = [pytest.param(r, id=f"{method} {path}") for method, path, r in ROUTES]


def test_there_are_routes() -> None:
    assert {path for _, path, _ in ROUTES} >= {
        "/v1/matches",
        "/v1/referrals",
        "/v1/referrals/{referral_id}/acceptance",
        "/v1/referrals/{referral_id}/reopening",
        "/v1/placements/{placement_id}/undo",
        "/v1/placements/{placement_id}/cancellation",
        "/v1/activities",
        "/v1/libraries/{isil}/webhook",
    }


@pytest.mark.parametrize("route", NAMED)
def test_every_route_says_who_may_come_in(route: Any) -> None:
    allowed = route.view_function.allow
    assert isinstance(allowed, frozenset)
    assert allowed <= set(Role)


def test_only_these_routes_ask_for_no_identity() -> None:
    unguarded = {(m, path) for m, path, route in ROUTES if not route.view_function.allow}
    assert {pair for pair in unguarded if pair[1].startswith("/v1/")} <= PUBLIC
    assert ("GET", "/v1/health") in unguarded


def test_a_page_without_identity_is_opened_by_its_link_or_holds_nothing_of_anybody() -> None:
    pages = {path for _, path, route in ROUTES if not route.view_function.allow}
    outside = {path for path in pages if not path.startswith("/v1/")}
    assert {path for path in outside if "{token}" not in path} <= OPEN_PAGES


@pytest.mark.parametrize("route", NAMED)
def test_no_route_leaves_its_guard_to_the_gateway(route: Any) -> None:
    """Local mode admits everybody for any authorizer but the built-in one."""
    assert route.authorizer is None


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in ROUTES])
def test_a_path_has_no_slash_at_its_end_and_nothing_personal_in_it(method: str, path: str) -> None:
    assert not path.endswith("/") or path == "/"
    assert not {"phone", "name", "code"} & set(path.lower().replace("{", "/").split("/")), method


@pytest.mark.parametrize("route", NAMED)
def test_referrals_are_for_those_who_refer(route: Any) -> None:
    if route.uri_pattern.startswith("/v1/referrals"):
        assert route.view_function.allow == {
            Role.CASE_WORKER,
            Role.MUNICIPALITY_ADMIN,
            Role.PARTNER_REFERRER,
        }
    else:
        assert "referrals" not in route.uri_pattern


def codes() -> dict[str, type[WegwijsError]]:
    """Every error there is, by its code, wherever it was defined."""
    for package in (usecases, entry):
        modules_of(package)
    modules_of(errors)
    return {kind.code: kind for kind in _kinds(WegwijsError)}


def _kinds(kind: type[WegwijsError]) -> Iterator[type[WegwijsError]]:
    yield kind
    for sub in kind.__subclasses__():
        yield from _kinds(sub)


def test_every_error_has_a_status_or_never_reaches_a_door() -> None:
    assert codes().keys() - STATUS.keys() == NEVER_ANSWERED


def test_nothing_is_both_the_callers_fault_and_ours() -> None:
    assert {code for code, status in STATUS.items() if status >= 500} == {
        "internal",
        "temporarily_unavailable",
    }
    assert all(400 <= status < 600 for status in STATUS.values())


@pytest.mark.parametrize(
    ("kind", "status"),
    [(errors.Conflict, 409), (errors.Unauthorized, 401), (errors.NotFound, 404)],
)
def test_a_branch_of_the_tree_has_one_status(kind: type[WegwijsError], status: int) -> None:
    assert {STATUS[sub.code] for sub in _kinds(kind)} == {status}
