"""The story: each chapter does something and insists that it happened."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from chalicelib.adapters.sms.segments import segments
from tools.demo.client import Answered, Client, LibrarySystem


class ItDidNotHappen(Exception):
    """A step of the story went otherwise."""


class Stage(Protocol):
    """What the story is played on."""

    def caller(self, role: str, organisation: str) -> Client: ...

    def library(self, isil: str) -> LibrarySystem: ...

    def text_to(self, ends_in: str) -> str: ...

    def texts_to(self, ends_in: str, count: int) -> list[str]: ...

    def texts_from(self, number: str, text: str) -> None: ...

    def time_passes(self, by: timedelta) -> None: ...

    def now(self) -> datetime: ...


@dataclass(slots=True)
class Teller:
    """Says each step with its time."""

    lines: list[str] = field(default_factory=list)

    def say(self, what: str, answered: Answered | None = None) -> None:
        took = f"{answered.took_ms:7.0f} ms" if answered else " " * 10
        print(f"{took}  {what}", flush=True)

    def chapter(self, title: str) -> None:
        print(f"\n== {title}", flush=True)


def insist(claim: object, what: str) -> None:
    """The story goes on only if the claim holds."""
    if not claim:
        raise ItDidNotHappen(what)


def newcomer(first_name: str, phone: str, **changes: Any) -> dict[str, Any]:
    """An invented newcomer in Utrecht."""
    return {
        "location": {"postcode": "3511"},
        "residence": "GM0344",
        "languageLevel": "a1",
        "spokenLanguages": ["ar"],
        "themes": ["language", "meeting"],
        "travel": {"mode": "bicycle", "maxMinutes": 30},
        "person": {
            "firstName": first_name,
            "phone": phone,
            "contactLanguage": "ar",
            "channel": "sms",
        },
        "agreement": {
            "refer": True,
            "sms": True,
            "reportBack": True,
            "recordedOn": datetime.now(UTC).date().isoformat(),
        },
        **changes,
    }


def placement_with(
    referral: Mapping[str, Any], *, entry: Iterable[str], status: str = "proposed"
) -> dict[str, Any]:
    """The best placement whose activity one enters in one of these ways."""
    for placement in referral["placements"]:
        if placement["status"] == status and placement["activity"]["entry"] in set(entry):
            found: dict[str, Any] = placement
            return found
    raise ItDidNotHappen(f"a {status} placement with entry {', '.join(entry)}")


ANSWER_WITHIN_S = 60.0
A_WORKING_WEEK = timedelta(days=9)  # five working days and more, whatever feasts fall in it
REGISTERED = ("register", "intake", "referral")


def referred_and_placed(stage: Stage, teller: Teller) -> None:
    """Refer, three explained matches, the text, the yes, the library's confirmation."""
    teller.chapter("A newcomer is referred, texted, accepted and placed")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Amina", "06 10000001")
    answered = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-placed")
    insist(answered.status == 201, f"201, not {answered.status}: {answered.body}")
    referral = answered.body
    teller.say(f"refer: {referral['id']} is {referral['status']}", answered)
    insist(len(referral["placements"]) == 3, "three suggestions")
    for placement in referral["placements"]:
        reasons = ", ".join(reason["text"] for reason in placement["reasons"])
        title, branch = placement["activity"]["title"], placement["activity"]["branch"]["name"]
        teller.say(f"  {placement['score']:.3f} {title}, {branch}: {reasons}")
        insist(
            abs(sum(p["part"] for p in placement["scoreParts"]) - placement["score"]) < 1e-9,
            "parts that sum to the score",
        )
    again = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-placed")
    insist(again.body["id"] == referral["id"], "the same referral for the same request")
    teller.say("the same request again: the same referral", again)
    teller.say(f"text read back from the emulator: {stage.text_to('01')}")
    placement = placement_with(referral, entry=REGISTERED)
    path = f"/v1/referrals/{referral['id']}"
    accepted = case_worker.post(f"{path}/acceptance", {"placementId": placement["id"]})
    insist(accepted.body.get("status") == "awaiting_library", f"held: {accepted.body}")
    teller.say(f"accepted {placement['activity']['title']}: {accepted.body['status']}", accepted)
    library = stage.library(placement["activity"]["library"])
    confirmed = library.says("intake.confirmed", "msg-placed", placementId=placement["id"])
    insist(confirmed.body == {"result": "applied"}, f"applied: {confirmed.body}")
    teller.say("library confirms with a signed webhook: applied", confirmed)
    repeated = library.says("intake.confirmed", "msg-placed", placementId=placement["id"])
    insist(repeated.body == {"result": "duplicate"}, f"duplicate: {repeated.body}")
    teller.say("the same webhook again: duplicate", repeated)
    now = case_worker.get(path)
    insist(now.body["status"] == "placed", f"placed: {now.body['status']}")
    teller.say(
        f"the case worker sees: {now.body['status']}, {len(now.body['timeline'])} lines", now
    )


