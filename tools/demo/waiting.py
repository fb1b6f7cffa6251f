"""The story of a waiting list: asked in turn, passed on, taken."""

import time
from collections.abc import Mapping
from typing import Any

from tools.demo.client import Client
from tools.demo.story import (
    ANSWER_WITHIN_S,
    ItDidNotHappen,
    Stage,
    Teller,
    insist,
    newcomer,
    say_text,
)


def a_waiting_place_is_offered_and_taken(stage: Stage, teller: Teller) -> None:
    """Two wait in order; the first lets the seat pass, the second takes it."""
    teller.chapter("A waiting place: offered in turn, passed on, taken; meanwhile something else")
    case_worker = stage.caller("case_worker", "GM0344")
    first = case_worker.post(
        "/v1/referrals", _asks("Marjam", "21"), Idempotency_Key="demo-waits-1"
    ).body
    activity = next(
        (p["activity"] for p in first["placements"] if p["activity"]["waitingList"]), None
    )
    if activity is None:
        raise ItDidNotHappen("something with a waiting list")
    second = case_worker.post(
        "/v1/referrals", _asks("Karim", "22"), Idempotency_Key="demo-waits-2"
    ).body
    library = stage.caller("library_staff", activity["library"])
    come_by_themselves(library, activity, activity["capacity"])
    teller.say(f"{activity['title']} is full, and has a list")
    for place, referral in enumerate((first, second), start=1):
        _waits(case_worker, referral, activity, place, teller)
    come_by_themselves(library, activity, activity["capacity"] - 1)
    teller.say("a seat comes free: it is held for the first while she is asked")
    _asked(stage, case_worker, first, activity, teller, ends_in="21", answers="0")
    until(case_worker, first, activity, "declined")
    teller.say("she lets it pass: the seat goes to the next")
    _asked(stage, case_worker, second, activity, teller, ends_in="22", answers="1")
    until(case_worker, second, activity, "held")
    teller.say("he takes it: held until the library answers")


def _asks(first_name: str, ends_in: str) -> dict[str, Any]:
    return newcomer(first_name, f"06 100000{ends_in}", themes=["digital_skills"])


def come_by_themselves(library: Client, activity: Mapping[str, Any], count: int) -> None:
    """The library says how many come without Wegwijs."""
    path = f"/v1/activities/{activity['id']}/taken-elsewhere"
    answered = library.put(path, {"count": count})
    insist(answered.status == 200, f"{count} elsewhere: {answered.body}")


def _waits(
    case_worker: Client,
    referral: Mapping[str, Any],
    activity: Mapping[str, Any],
    place: int,
    teller: Teller,
) -> None:
    """She joins the list behind those who came before, and has something to do meanwhile."""
    chosen = on(referral, activity)
    path = f"/v1/referrals/{referral['id']}/acceptance"
    accepted = case_worker.post(path, {"placementId": chosen["id"]})
    waits = on(accepted.body, activity)
    insist(waits["status"] == "waitlisted", f"on the list: {accepted.body}")
    stands, meanwhile = waits["waiting"], waits["meanwhile"]
    insist(stands["position"] == stands["of"] == place, f"in order: {stands}")
    insist(meanwhile is not None, "something to do meanwhile")
    beside = next(p for p in accepted.body["placements"] if p["id"] == meanwhile["placementId"])
    title = beside["activity"]["title"]
    teller.say(f"waits as {place} of {place}; meanwhile: {title}", accepted)


def _asked(
    stage: Stage,
    case_worker: Client,
    referral: Mapping[str, Any],
    activity: Mapping[str, Any],
    teller: Teller,
    *,
    ends_in: str,
    answers: str,
) -> None:
    until(case_worker, referral, activity, "seat_offered")
    say_text(teller, "out", stage.texts_to(ends_in, 2)[1])
    stage.texts_from(f"+316100000{ends_in}", answers)
    teller.say(f"text in: {answers}")


def on(referral: Mapping[str, Any], activity: Mapping[str, Any]) -> dict[str, Any]:
    """The placement of this referral on this activity."""
    found = [p for p in referral["placements"] if p["activityId"] == activity["id"]]
    if not found:
        raise ItDidNotHappen(f"a placement on {activity['title']}")
    placement: dict[str, Any] = found[-1]
    return placement


def until(
    case_worker: Client, referral: Mapping[str, Any], activity: Mapping[str, Any], status: str
) -> None:
    """Her placement on this activity has come to stand so, within seconds."""
    deadline = time.monotonic() + ANSWER_WITHIN_S
    while time.monotonic() < deadline:
        now = case_worker.get(f"/v1/referrals/{referral['id']}").body
        if on(now, activity)["status"] == status:
            return
        time.sleep(0.2)
    raise ItDidNotHappen(f"{status} within {ANSWER_WITHIN_S} s, not {on(now, activity)['status']}")
