"""Canaries: a word that is nowhere else goes into everything that can be sent, and stays there.

It may be kept where it belongs, and shown to whoever may see it. It must be in no log, no message
of a queue, no metric, no timeline, no address, no catalogue, and in no answer that refuses.
"""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from app import app
from chalicelib import wiring
from chalicelib.adapters import logs
from chalicelib.adapters.emf import EmfMeter
from chalicelib.adapters.queues import SqsQueue
from chalicelib.entry import workers
from tests.entry.api_on_fakes import ApiOnFakes
from tests.entry.test_followed import KINDS, SqsInMemory, sqs_event
from tests.entry.walk import NEED, walk

WORD = "Kanariezwartgeel"
PHONE = "0612987654"
CANARIES = (WORD.lower(), PHONE, "+31612987654", "612987654")
PERSON = {"firstName": WORD, "phone": PHONE, "contactLanguage": "nl", "channel": "sms"}
REFERRAL = {
    **NEED,
    "person": PERSON,
    "agreement": {"refer": True, "sms": True, "reportBack": True, "recordedOn": "2026-11-20"},
    "clientReference": f"{WORD}-1",
    "note": f"{WORD} belt liever niet",
}


class Sinks:
    """All that a canary must not be found in."""

    def __init__(self, api: ApiOnFakes) -> None:
        self.api, self.sqs, self.log = api, SqsInMemory(), StringIO()

    def everything(self) -> dict[str, str]:
        refused = [a.raw.decode("utf-8", "replace") for a in self.api.answered if a.status >= 400]
        headers = [json.dumps(dict(a.headers)) for a in self.api.answered]
        timelines = [
            repr(self.api.ports.referrals.timeline(key))
            for key in self.api.ports.referrals.due(at=self.api.ports.now(), limit=1_000)
        ]
        return {
            "logs and metrics": self.log.getvalue(),
            "queues": "\n".join(self.sqs.sent),
            "refusals": "\n".join(refused),
            "headers and addresses": "\n".join(headers),
            "audit": "\n".join(timelines),
            "snapshot": repr(list(self.api.ports.snapshots.current())),
        }

    def assert_clean(self) -> None:
        for name, held in self.everything().items():
            for canary in CANARIES:
                assert canary not in held.lower(), (name, canary)


@pytest.fixture
def sinks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sinks]:
    api = ApiOnFakes(app)
    sinks = Sinks(api)
    queue: Any = SqsQueue(
        sinks.sqs,
        **{f"{kind}_url": f"queue/{kind}" for kind in KINDS},
        correlation=logs.correlation,
    )
    meter: Any = EmfMeter("dev", segment_price=0.1, now=api.ports.now)
    api.ports.queue, api.ports.meter = queue, meter
    monkeypatch.setattr(wiring, "ports", lambda: api.ports)
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before = list(root.handlers), root.level, ours.level
    logs.set_up(sinks.log)
    walk(api)
    api.answered.clear()
    yield sinks
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def refers(sinks: Sinks, body: Any, key: str = "canary", role: str = "case_worker") -> Any:
    return sinks.api.ask(role, "POST", "/referrals", body, Idempotency_Key=key)


def test_there_is_something_to_find_it_in(sinks: Sinks) -> None:
    made = refers(sinks, REFERRAL)
    assert made.status == 201
    assert sinks.sqs.sent
    for message in sinks.sqs.sent:
        workers.does_what_is_owed(sqs_event(message), None)
    assert "TextsSent" in sinks.log.getvalue()
    assert any(phone == "+31612987654" for phone, _, _ in sinks.api.ports.sms.sent)
    sinks.assert_clean()


