"""Callers as real ones are: whoever gets no answer asks again, with the same key."""

import json
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from tools.demo.client import Answered, Client
from tools.demo.stage import LocalStage
from tools.demo.story import ItDidNotHappen, insist, newcomer
from tools.local import resources

MUNICIPALITY = "GM0344"
LIBRARY, BRANCH = "NL-0899040000", "NL-0899041001"
TRIES = 12
TRY_AGAIN = frozenset({429, 503, 504})
FIRST_NUMBER = 20_000_000
T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Tally:
    """What was asked and answered. Threads only append, which is safe."""

    answers: list[tuple[str, int, float]] = field(default_factory=list)
    asked_again: list[str] = field(default_factory=list)

    def outcomes(self) -> Counter[tuple[str, int]]:
        """How often each operation was answered with each status."""
        return Counter((what, status) for what, status, _ in self.answers)

    def took_ms(self, what: str) -> Sequence[float]:
        return sorted(took for said, _, took in self.answers if said == what)


@dataclass
class Crowd:
    """Everybody who speaks to one service; `referred` is each newcomer's referral by her number."""

    stage: LocalStage
    tally: Tally = field(default_factory=Tally)
    referred: dict[int, str] = field(default_factory=dict)

    @cached_property
    def case_worker(self) -> Client:
        return self.stage.caller("case_worker", MUNICIPALITY)

    @cached_property
    def library(self) -> Client:
        return self.stage.caller("library_admin", LIBRARY)

    @cached_property
    def _topic(self) -> Any:
        return resources.client("sns", self.stage.service.stack.endpoint)

    def refer(self, number: int, **changes: Any) -> Mapping[str, Any]:
        """Newcomer so-and-so has been referred, once, however often it had to be asked."""
        body = newcomer(f"N{number}", f"06 {FIRST_NUMBER + number}", **changes)
        body["clientReference"] = f"load-{number}"
        key = f"load-{number}"
        answered = self.persist(
            "refer", lambda: self.case_worker.post("/v1/referrals", body, Idempotency_Key=key)
        )
        insist(answered.status == 201, f"201, not {answered.status}: {answered.body}")
        self.referred[number] = answered.body["id"]
        found: Mapping[str, Any] = answered.body
        return found

    def accept(self, referral: str, placement: str) -> Answered:
        """She wants this one, says her case worker; a seat that is gone is an answer too."""
        path, body = f"/v1/referrals/{referral}/acceptance", {"placementId": placement}
        return self.persist("accept", lambda: self.case_worker.post(path, body))

    def look(self, referral: str) -> Mapping[str, Any]:
        """Her referral as it is now."""
        answered = self.persist("read", lambda: self.case_worker.get(f"/v1/referrals/{referral}"))
        insist(answered.status == 200, f"200, not {answered.status}: {answered.body}")
        found: Mapping[str, Any] = answered.body
        return found

    def look_at_the_list(self) -> None:
        """The newest page of the case worker's list."""
        answered = self.persist("list", lambda: self.case_worker.get("/v1/referrals?pageSize=25"))
        insist(answered.status == 200, f"200, not {answered.status}: {answered.body}")

    def says(self, isil: str, kind: str, message: str, **data: Any) -> Answered:
        """A library's webhook, delivered again while the service asks for that."""
        system = self.stage.library(isil)
        return self.persist(kind, lambda: system.says(kind, message, **data))

    def texts(self, number: int, text: str) -> None:
        """She sends this text; she may do so twice, as telephones do when the network is bad."""
        message = {
            "originationNumber": f"+316{FIRST_NUMBER + number}",
            "destinationNumber": "+3197000000000",
            "messageKeyword": "",
            "messageBody": text,
            "inboundMessageId": f"load-{number}-{text}",
        }
        topic = self.stage.service.stack.outputs["InboundTopicArn"]
        for _ in range(2):
            self._topic.publish(TopicArn=topic, Message=json.dumps(message))
        self.tally.answers.append(("text in", 0, 0.0))

    def persist(self, what: str, ask: Callable[[], Answered]) -> Answered:
        """The first answer that is one; whoever hears nothing, or "later", asks again."""
        for attempt in range(TRIES):
            try:
                answered = ask()
            except (TimeoutError, urllib.error.URLError, ConnectionError):
                self.tally.asked_again.append(what)
            else:
                self.tally.answers.append((what, answered.status, answered.took_ms))
                if answered.status not in TRY_AGAIN:
                    return answered
            time.sleep(min(0.2 * 2**attempt, 5.0))
        raise ItDidNotHappen(f"an answer to {what} within {TRIES} tries")


def at_once(work: Callable[[T], R], of: Iterable[T], *, hands: int) -> list[R]:
    """All of it done, by so many at the same time."""
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(work, of))
