"""Who may do what: the whole matrix, asked of the whole application on the fakes."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib.domain.caller import EVERYONE, LIBRARY_ROLES
from chalicelib.domain.session import LONGEST, Session
from chalicelib.domain.vocabulary import Role
from tests.security.matrix import (
    OWNED,
    PAGE,
    Answer,
    Answers,
    Asking,
    answers,
    cookie_of,
    is_of_api,
    names_in,
    page,
    routes,
    whose,
)
from tests.security.rows import ROWS
from tests.security.tokens import Issuer
from tests.security.world import CALLERS, Whose, a_world_for

ROUTES = dict(routes())
GUARDED = [route for route, allow in ROUTES.items() if allow]
# Offered to all, whoever's it is: what a library holds is no secret.
READ_BY_ALL = {
    "GET /v1/activities/{activity_id}",
    "GET /v1/libraries/{isil}",
    "GET /v1/libraries/{isil}/calendar",
}
# Say how to sign, or that nobody has this code: the same whatever there is elsewhere.
EXPLAIN = {"POST /v1/libraries/{isil}/webhook/test", "POST /deze-week/balie"}
# Signed, not signed in: see test_webhook_signatures; here nobody signs.
SIGNED = "POST /v1/libraries/{isil}/webhook"
# A code or a form is missing: nobody is let in, and nobody is told why.
NEEDS_MORE = {"GET /inloggen/terug"}
# What is her own she may, but for what must come before: a phrase to tick, a file to look at.
LACKING = {
    "POST /taalcontrole/{token}",
    "POST /bibliotheek/vestigingen/{isil}/weg",  # which has activities
    "POST /importeren",
    "POST /importeren/{import_id}/doen",
}


@pytest.fixture(scope="module")
def found() -> Answers:
    return answers()


@pytest.fixture
def asking() -> Iterator[Callable[[Role], Asking]]:
    """The application, asked by somebody of a role in a world of her own."""
    with Client(app) as client:
        yield lambda role: Asking(a_world_for(role, Issuer()), client)


def test_the_page_is_current(found: Answers) -> None:
    assert PAGE.read_text("utf-8") == page(found), "run: python -m tests.security.matrix"


def test_every_route_has_its_row() -> None:
    """With a body that is right, so that the page can say who may do what."""
    assert ROWS.keys() == ROUTES.keys(), "tests/security/rows.py says how"


def test_nothing_that_anybody_asks_is_our_failure(found: Answers) -> None:
    failed = {key for key, a in found.items() if a.status >= 500}
    assert {key for key in failed if key[0] != "GET /inloggen"} == set()  # where none is set: 503


@pytest.mark.parametrize("route", GUARDED)
def test_every_other_role_is_turned_away_whosever_it_is(found: Answers, route: str) -> None:
    for role in EVERYONE - ROUTES[route]:
        outcomes = {found[route, role, which].outcome for which in whose(route, role)}
        assert outcomes == {"403"}, role


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_her_own_she_may(found: Answers, route: str) -> None:
    for role in ROUTES[route] or EVERYONE:
        answer = found[route, role, Whose.OWN]
        if route in LACKING:
            assert answer.outcome in {"in", "404"}
        elif route == SIGNED or route in NEEDS_MORE:
            assert answer.outcome == "401"
        else:
            assert answer.outcome == "in", (role, answer.body)
            assert answer.status not in {400, 412, 415, 428}, (role, answer.body)


@pytest.mark.parametrize("route", [r for r in ROUTES if names_in(r) & OWNED])
def test_what_is_somebody_elses_is_to_her_as_if_it_were_not_there(
    found: Answers, route: str
) -> None:
    for role in EVERYONE:
        unknown, foreign = (found[route, role, w] for w in (Whose.UNKNOWN, Whose.FOREIGN))
        if route in READ_BY_ALL:
            assert foreign.outcome == "in"
        else:
            assert foreign == unknown, role
            turned_away = foreign.outcome in {"401", "403", "404"}
            assert turned_away or route in EXPLAIN, role


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PARTNER_REFERRER, Role.MUNICIPALITY_ADMIN])
def test_a_colleagues_people_are_seen_by_an_administrator_only(found: Answers, role: Role) -> None:
    of_one = [key for key in found if key[1] is role and key[2] is Whose.COLLEAGUE]
    allowed = {key for key in of_one if role in ROUTES[key[0]]}
    assert allowed
    for route, _, _ in allowed:
        answer = found[route, role, Whose.COLLEAGUE]
        if role is Role.MUNICIPALITY_ADMIN:
            assert answer.outcome == "in", route
        else:
            assert answer == found[route, role, Whose.UNKNOWN], route
        assert found[route, role, Whose.TEAM].outcome == "in", route


@pytest.mark.parametrize("role", Role)
def test_whoever_is_turned_away_has_changed_nothing_of_the_others(
    asking: Callable[[Role], Asking], role: Role
) -> None:
    she = asking(role)
    before = she.world.of_others()
    for route in GUARDED:
        she.as_herself(route, Whose.FOREIGN)
    assert she.world.of_others() == before


def bad_tokens(issuer: Issuer, role: Role) -> Mapping[str, dict[str, str]]:
    """What strangers send: nothing, and tokens that say the right thing and are not good."""
    caller = CALLERS[role]
    bad = {
        "expired": issuer.token(caller, exp=1),
        "signed by another": Issuer(issuer.name).token(caller),
        "of another issuer": issuer.token(caller, iss="https://login.example/other"),
        "for another service": issuer.token(caller, aud="elsewhere"),
        "of an unknown role": issuer.token(caller, role="wizard"),
    }
    tokens = {name: {"Authorization": f"Bearer {token}"} for name, token in bad.items()}
    return {"none": {}, "a password": {"Authorization": "Basic eDp5"}, **tokens}


@pytest.mark.parametrize("route", [r for r in GUARDED if is_of_api(r)])
def test_without_a_good_token_no_route_of_the_api_opens(
    asking: Callable[[Role], Asking], route: str
) -> None:
    role = min(ROUTES[route])
    stranger = asking(role)
    for name, headers in bad_tokens(stranger.world.issuer, role).items():
        seen = {stranger.ask(route, which, headers).body for which in whose(route, role)}
        assert len(seen) == 1, name  # and it says nothing of what there is
        assert stranger.ask(route, Whose.OWN, headers).outcome == "401", name


@pytest.mark.parametrize("route", [r for r in GUARDED if not is_of_api(r)])
def test_without_a_living_session_no_page_opens(
    asking: Callable[[Role], Asking], route: str
) -> None:
    role = min(ROUTES[route])
    stranger = asking(role)
    world = stranger.world
    long_ago = world.ports.now() - LONGEST - timedelta(seconds=1)
    over = world.ports.sessions.open(Session(CALLERS[role], long_ago, world.ports.now()))
    bearer = {"Authorization": f"Bearer {world.issuer.token(CALLERS[role])}"}
    cookies: list[dict[str, Any]] = [{}, bearer, *map(cookie_of, ("forged.secret", over, ""))]
    for headers in cookies:
        answer: Answer = stranger.ask(route, Whose.OWN, headers)
        assert answer.outcome == ("sign in" if route.startswith("GET ") else "401"), headers


def test_library_roles_see_no_page_of_anybodys_referral(found: Answers) -> None:
    of_people = [r for r in ROUTES if "referral_id" in names_in(r)]
    assert of_people
    for route in of_people:
        for role in (*LIBRARY_ROLES, Role.PROGRAMME_ANALYST):
            assert found[route, role, Whose.OWN].outcome == "403", route