def came_to_the_cafe(stage: Stage, teller: Teller) -> None:
    """A drop-in: acceptance is enough; another shows her code without having answered."""
    teller.chapter("A drop-in café: accepted, and another one closed by her code at the desk")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Selam", "06 10000002", themes=["meeting"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-cafe").body
    cafe = placement_with(referral, entry=["drop_in"])
    path = f"/v1/referrals/{referral['id']}"
    accepted = case_worker.post(f"{path}/acceptance", {"placementId": cafe["id"]})
    insist(accepted.body.get("status") == "placed", f"placed: {accepted.body}")
    teller.say(
        f"accepted {cafe['activity']['title']}: just come ({accepted.body['status']})", accepted
    )
    body = newcomer("Yonas", "06 10000003", themes=["meeting"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-code").body
    cafe = placement_with(referral, entry=["drop_in"])
    library = stage.library(cafe["activity"]["library"])
    by_id = library.says("intake.confirmed", "msg-by-id", placementId=cafe["id"])
    insist(by_id.status == 409, f"409 by id before she said yes, not {by_id.status}")
    teller.say("the library confirms somebody who said nothing yet: 409", by_id)
    by_code = library.says("intake.confirmed", "msg-by-code", code=cafe["code"])
    insist(by_code.body == {"result": "applied"}, f"applied by code: {by_code.body}")
    now = case_worker.get(f"/v1/referrals/{referral['id']}")
    insist(now.body["status"] == "placed", f"placed by code: {now.body['status']}")
    teller.say("she showed her code at the desk: applied, and placed", by_code)


def declined_and_offered_again(stage: Stage, teller: Teller) -> None:
    """The library says no; the next offer stands before its answer does."""
    teller.chapter("A library declines, and the next offer stands at once")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Olena", "06 10000004", spokenLanguages=["uk"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-declined").body
    placement = placement_with(referral, entry=REGISTERED)
    path = f"/v1/referrals/{referral['id']}"
    case_worker.post(f"{path}/acceptance", {"placementId": placement["id"]})
    library = stage.library(placement["activity"]["library"])
    declined = library.says(
        "intake.declined", "msg-declined", placementId=placement["id"], reason="full"
    )
    insist(declined.body == {"result": "applied"}, f"declined: {declined.body}")
    teller.say("the library says it is full: applied", declined)
    now = case_worker.get(path).body
    fresh = [p for p in now["placements"] if p["round"] == 2]
    insist(now["status"] == "offered" and fresh, f"a second round: {now['status']}")
    for offer in fresh:
        teller.say(f"  offered instead: {offer['activity']['title']}")


def nothing_fits(stage: Stage, teller: Teller) -> None:
    """Nothing fits, and that is never a dead end."""
    teller.chapter("Nothing fits: near misses, and where to turn")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer(
        "Idris",
        "06 10000005",
        availability=[{"weekday": "sun", "from": "06:00", "until": "07:00"}],
        travel={"mode": "walk", "maxMinutes": 10},
    )
    answered = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-nothing")
    insist(answered.body["status"] == "no_offer", f"no_offer: {answered.body['status']}")
    teller.say(f"refer: {answered.body['status']}", answered)
    for near in answered.body["nearMisses"]:
        teller.say(f"  {near['activity']['title']}: {near['text']}")
    insist(answered.body["fallback"], "a fallback")
    teller.say(f"  {answered.body['fallback']['text']}")


def answered_in_arabic(stage: Stage, teller: Teller) -> None:
    """She answers with one digit of her own script, and has a place."""
    teller.chapter("She answers in her own script: ٢")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Rima", "06 10000011", themes=["meeting"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-arabic").body
    say_text(teller, "out", stage.text_to("11"))
    stage.texts_from("+31610000011", "٢")
    teller.say("text in: ٢")
    chosen = what_she_chose(case_worker, referral)
    insist(chosen["rank"] == 2, f"the second option: {chosen['rank']}")
    teller.say(f"chosen: {chosen['activity']['title']} is {chosen['status']}")
    if chosen["status"] == "confirmed":
        confirmation = stage.texts_to("11", 2)[1]
        insist(chosen["code"] in confirmation, f"her code in {confirmation}")
        say_text(teller, "out", confirmation)


