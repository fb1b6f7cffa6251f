"""Links that open without a login: what opens nothing, what may not be tried, what looking does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.domain.guessing import MOST, WINDOW
from chalicelib.domain.vocabulary import Role
from tests.security.matrix import routes
from tests.security.rows import ROWS
from tests.security.tokens import Issuer
from tests.security.world import Things, Whose, World, a_world_for

OF_LINKS = [route for route, allow in routes() if "{token}" in route and not allow]
READING = [route for route in OF_LINKS if route.startswith("GET ")]
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://wegwijs.example"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = a_world_for(Role.CASE_WORKER, Issuer())
    monkeypatch.setattr(wiring, "ports", lambda: world.ports)
    return world


@pytest.fixture
def hers(world: World) -> Things:
    return world.things[Whose.OWN]


@pytest.fixture
def http(world: World) -> Iterator[Any]:
    del world  # only that it stands
    with Client(app) as client:
        yield client.http


def ask(http: Any, route: str, token: str) -> Any:
    method, path = route.split(" ")
    headers = {} if method == "GET" else FORM
    return http.request(method, path.replace("{token}", token), headers=headers, body=b"")


def seen(answer: Any, token: str) -> bytes:
    """What she sees, but for the address she asked for, which a link to another language holds."""
    body: bytes = answer.body
    return body.replace(f"/{token}?".encode(), b"/-?")


def good(route: str, things: Things) -> str:
    return things[str(ROWS[route].link)]


def everything(world: World) -> str:
    ports = world.ports
    return repr((ports.referrals.everything(), ports.activities.everything()))


def altered(token: str) -> Iterator[str]:
    """Almost the same: another letter here and there, swapped case, cut, lengthened."""
    for place in (0, len(token) // 2, len(token) - 3):
        other = "A" if token[place] != "A" else "B"
        yield token[:place] + other + token[place + 1 :]
    yield token.swapcase()
    yield token[:-1]
    yield token + "A"


@pytest.mark.parametrize("route", OF_LINKS)
def test_a_link_that_is_not_exactly_right_opens_nothing_and_looks_like_any_other(
    http: Any, world: World, hers: Things, route: str
) -> None:
    right = good(route, hers)
    purposes = {str(ROWS[r].link) for r in OF_LINKS} - {str(ROWS[route].link)}
    wrong = [*altered(right), "x", "-", "%00", *(hers[purpose] for purpose in purposes)]
    before = everything(world)
    answers = [(token, ask(http, route, token)) for token in wrong]
    assert {answer.status_code for _, answer in answers} == {404}
    assert len({seen(answer, token) for token, answer in answers}) == 1
    assert everything(world) == before


@pytest.mark.parametrize("route", READING)
def test_looking_changes_nothing_however_often(
    http: Any, world: World, hers: Things, route: str
) -> None:
    before = everything(world)
    for _ in range(3):
        assert ask(http, route, good(route, hers)).status_code == 200
    assert everything(world) == before


@pytest.mark.parametrize("route", OF_LINKS)
def test_a_link_in_the_place_of_one_that_ended_opens_nothing(
    http: Any, world: World, hers: Things, route: str
) -> None:
    world.ports.now.forward(timedelta(days=400))
    if ROWS[route].link != "link":  # hers ends with the referral: see tests/entry/test_links.py
        assert ask(http, route, good(route, hers)).status_code == 404


@pytest.mark.parametrize("route", OF_LINKS)
def test_whoever_guesses_too_often_waits_and_learns_nothing_of_a_good_one(
    http: Any, world: World, hers: Things, route: str
) -> None:
    for number in range(MOST):
        assert ask(http, route, f"guess-{number}").status_code == 404
    later = ask(http, route, "guess")
    assert later.status_code == 429
    lucky = ask(http, route, good(route, hers))
    assert (lucky.status_code, lucky.headers.get("Retry-After")) == (
        429,
        later.headers.get("Retry-After"),
    )
    assert seen(lucky, good(route, hers)) == seen(later, "guess")
    world.ports.now.forward(WINDOW)
    assert ask(http, route, good(route, hers)).status_code in {200, 303, 400}


def test_guessing_at_one_sort_of_link_is_guessing_at_them_all(http: Any, hers: Things) -> None:
    for number in range(MOST):
        ask(http, OF_LINKS[number % len(OF_LINKS)], "guess")
    for route in OF_LINKS:
        assert ask(http, route, good(route, hers)).status_code == 429


@pytest.mark.parametrize("route", READING)
def test_a_good_link_is_opened_as_often_as_anybody_likes(
    http: Any, hers: Things, route: str
) -> None:
    assert {ask(http, route, good(route, hers)).status_code for _ in range(MOST + 5)} == {200}


def test_where_somebody_guessed_from_is_kept_under_a_name_that_does_not_tell(
    http: Any, world: World
) -> None:
    ask(http, OF_LINKS[0], "guess")
    (kept,) = world.ports.guesses.names()
    assert "127.0.0.1" not in kept
    assert len(kept) >= 20
    world.ports.now.forward(timedelta(days=1))
    ask(http, OF_LINKS[0], "guess")
    assert len(set(world.ports.guesses.names())) == 2
