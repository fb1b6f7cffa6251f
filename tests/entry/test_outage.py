"""The table answers nothing any more: each hears when to come back, and nothing is half done."""

from typing import Any

import pytest

from app import app
from chalicelib import wiring
from chalicelib.domain.errors import Temporary
from tests.entry.api_on_fakes import UTRECHT, Answered, ApiOnFakes
from tests.entry.walk import CASE_WORKER, LIBRARIAN, NEED
from tests.fakes.making import a_library
from tests.usecases.worlds import CAFE, GROUP

REFERRAL = {
    **NEED,
    "person": {"firstName": "Amina", "phone": "06 12345678", "contactLanguage": "ar"},
    "agreement": {"refer": True, "sms": True, "recordedOn": "2026-11-20"},
}


class Throttled:
    """A port that takes nothing and gives nothing."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*_: object, **__: object) -> Any:
            raise Temporary(name, retry_after_s=7)

        return refuse


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> ApiOnFakes:
    api = ApiOnFakes(app)
    monkeypatch.setattr(wiring, "ports", lambda: api.ports)
    api.ports.libraries.put(a_library())
    for activity in (CAFE, GROUP):
        api.ports.activities.put(activity, expected_version=None)
    api.publish()
    return api


def refers(api: ApiOnFakes, key: str) -> Answered:
    return api.ask(CASE_WORKER, "POST", "/referrals", REFERRAL, Idempotency_Key=key)


def test_every_verb_asks_to_come_back_and_nothing_is_half_written(api: ApiOnFakes) -> None:
    amina = refers(api, "before").body
    here, placement = f"/referrals/{amina['id']}", amina["placements"][0]["id"]
    whole, before = api.ports.referrals, api.ports.referrals.everything()
    api.ports.referrals = Throttled()  # type: ignore[assignment]
    said = {"placementId": placement}
    asked = [
        refers(api, "during"),
        api.ask(CASE_WORKER, "GET", here),
        api.ask(CASE_WORKER, "POST", f"{here}/acceptance", said),
        api.ask(CASE_WORKER, "POST", f"{here}/offers"),
        api.ask(CASE_WORKER, "POST", f"{here}/withdrawal", {"reason": "work"}),
        api.ask(CASE_WORKER, "GET", "/tasks"),
        api.ask(LIBRARIAN, "GET", f"/libraries/{UTRECHT}/placements"),
        api.ask(LIBRARIAN, "POST", f"/placements/{placement}/answer", {"accept": True}),
        api.webhook(
            "msg_1",
            {"type": "intake.confirmed", "timestamp": "2026-11-23T09:00:00Z", "data": said},
        ),
    ]
    assert [(a.status, a.headers["retry-after"]) for a in asked] == [(503, "7")] * len(asked)
    assert {a.body["code"] for a in asked} == {"temporarily_unavailable"}
    assert whole.everything() == before
    api.ports.referrals = whole
    assert refers(api, "during").status == 201