def two_on_one_telephone(stage: Stage, teller: Teller) -> None:
    """Two people share a telephone: the options of the second are numbered on."""
    teller.chapter("Two people on one telephone")
    case_worker = stage.caller("case_worker", "GM0344")
    referrals = []
    for order, name in enumerate(("Hana", "Samir"), start=1):
        body, key = newcomer(name, "06 10000012"), f"demo-shared-{order}"
        referrals.append(case_worker.post("/v1/referrals", body, Idempotency_Key=key).body)
        say_text(teller, "out", stage.texts_to("12", order)[-1])
    for referral, digit in zip(referrals, ("1", "4"), strict=True):
        stage.texts_from("+31610000012", digit)
        teller.say(f"text in: {digit}")
        chosen = what_she_chose(case_worker, referral)
        insist(chosen["rank"] == 1, f"the first of her own options: {chosen['rank']}")
        teller.say(f"chosen for {referral['id']}: {chosen['activity']['title']}")


def stopped_and_kept_her_seat(stage: Stage, teller: Teller) -> None:
    """STOP ends the texts; the seat stays, and the open offer is a task for a person."""
    teller.chapter("STOP: no more texts, and the seat stays hers")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Farah", "06 10000013", themes=["meeting"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-stop").body
    cafe = placement_with(referral, entry=["drop_in"])
    path = f"/v1/referrals/{referral['id']}"
    stage.text_to("13")
    case_worker.post(f"{path}/acceptance", {"placementId": cafe["id"]})
    say_text(teller, "out", stage.texts_to("13", 2)[1])
    stage.texts_from("+31610000013", "STOP!!")
    teller.say("text in: STOP!!")
    say_text(teller, "out", stage.texts_to("13", 3)[2])
    now = case_worker.get(path).body
    insist(now["status"] == "placed", f"still placed: {now['status']}")
    listed = case_worker.get("/v1/tasks?owner=me&pageSize=100")
    tasks = [t for t in listed.body["items"] if t["referralId"] == referral["id"]]
    insist([t["reason"] for t in tasks] == ["texts_stopped"], f"one task: {tasks}")
    teller.say(f"her seat stays; for the case worker: {tasks[0]['text']}", listed)
    done = case_worker.post(f"/v1/tasks/{tasks[0]['id']}/done", {})
    insist(done.body["status"] == "done", f"done: {done.body}")
    teller.say(f"the task, due on {tasks[0]['deadlineOn']}: done", done)


def reminded_and_asked(stage: Stage, teller: Teller) -> None:
    """The day before the first meeting she is reminded; afterwards she is asked how it was."""
    teller.chapter("A reminder the day before, and a question afterwards")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Nadia", "06 10000014", themes=["meeting"])
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-reminded").body
    stage.text_to("14")
    cafe = placement_with(referral, entry=["drop_in"])
    path = f"/v1/referrals/{referral['id']}"
    case_worker.post(f"{path}/acceptance", {"placementId": cafe["id"]})
    heard = 2
    say_text(teller, "out", stage.texts_to("14", heard)[-1])
    meets_at = datetime.fromisoformat(cafe["nextSessionAt"])
    for days in (3, 1):
        if meets_at - stage.now() > timedelta(days=days):
            stage.time_passes(meets_at - stage.now() - timedelta(days=days, hours=-1))
            teller.say(f"it is {days} days before" if days > 1 else "it is the day before")
            heard += 1
            say_text(teller, "out", stage.texts_to("14", heard)[-1])
    stage.time_passes(meets_at - stage.now() + timedelta(hours=12))
    teller.say("the meeting is over")
    say_text(teller, "out", stage.texts_to("14", heard + 1)[-1])


