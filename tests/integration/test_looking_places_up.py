"""An unknown place, on the whole service: answered at once, looked up after, matched again."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.pdok.server import FakePdok, pdok
from tools.demo.client import Answered, Client
from tools.demo.stage import LocalStage
from tools.local.service import Service, started

WITHIN_S = 30.0


@pytest.fixture(scope="module")
def geocoder() -> Iterator[FakePdok]:
    with pdok() as running:
        yield running


@pytest.fixture(scope="module")
def service(geocoder: FakePdok, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    state: Path = tmp_path_factory.mktemp("places") / "state"
    with started(state, "--geocoder", geocoder.url, "--tick-s", "1") as running:
        yield running


@pytest.fixture(scope="module")
def case_worker(service: Service) -> Client:
    return LocalStage(service).caller("case_worker", "GM0344")


def referred(case_worker: Client, place: str, key: str) -> Answered:
    body: dict[str, Any] = {
        "location": {"place": place},
        "languageLevel": "a1",
        "travel": {"mode": "car", "maxMinutes": 60},
        "person": {"firstName": "Sara", "contactLanguage": "en", "channel": "letter"},
        "agreement": {"refer": True, "recordedOn": "2026-11-20"},
    }
    return case_worker.post("/v1/referrals", body, Idempotency_Key=key)


def status_becomes(case_worker: Client, referral_id: str, status: str) -> dict[str, Any]:
    """The referral when it has this status; within half a minute."""
    until = time.monotonic() + WITHIN_S
    while True:
        found: dict[str, Any] = case_worker.get(f"/v1/referrals/{referral_id}").body
        if found["status"] == status:
            return found
        assert time.monotonic() < until, found["status"]
        time.sleep(0.2)


def test_an_unknown_place_is_looked_up_after_the_answer(
    case_worker: Client, geocoder: FakePdok
) -> None:
    # A hamlet of our own near Utrecht, which no table knows.
    answer = referred(case_worker, "Verzonnendorp", "places-1")
    assert (answer.status, answer.body["status"]) == (201, "needs_review")
    found = status_becomes(case_worker, answer.body["id"], "offered")
    line = next(one for one in found["timeline"] if one["kind"] == "need_changed")
    assert (line["actor"]["role"], line["reason"]) == ("clock", "place_found")
    questions = len(geocoder.asked)
    again = referred(case_worker, "verzonnendorp", "places-2")
    assert again.body["status"] == "offered"  # known by now, at once
    assert len(geocoder.asked) == questions
