"""One newcomer of the mixed hour: she comes, answers, takes part; everybody else does meanwhile."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.demo.story import ItDidNotHappen
from tools.load.crowd import Crowd
from tools.load.national import Hour

HEARD_WITHIN_S = 900  # a morning with hundreds before her leaves a queue of texts
THEMES = (["meeting"], ["language"], ["digital_skills"])
Now = Mapping[str, Any]  # her referral, as it is answered


@dataclass
class Newcomer:
    """Her way is the same in every run. One turn of hers ends before the next begins."""

    crowd: Crowd
    hour: Hour
    number: int
    chance: random.Random = field(init=False)
    id: str = ""
    answered_at: int | None = None  # the version of her referral then
    _is_here: threading.Event = field(default_factory=threading.Event)
    _has_answered: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)  # noqa: S311 - nothing hangs on it

    def comes(self) -> None:
        """She is referred, and her case worker looks at her and at the list."""
        self.id = self.crowd.refer(self.number, themes=self.chance.choice(THEMES))["id"]
        for _ in range(self.hour.looks):
            self.crowd.look(self.id)
        self.crowd.look_at_the_list()
        self._is_here.set()

    def answers(self) -> None:
        """She answers by text, or her case worker for her, or nobody does."""
        self._after(self._is_here)
        share = self.chance.random()
        if share < self.hour.answers_by_text:
            now = self._when(lambda now: now["message"]["status"] in {"sent", "delivered"})
            if now["placements"]:
                self.crowd.texts(self.number, str(self.chance.randint(1, len(now["placements"]))))
                self.answered_at = now["version"]
        elif share < self.hour.answers_by_text + self.hour.accepted_for_her:
            now = self.crowd.look(self.id)
            if now["placements"]:
                accepted = self.crowd.accept(self.id, now["placements"][0]["id"])
                self.answered_at = now["version"] if accepted.status == 200 else None
        self._has_answered.set()

    def takes_part(self) -> None:
        """The library confirms her where that is asked, and she comes; some end the texts."""
        self._after(self._has_answered)
        before = self.answered_at
        if before is not None:
            # What she chose may be gone by now: then she was told so, and has nothing yet.
            chosen = _chosen(self._when(lambda now: now["version"] > before))
            if chosen is not None:
                self._comes_to(chosen)
        if self.chance.random() < self.hour.stops:
            self.crowd.texts(self.number, "STOP")

    def _comes_to(self, placement: Now) -> None:
        library, id_, status = (
            placement["activity"]["library"],
            placement["id"],
            placement["status"],
        )
        if status == "held" and self.chance.random() < self.hour.confirmed:
            self.crowd.says(library, "intake.confirmed", f"load-{self.number}", placementId=id_)
        elif status != "confirmed":
            return
        today = datetime.now(UTC).date()
        for back in range(self.hour.days_attended):
            day = (today - timedelta(days=back)).isoformat()
            said = {"placementId": id_, "heldOn": day, "presence": "present", "minutes": 90}
            for _ in range(2):  # delivered again, as a sender does that lost the answer
                message = f"load-{self.number}-{back}"
                self.crowd.says(library, "attendance.recorded", message, **said)

    def _after(self, turn: threading.Event) -> None:
        if not turn.wait(HEARD_WITHIN_S):
            raise ItDidNotHappen(f"the turn before of newcomer {self.number}")

    def _when(self, claim: Callable[[Now], bool]) -> Now:
        """Her referral once this is so.

        Raises:
            ItDidNotHappen: it does not come to be so.
        """
        deadline = time.monotonic() + HEARD_WITHIN_S
        for wait_s in itertools.chain([0.5, 1.0], itertools.repeat(2.0)):
            now = self.crowd.look(self.id)
            if claim(now):
                return now
            if time.monotonic() > deadline:
                break
            time.sleep(wait_s)
        raise ItDidNotHappen(f"what newcomer {self.number} waits for, within {HEARD_WITHIN_S} s")


def _chosen(now: Now) -> Now | None:
    return next((p for p in now["placements"] if p["status"] != "proposed"), None)