def passed_a_silent_library_by(stage: Stage, teller: Teller) -> None:
    """Asked twice, its turn is over: the seat is free, and she is offered something else."""
    teller.chapter("A library says nothing: asked twice, passed by, and offered elsewhere")
    case_worker = stage.caller("case_worker", "GM0344")
    body = newcomer("Leyla", "06 10000015")
    referral = case_worker.post("/v1/referrals", body, Idempotency_Key="demo-silent").body
    stage.text_to("15")
    placement = placement_with(referral, entry=REGISTERED)
    path = f"/v1/referrals/{referral['id']}"
    accepted = case_worker.post(f"{path}/acceptance", {"placementId": placement["id"]})
    insist(accepted.body["status"] == "awaiting_library", f"held: {accepted.body['status']}")
    teller.say(f"accepted {placement['activity']['title']}; its library says nothing", accepted)
    for asked in (1, 2):
        stage.time_passes(A_WORKING_WEEK)
        insist(is_nudged(case_worker, path, times=asked), f"the library asked {asked} times")
        teller.say(f"a week on: the library is asked again ({asked})")
    stage.time_passes(A_WORKING_WEEK)
    passed = wait_for(lambda: reason_of(case_worker.get(path).body, placement) == "library_silent")
    insist(passed, "the library passed by")
    now = case_worker.get(path).body
    insist(now["status"] == "offered", f"offered elsewhere: {now['status']}")
    teller.say("its turn is over, the seat is free, and she is offered something else")
    say_text(teller, "out", stage.texts_to("15", 2)[1])


def is_nudged(case_worker: Client, path: str, *, times: int) -> bool:
    """Whether a library is asked again for its answer, this often in all."""

    def said() -> bool:
        lines = case_worker.get(path).body["timeline"]
        return len([line for line in lines if line["kind"] == "library_nudged"]) == times

    return wait_for(said)


def reason_of(referral: Mapping[str, Any], placement: Mapping[str, Any]) -> str | None:
    """Why this placement is where it is."""
    found = next(p for p in referral["placements"] if p["id"] == placement["id"])
    reason: str | None = found["reason"]
    return reason


def wait_for(claim: Callable[[], bool]) -> bool:
    """Whether it becomes true while the sweeper has time to come by."""
    deadline = time.monotonic() + ANSWER_WITHIN_S
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.2)
    return False


def say_text(teller: Teller, way: str, text: str) -> None:
    """The text as it went, with its number of SMS."""
    teller.say(f"text {way}, {segments(text.replace('⏎', chr(10)))} SMS: {text}")


def what_she_chose(case_worker: Client, referral: Mapping[str, Any]) -> dict[str, Any]:
    """The placement that her answer moved, once it was heard."""
    deadline = time.monotonic() + ANSWER_WITHIN_S
    while time.monotonic() < deadline:
        now = case_worker.get(f"/v1/referrals/{referral['id']}").body
        chosen: list[dict[str, Any]] = [p for p in now["placements"] if p["status"] != "proposed"]
        if chosen:
            return chosen[0]
        time.sleep(0.2)
    raise ItDidNotHappen(f"an answer heard within {ANSWER_WITHIN_S} s")


CHAPTERS = (
    referred_and_placed,
    came_to_the_cafe,
    declined_and_offered_again,
    nothing_fits,
    answered_in_arabic,
    two_on_one_telephone,
    stopped_and_kept_her_seat,
)
# In these time passes, so nothing that lives by the clock on the wall comes after them.
LATER = (reminded_and_asked, passed_a_silent_library_by)
