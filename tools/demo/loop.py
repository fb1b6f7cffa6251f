"""The closed loop: hours come back, a library's system hears, and nobody is left behind."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

from tools.demo.story import (
    REGISTERED,
    Stage,
    Teller,
    insist,
    newcomer,
    placement_with,
    say_text,
    wait_for,
)

HALF_PAST = 90  # minutes of a café


def hours_come_back(stage: Stage, teller: Teller) -> None:
    """Her code at the desk, twice; and the municipality reads whole hours and until when."""
    teller.chapter("Hours come back to the municipality, and nothing else does")
    administrator = stage.caller("municipality_admin", "GM0344")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Samira", "06 10000031", themes=["meeting"], countHours=True)
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-hours").body
    cafe = placement_with(referral, entry=["drop_in"])
    library = stage.library(cafe["activity"]["library"])
    counting = {"types": [cafe["activity"]["type"]], "also": [], "never": []}
    answered = administrator.put("/v1/municipalities/GM0344/counted-hours", counting)
    insist(answered.status == 200, f"what counts: {answered.body}")
    teller.say(f"what counts: {cafe['activity']['type']}", answered)
    today = stage.now().date()
    for days, presence in ((1, "present"), (0, "late")):
        day = (today - timedelta(days=days)).isoformat()
        told = library.says(
            "attendance.recorded",
            f"msg-there-{days}",
            code=cafe["code"],
            heldOn=day,
            minutes=HALF_PAST,
            presence=presence,
        )
        insist(told.body == {"result": "applied"}, f"attended by code: {told.body}")
        teller.say(f"her code at the desk on {day}, {presence}: {HALF_PAST} minutes", told)
    read = case_worker.get(f"/v1/referrals/{referral['id']}/hours")
    insist(read.body["hours"] == 2 * HALF_PAST // 60, f"three whole hours: {read.body}")
    insist(read.body["knownUntilOn"] == today.isoformat(), f"until today: {read.body}")
    teller.say(f"{read.body['hours']} hours, known until {read.body['knownUntilOn']}", read)
    now = case_worker.get(f"/v1/referrals/{referral['id']}").body
    insist(now["status"] == "active", f"active: {now['status']}")


def a_librarys_system_is_told(stage: Stage, teller: Teller) -> None:
    """Signed, tried again after a refusal, and verified with the library of the standard."""
    teller.chapter("A library's own system is told, signed, also when it falters at first")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Dilan", "06 10000032")
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-told").body
    placement = placement_with(referral, entry=REGISTERED)
    isil = placement["activity"]["library"]
    with _listening() as system:
        administrator = stage.caller("library_admin", isil)
        here = f"/v1/libraries/{isil}/endpoint"
        kept = administrator.put(here, {"url": system.url})
        insist(kept.body.get("secret"), f"our secret, once: {kept.body}")
        teller.say(f"{placement['activity']['branch']['name']} names an address", kept)
        system.secret = kept.body["secret"]
        path = f"/v1/referrals/{referral['id']}"
        case_worker.post(f"{path}/acceptance", {"placementId": placement["id"]})
        _hears(system, "referral.accepted", placement, teller)
        insist(system.refused == 1, "refused once, and told again")
        ended = case_worker.post(f"/v1/placements/{placement['id']}/cancellation", {})
        insist(ended.status == 200, f"taken back: {ended.body}")
        _hears(system, "placement.cancelled", placement, teller)
        log = administrator.get(f"/v1/libraries/{isil}/deliveries?pageSize=5").body["items"]
        accepted = next(each for each in log if each["type"] == "referral.accepted")
        outcomes = [attempt["outcome"] for attempt in accepted["attempts"]]
        insist(outcomes == ["503", "204"], f"both attempts in the log: {outcomes}")
        teller.say(f"in the log of deliveries: {', then '.join(outcomes)}")
        administrator.send("DELETE", here, None, {})


def moved_and_handed_over(stage: Stage, teller: Teller) -> None:
    """She moved: one link, which both municipalities confirm; nothing of her passes before."""
    teller.chapter("She moved: a warm hand-over by one link that both confirm")
    utrecht, amsterdam = (stage.caller("case_worker", code) for code in ("GM0344", "GM0363"))
    body = newcomer("Zahra", "06 10000033")
    referral = utrecht.post("/v1/referrals", body, Idempotency_Key="demo-moved").body
    stage.text_to("33")
    agreed = {"to": "GM0363", "agreedOn": stage.now().date().isoformat()}
    begun = utrecht.post(f"/v1/referrals/{referral['id']}/handover", agreed)
    insist(begun.status == 201, f"begun: {begun.body}")
    here = f"/v1/handovers/{begun.body['token']}"
    teller.say("one link, in which nothing says who she is", begun)
    taken = amsterdam.post(f"{here}/confirmation", {"location": {"postcode": "1011"}})
    insist(taken.body["status"] == "open", f"waits for the other: {taken.body}")
    teller.say("Amsterdam says yes, and where she lives now", taken)
    given = utrecht.post(f"{here}/confirmation", {})
    insist(given.body["status"] == "passed", f"passed: {given.body}")
    teller.say("Utrecht says yes: she goes on in Amsterdam, and has ended here", given)
    there = amsterdam.get(here).body["referralId"]
    after = amsterdam.get(f"/v1/referrals/{there}")
    insist(after.body["placements"], f"an offer near her new address: {after.body}")
    teller.say(f"offered there: {after.body['placements'][0]['activity']['title']}", after)
    before = utrecht.get(f"/v1/referrals/{referral['id']}").body
    insist(before["withdrawal"]["reason"] == "moved", f"ended here: {before['withdrawal']}")


def cancelled_and_moved_on(stage: Stage, teller: Teller) -> None:
    """A library stops an activity: whoever had a place there is told, and has something else."""
    teller.chapter("An activity stops: whoever had a place is told, and has something else")
    case_worker = stage.caller("case_worker", "GM0344")
    # A club for readers: nobody else in the story reads well enough to need what stops.
    body = newcomer("Mehret", "06 10000034", languageLevel="a2", themes=["reading"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-stops").body
    stage.text_to("34")
    placement = placement_with(referral, entry=REGISTERED)
    path = f"/v1/referrals/{referral['id']}"
    case_worker.post(f"{path}/acceptance", {"placementId": placement["id"]})
    library = stage.library(placement["activity"]["library"])
    stopped = library.says(
        "activity.cancelled", "msg-stops", activityId=placement["activity"]["id"]
    )
    insist(stopped.body == {"result": "applied"}, f"stopped: {stopped.body}")
    teller.say(f"{placement['activity']['title']} stops: applied", stopped)

    def has_moved_on() -> bool:
        now = case_worker.get(path).body
        return bool(_state_of(now, placement) == "cancelled" and now["status"] == "offered")

    insist(wait_for(has_moved_on), f"something else: {case_worker.get(path).body['status']}")
    teller.say("her place is cancelled, and something else is offered")
    for text in stage.texts_to("34", 2)[1:]:
        say_text(teller, "out", text)


LOOP = (
    hours_come_back,
    a_librarys_system_is_told,
    moved_and_handed_over,
    cancelled_and_moved_on,
)


@dataclass
class _System:
    """A library's system: refuses once that somebody comes, and keeps what it can verify."""

    url: str = ""
    secret: str = ""
    refused: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, headers: Mapping[str, str], body: bytes) -> int:
        """204 for what our signature is on; 503 for the first that somebody comes."""
        named = {name.lower(): value for name, value in headers.items()}
        # Not verify(): weeks of the story have gone by, and that knows this machine's time only.
        at = datetime.fromtimestamp(int(named["webhook-timestamp"]), UTC)
        fits = Webhook(self.secret).sign(named["webhook-id"], at, body.decode())
        insist(fits in named["webhook-signature"].split(), "a signature that fits")
        said = json.loads(body)
        if said["type"] == "referral.accepted" and not self.refused:
            self.refused += 1
            return 503
        self.heard.append(said)
        return 204


@contextmanager
def _listening() -> Iterator[_System]:
    system = _System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name is the standard library's
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(system.answer(dict(self.headers), body))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """The story says what there is to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    system.url = f"http://127.0.0.1:{server.server_port}/wegwijs"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()


def _hears(system: _System, kind: str, placement: Mapping[str, Any], teller: Teller) -> None:
    def heard() -> bool:
        return any(
            said["type"] == kind and said["data"]["placementId"] == placement["id"]
            for said in system.heard
        )

    insist(wait_for(heard), f"{kind} at the library's system: {system.heard}")
    teller.say(f"its system hears, and verifies: {kind}")


def _state_of(referral: Mapping[str, Any], placement: Mapping[str, Any]) -> str:
    found = next(p for p in referral["placements"] if p["id"] == placement["id"])
    return str(found["status"])
