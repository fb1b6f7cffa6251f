"""What is played: a crowd on one morning, a rush for few seats, a very busy hour."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.demo.story import ItDidNotHappen, insist, newcomer
from tools.load.crowd import BRANCH, Crowd, at_once
from tools.load.national import Hour
from tools.load.newcomer import Newcomer

SEATS = 10
PUBLISHED_WITHIN_S = 60
BUSY_HANDS = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How many: at once, by how many hands, for the seats, and in the mixed hour.

    `apart` is how many newcomers come before the first of them answers.
    """

    at_once: int
    for_ten_seats: int
    hour: Hour
    hands: int
    apart: int


def at_the_same_moment(crowd: Crowd, size: Size, first: int) -> str:
    """All of them are referred at once."""
    numbers = range(first, first + size.at_once)
    began = time.monotonic()
    at_once(crowd.refer, numbers, hands=size.hands)
    return f"{size.at_once} referrals at once: {time.monotonic() - began:.0f} s"


def a_rush_for_ten_seats(crowd: Crowd, size: Size, first: int) -> str:
    """Everybody is offered the same ten seats, and wants one at the same moment."""
    activity = _ten_seats(crowd)
    numbers = range(first, first + size.for_ten_seats)
    themes = {"themes": ["language", "meeting"]}
    referred = at_once(lambda n: crowd.refer(n, **themes), numbers, hands=BUSY_HANDS)
    offers = [
        (referral["id"], placement["id"])
        for referral in referred
        for placement in referral["placements"]
        if placement["activityId"] == activity["id"]
    ]
    insist(len(offers) == size.for_ten_seats, f"an offer for each, not {len(offers)}")
    answers = at_once(lambda offer: crowd.accept(*offer), offers, hands=size.for_ten_seats)
    seated = sum(answered.status == 200 for answered in answers)
    refused = sum(answered.status == 409 for answered in answers)
    insist(seated == SEATS, f"{SEATS} seated, not {seated}")
    insist(seated + refused == len(offers), "an answer for each")
    return f"{len(offers)} for {SEATS} seats: {seated} seated, {refused} told that it is full"


def _ten_seats(crowd: Crowd) -> Mapping[str, Any]:
    body = {
        "sourceId": "load-ten-seats",
        "branch": {"isil": BRANCH},
        "title": "Tien plekken",
        "type": "conversation_group",
        "themes": ["language", "meeting"],
        "level": {"min": "a1", "max": "b1", "policy": "guideline"},
        "helpingLanguages": ["ar"],
        "entry": "register",
        "capacity": SEATS,
        "sessions": [{"weekday": "tue", "start": "10:00", "durationMinutes": 60}],
    }
    added = crowd.persist("activity", lambda: crowd.library.post("/v1/activities", body))
    insist(added.status == 201, f"201, not {added.status}: {added.body}")
    _until_matched(crowd, added.body["id"])
    found: Mapping[str, Any] = added.body
    return found


def _until_matched(crowd: Crowd, activity: str) -> None:
    question = newcomer("", "")
    asked = {name: question[name] for name in question.keys() - {"person", "agreement"}}
    deadline = time.monotonic() + PUBLISHED_WITHIN_S
    while time.monotonic() < deadline:
        answered = crowd.persist("match", lambda: crowd.case_worker.post("/v1/matches", asked))
        if activity in [match["activity"]["id"] for match in answered.body["matches"]]:
            return
        time.sleep(0.5)
    raise ItDidNotHappen(f"a new activity matched within {PUBLISHED_WITHIN_S} s")


def a_mixed_hour(crowd: Crowd, size: Size, first: int) -> str:
    """Newcomers come, answer and take part, each in her own time, many at the same moment."""
    began, count = time.monotonic(), size.hour.referrals
    newcomers = [Newcomer(crowd, size.hour, number) for number in range(first, first + count)]
    at_once(lambda turn: turn(), turns(newcomers, size.apart), hands=BUSY_HANDS)
    took_s = time.monotonic() - began
    return f"a mixed hour, {count} newcomers: played in {took_s:.0f} s"


def turns(newcomers: Sequence[Newcomer], apart: int) -> Iterator[Callable[[], None]]:
    """Everybody's three turns; so many others come between two of one."""
    count = len(newcomers)
    for n in range(count + 2 * apart):
        if n < count:
            yield newcomers[n].comes
        if 0 <= n - apart < count:
            yield newcomers[n - apart].answers
        if 0 <= n - 2 * apart < count:
            yield newcomers[n - 2 * apart].takes_part


SCENES = (at_the_same_moment, a_rush_for_ten_seats, a_mixed_hour)
