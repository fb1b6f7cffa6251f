"""Libraries keep their catalogue over HTTP, and matching hears of it without a restart."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.adapters.mail import SesMailer
from chalicelib.domain.errors import Permanent
from tests.integration.conftest import RunningEmulator
from tools.demo.client import Answered, Client
from tools.demo.stage import LocalStage
from tools.demo.story import newcomer
from tools.local.service import Service

ROTTERDAM = "NL-0899020000"
HERE = f"/v1/libraries/{ROTTERDAM}"
QUESTION = {
    **{key: said for key, said in newcomer("", "").items() if key not in {"person", "agreement"}},
    "location": {"place": "Rotterdam"},
    "residence": "GM0599",
}


@pytest.fixture(scope="module")
def stage(service: Service) -> LocalStage:
    return LocalStage(service)


@pytest.fixture(scope="module")
def admin(stage: LocalStage) -> Client:
    return stage.caller("library_admin", ROTTERDAM)


@pytest.fixture(scope="module")
def case_worker(stage: LocalStage) -> Client:
    return stage.caller("case_worker", "GM0599")


@pytest.fixture(scope="module")
def library(admin: Client) -> Iterator[Any]:
    """The library as it is; put back when the tests are done."""
    as_it_was = admin.get(HERE).body
    yield as_it_was
    assert put(admin, as_it_was).status == 200
    assert admin.send("DELETE", f"{HERE}/pause", None, {}).status == 200


def put(admin: Client, body: Any, path: str = HERE, **headers: str) -> Answered:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return admin.send(
        "PUT", path, json.dumps(body).encode(), {"Content-Type": "application/json", **named}
    )


def matched(case_worker: Client) -> list[Any]:
    answered = case_worker.post("/v1/matches", QUESTION)
    assert answered.status == 200, answered.body
    return [m for m in answered.body["matches"] if m["activity"]["library"] == ROTTERDAM]


def within_s(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.5)
    return False


def test_what_a_library_changes_is_matched_as_changed_within_a_minute(
    admin: Client, case_worker: Client, library: Any
) -> None:
    assert within_s(60, lambda: bool(matched(case_worker))), "something fits to begin with"
    contact = {"phone": "010 1234567", "email": library["contact"]["email"]}
    assert put(admin, {**library, "contact": contact}).status == 200
    activities = admin.get(f"/v1/activities?library={ROTTERDAM}&pageSize=100").body["items"]
    assert {activity["contact"]["phone"] for activity in activities} == {"010 1234567"}
    assert within_s(
        60,
        lambda: (
            {m["activity"]["contact"]["phone"] for m in matched(case_worker)} == {"010 1234567"}
        ),
    )


def test_in_a_pause_no_meeting_is_offered_before_its_end(
    admin: Client, case_worker: Client, library: Any
) -> None:
    assert library["pause"] is None
    until = date.today() + timedelta(days=30)  # noqa: DTZ011 - a month more or less
    pause = {"from": date.today().isoformat(), "until": until.isoformat()}  # noqa: DTZ011
    assert put(admin, pause, f"{HERE}/pause").body["pause"] == pause

    def all_later() -> bool:
        meets = [match["nextSessionAt"] for match in matched(case_worker)]
        return all(at is not None and at[:10] > until.isoformat() for at in meets)

    assert within_s(60, all_later)


def test_of_two_who_change_the_same_version_one_is_told(admin: Client, library: Any) -> None:
    assert library["isil"] == ROTTERDAM
    headers = admin.get(HERE).headers
    tag = next(value for name, value in headers.items() if name.lower() == "etag")
    with ThreadPoolExecutor(2) as admins:
        answers = list(
            admins.map(lambda n: put(admin, {**library, "name": f"R{n}"}, If_Match=tag), range(2))
        )
    assert sorted(answer.status for answer in answers) == [200, 412]


def test_who_comes_and_goes_at_once_is_all_counted(admin: Client) -> None:
    activity = admin.get(f"/v1/activities?library={ROTTERDAM}&pageSize=1").body["items"][0]
    path = f"/v1/activities/{activity['id']}/taken-elsewhere"
    assert put(admin, {"count": 10}, path).status == 200
    with ThreadPoolExecutor(8) as people:
        moved = list(people.map(lambda by: put(admin, {"change": by}, path), [1, -1, 2] * 8))
    assert {answer.status for answer in moved} == {200}
    now = admin.get(f"/v1/activities/{activity['id']}").body
    assert now["takenElsewhere"] == 26
    assert put(admin, {"count": activity["takenElsewhere"]}, path).status == 200


def test_all_is_confirmed_in_one_call(admin: Client) -> None:
    activities = admin.get(f"/v1/activities?library={ROTTERDAM}&pageSize=100").body["items"]
    answered = admin.post("/v1/activities/confirmations", {"all": True})
    assert (answered.status, answered.body) == (200, {"confirmed": len(activities)})


def test_a_programme_is_kept_by_the_national_library_and_read_by_all(
    stage: LocalStage, case_worker: Client
) -> None:
    analyst = stage.caller("programme_analyst", "KB")
    path = f"/v1/programmes/p{time.time_ns()}"
    body = {"id": path.rpartition("/")[2], "title": "Taalcafé", "themes": ["language"]}
    assert put(analyst, body, path).status == 201
    assert put(analyst, body, path).status == 428
    assert put(analyst, {**body, "active": False}, path, If_Match='"1"').status == 200
    assert put(case_worker, body, path, If_Match='"2"').status == 403
    assert case_worker.get(path).body["active"] is False


def test_a_mail_leaves_through_the_emulator(emulator: RunningEmulator) -> None:
    ses = emulator.client("sesv2")
    mailer = SesMailer(lambda: ses, sender="wegwijs@bibliotheek.example")
    with pytest.raises(Permanent, match="MessageRejected"):  # nobody vouched for the sender yet
        mailer.send("taal@bibliotheek.example", subject="Klopt het nog?", text="Eén knop")
    ses.create_email_identity(EmailIdentity="wegwijs@bibliotheek.example")
    ses.create_email_identity(EmailIdentity="taal@bibliotheek.example")
    mailer.send("taal@bibliotheek.example", subject="Klopt het nog?", text="Eén knop")