def test_a_person_leaves_no_trace_on_any_road(sinks: Sinks) -> None:
    referral = refers(sinks, REFERRAL).body
    here = f"/referrals/{referral['id']}"
    refers(sinks, {**REFERRAL, "note": f"{WORD} anders"})
    refers(sinks, REFERRAL, key="again")
    sinks.api.ask("case_worker", "PATCH", here, {"person": PERSON}, If_Match='"1"')
    sinks.api.ask("case_worker", "PATCH", here, {"note": f"{WORD} 123456782"}, If_Match='"1"')
    sinks.api.ask("case_worker", "GET", here)
    sinks.api.ask("case_worker", "POST", f"{here}/withdrawal", {"reason": "moved"})
    sinks.assert_clean()


@pytest.mark.parametrize("field", sorted(REFERRAL))
@pytest.mark.parametrize("wrong", [f"{WORD} 123456782", [WORD], {"x": WORD}, {WORD: 1}])
def test_a_field_that_is_wrong_is_named_and_not_repeated(
    sinks: Sinks, field: str, wrong: Any
) -> None:
    refers(sinks, {**REFERRAL, field: wrong})
    logged = sinks.log.getvalue() + "".join(sinks.sqs.sent)
    assert WORD.lower() not in logged.lower()
    for answer in sinks.api.answered:
        if answer.status >= 400:
            reasons = [p["reason"] for p in answer.body.get("invalidParams", [])]
            assert WORD.lower() not in " ".join(reasons).lower()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/referrals/{WORD}"),
        ("GET", f"/activities/{WORD}"),
        ("GET", f"/libraries/{WORD}"),
        ("GET", f"/referrals?cursor={WORD}"),
        ("GET", f"/referrals?status={WORD}"),
        ("POST", f"/placements/{WORD}/undo"),
        ("POST", f"/tasks/{WORD}/done"),
        ("POST", f"/libraries/{WORD}/webhook"),
    ],
)
def test_what_stands_in_an_address_is_not_repeated(sinks: Sinks, method: str, path: str) -> None:
    sinks.api.ask("case_worker", method, path, None if method == "GET" else {"x": WORD})
    sinks.assert_clean()


def test_headers_are_not_repeated(sinks: Sinks) -> None:
    headers = {"Idempotency_Key": f"{WORD}\u00e9", "If_Match": WORD, "X_Request_Id": WORD}
    sinks.api.ask("case_worker", "POST", "/referrals", REFERRAL, **headers)
    sinks.api.ask(WORD, "GET", "/referrals")
    sinks.api.ask("case_worker", "GET", "/activities", Accept=WORD)
    sinks.assert_clean()


@pytest.mark.parametrize("body", [f'{{"{WORD}": ', f'"{WORD}"', f'{{"a": "{WORD}", "a": 1}}'])
def test_what_cannot_be_read_is_not_repeated(sinks: Sinks, body: str) -> None:
    refers(sinks, body.encode())
    sinks.api.webhook("msg_canary", {"type": WORD, "data": {"code": WORD}, "timestamp": WORD})
    sinks.assert_clean()


@pytest.mark.parametrize("text", [WORD, f"1 {WORD}", "stop", ""])
def test_what_comes_in_by_text_leaves_no_trace(sinks: Sinks, text: str) -> None:
    refers(sinks, REFERRAL)
    inbound = {
        "originationNumber": "+31612987654",
        "destinationNumber": "+3197000000000",
        "messageKeyword": WORD,
        "messageBody": text,
        "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
    }
    bodies = [json.dumps(inbound), json.dumps({"Message": json.dumps(inbound)}), WORD, "{"]
    workers.hears_what_comes_in(sqs_event(*bodies), None)
    sinks.assert_clean()


def test_a_bug_of_ours_tells_nothing(sinks: Sinks, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError(WORD) from KeyError(PHONE)

    monkeypatch.setattr(sinks.api.ports.referrals, "add", broken)
    assert refers(sinks, REFERRAL).status == 500
    monkeypatch.setattr(sinks.api.ports.referrals, "get", broken)
    workers.does_what_is_owed(
        sqs_event('{"schema": 1, "organisation": "GM0344", "referral": "ref_x"}'), None
    )
    assert "RuntimeError" in sinks.log.getvalue()
    sinks.assert_clean()
