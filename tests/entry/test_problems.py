"""From an error to an answer: RFC 9457, in words for people and a code for programs."""

import json
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.domain.errors import (
    Ambiguous,
    Fault,
    IllegalTransition,
    InvalidRequest,
    NotFound,
    Permanent,
    SeatTaken,
    Temporary,
    Unauthorized,
    WegwijsError,
)
from chalicelib.entry.problems import STATUS, answer, problem
from tests.fakes.ports import FakePorts


@pytest.fixture(autouse=True)
def _words_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = FakePorts()
    monkeypatch.setattr(wiring, "ports", lambda: ports)


def said(error: WegwijsError) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(answer(error).body)
    return body


@pytest.mark.parametrize(("code", "status"), STATUS.items())
def test_every_code_is_a_problem_with_its_status(code: str, status: int) -> None:
    response = problem(code)
    body = json.loads(response.body)
    assert response.status_code == body["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert body.keys() == {"type", "title", "status", "detail", "code"}
    assert body["code"] == code
    assert body["type"].endswith("/problems/" + code.replace("_", "-"))
    assert (body["title"], body["detail"]) == (
        f"nl:problem.{code}.title()",
        f"nl:problem.{code}.detail()",
    )


def test_every_fault_is_named_in_words() -> None:
    faults = [Fault("person.phone", "not_dutch_mobile"), Fault("x", "Een eigen zin.")]
    body = said(InvalidRequest(faults))
    assert body["invalidParams"] == [
        {"name": "person.phone", "reason": "Dit is geen Nederlands mobiel nummer."},
        {"name": "x", "reason": "Een eigen zin."},
    ]


def test_an_illegal_move_says_what_is_allowed() -> None:
    body = said(IllegalTransition("held", "accepted", ["silence"]))
    assert (body["status"], body["state"], body["allowed"]) == (409, "held", ["silence"])


def test_a_taken_seat_names_the_next_best() -> None:
    body = said(SeatTaken("act_1", next_best={"placementId": "plc_2"}))
    assert (body["activityId"], body["next"]) == ("act_1", {"placementId": "plc_2"})


def test_nothing_is_told_of_what_is_not_found() -> None:
    assert said(NotFound("ref_secret")) == said(NotFound("ref_other"))
    assert "secret" not in str(said(NotFound("ref_secret")))


@pytest.mark.parametrize("why", ["expired", "no_token", "bad_signature"])
def test_a_stranger_is_not_told_what_was_wrong_with_the_token(why: str) -> None:
    response = answer(Unauthorized(why))
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert why not in str(response.body)


@pytest.mark.parametrize(("told", "header"), [(7, "7"), (None, "2")])
def test_what_passes_says_when_to_try_again(told: int | None, header: str) -> None:
    response = answer(Temporary("the table is busy", retry_after_s=told))
    assert (response.status_code, response.headers["Retry-After"]) == (503, header)
    assert "table" not in str(response.body)


@pytest.mark.parametrize("error", [Permanent("no such key"), Ambiguous("timed out")])
def test_a_failure_of_the_world_that_nobody_dealt_with_is_ours(error: WegwijsError) -> None:
    response = answer(error)
    assert response.status_code == 500
    assert str(error) not in str(response.body)
