"""Her link: what she sees, answers and gets, and what a wrong link shows."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.referral import Referral
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, GROUP, WALK, a_world, id_on, now_of, referred, states


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> FakePorts:
    world = a_world((CAFE, GROUP, WALK), words=GettextWords(drafts=True))
    monkeypatch.setattr(wiring, "ports", lambda: world)
    return world


@pytest.fixture
def referral(ports: FakePorts) -> Referral:
    return referred(ports, contact_language="en")


@pytest.fixture
def web(ports: FakePorts) -> Iterator[Any]:
    del ports  # only that they stand
    with Client(app) as client:
        yield client.http


def link(ports: FakePorts, referral: Referral) -> str:
    return f"/s/{ports.derivation.link_token(referral.id)}"


def answers(web: Any, path: str, answer: str) -> Any:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return web.post(path, headers=form, body=urlencode({"answer": answer}).encode())


def test_the_page_speaks_her_language_and_dutch(
    web: Any, ports: FakePorts, referral: Referral
) -> None:
    page = web.get(link(ports, referral))
    text = page.body.decode()
    assert page.status_code == 200
    assert '<html lang="en" dir="ltr">' in text
    assert "Saying no has no consequences" in text
    assert "Nee heeft geen gevolgen" in text
    assert len(page.body) <= 15_000
    assert "<script" not in text


def test_the_page_is_not_kept_and_tells_nobody_where_she_was(
    web: Any, ports: FakePorts, referral: Referral
) -> None:
    headers = web.get(link(ports, referral)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")


def test_opening_changes_nothing(web: Any, ports: FakePorts, referral: Referral) -> None:
    web.get(link(ports, referral))
    web.get(link(ports, referral) + "/calendar.ics")
    assert now_of(referral, ports) == referral


def test_a_yes_stands_and_shows_her_code(web: Any, ports: FakePorts, referral: Referral) -> None:
    placement = referral.placement(id_on(referral, "act_cafe"))
    answered = answers(web, link(ports, referral), f"yes:{placement.id}")
    assert (answered.status_code, answered.headers["Location"]) == (303, link(ports, referral))
    assert states(now_of(referral, ports))["act_cafe"] == "confirmed"
    assert placement.code in web.get(link(ports, referral)).body.decode()


def test_another_time_asks_for_a_part_of_the_day(
    web: Any, ports: FakePorts, referral: Referral
) -> None:
    answers(web, link(ports, referral), "other_time")
    assert 'value="other_time:evening"' in web.get(link(ports, referral)).body.decode()


@pytest.mark.parametrize(
    "answer", ["", "yes", "maybe", "help", "yes:", "other_time:night", "é" * 600]
)
def test_what_no_button_sends_is_answered_with_her_page(
    web: Any, ports: FakePorts, referral: Referral, answer: str
) -> None:
    assert answers(web, link(ports, referral), answer).status_code == 303
    assert states(now_of(referral, ports)) == states(referral)


def test_an_answer_to_an_older_round_does_not_refuse_what_is_new(
    web: Any, ports: FakePorts, referral: Referral
) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    sent = urlencode({"answer": "none", "round": "0"}).encode()
    assert web.post(link(ports, referral), headers=form, body=sent).status_code == 303
    assert states(now_of(referral, ports)) == states(referral)


def test_her_calendar_has_the_next_eight_meetings(
    web: Any, ports: FakePorts, referral: Referral
) -> None:
    answers(web, link(ports, referral), f"yes:{id_on(referral, 'act_cafe')}")
    calendar = web.get(link(ports, referral) + "/calendar.ics")
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    assert calendar.body.decode().count("BEGIN:VEVENT") == 8
    assert "TZID=Europe/Amsterdam" in calendar.body.decode()


def test_every_wrong_link_shows_the_same_bytes(
    web: Any, ports: FakePorts, referral: Referral
) -> None:
    right = link(ports, referral)
    wrong = ["/s/x", right + "A", right[:-1], "/s/" + "a" * 200, "/s/" + right[3:].swapcase()]
    got = [web.get(path) for path in wrong] + [answers(web, path, "none") for path in wrong]
    got += [web.get(path + "/calendar.ics") for path in wrong]
    got.append(answers(web, right, "yes:plc_of_somebody_else"))
    assert {page.status_code for page in got} == {404}
    assert len({page.body for page in got}) == 1
