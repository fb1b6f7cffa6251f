"""Any delivery order of one legal history ends in the same state.

The library redelivers what was refused; a message may come twice, late, or before our own write.
What we do ourselves (accept, take back) is done when it is done: a message that is still on its
way when a referral is taken back finds it closed, which is where every order ends. Orders that
meet in one state go on as one. Here are all histories of up to three events and two of five; with
LONGEST at four it holds as well, and takes three minutes.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import IllegalTransition, NotFound
from chalicelib.domain.ledger import Attendance, Presence, standing
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import LibraryDeclineReason, Outcome, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import complete, record_attendance
from chalicelib.usecases.confirm import confirm_intake, decline_intake, schedule_intake
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.said import Said
from tests.fakes.making import NOW, UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    key_of,
    now_of,
    placed_on,
    referred,
    states,
    taken,
)

PRESENT, LATE, ABSENT = Presence
OURS = ("accept", "take back")
THEIRS = (
    "confirm",
    "confirm by code",
    "schedule",
    "decline",
    "attend",
    "attend again",
    "absent",
    "complete",
)
LONGEST = 3
LONG = [
    ("accept", "confirm", "attend", "attend again", "complete"),
    ("accept", "schedule", "absent", "attend", "take back"),
]
DAYS = {"attend": NOW.date() - timedelta(days=7), "attend again": NOW.date()}
ABSENT_ON = NOW.date() - timedelta(days=14)
INTAKE = NOW + timedelta(days=3)
Counted = tuple[int, ...]  # how often each event of a history is still to arrive


@dataclass
class Road:
    """One referral and what happens to its place in the conversation group."""

    ports: FakePorts = field(default_factory=lambda: a_world([CAFE, GROUP, BUDDY, WALK]))
    refused: list[tuple[str, int]] = field(default_factory=list)
    said_yes: bool = True

    def __post_init__(self) -> None:
        self.ports.snapshots.show([CAFE, GROUP, BUDDY])
        self.referral: Referral = referred(self.ports)
        self.ports.snapshots.show([CAFE, GROUP, BUDDY, WALK])
        self.placement = placed_on(self.referral, "act_group")

    def happens(self, event: str, nth: int) -> bool:
        """Whether it was accepted; `nth` in the history is when the library says it was."""
        by_code = event == "confirm by code"
        said = Said(
            UTRECHT,
            placement_id=None if by_code else self.placement.id,
            code=self.placement.code if by_code else None,
            webhook_id=event,
            said_at=NOW + timedelta(minutes=nth),
        )
        acts: dict[str, Callable[[], object]] = {
            "accept": lambda: accept_for_her(
                self.referral.id, self.placement.id, caller=CASE_WORKER, ports=self.ports
            ),
            "take back": lambda: take_back(
                self.referral.id, WithdrawalReason.MOVED, caller=CASE_WORKER, ports=self.ports
            ),
            "confirm": lambda: confirm_intake(said, ports=self.ports),
            "confirm by code": lambda: confirm_intake(said, ports=self.ports),
            "decline": lambda: decline_intake(said, LibraryDeclineReason.FULL, ports=self.ports),
            "schedule": lambda: schedule_intake(said, INTAKE, ports=self.ports),
            "attend": lambda: self._notes(said, Attendance(DAYS["attend"], PRESENT, 60)),
            "attend again": lambda: self._notes(said, Attendance(DAYS["attend again"], LATE, 45)),
            "absent": lambda: self._notes(said, Attendance(ABSENT_ON, ABSENT)),
            "complete": lambda: complete(said, Outcome.GOAL_REACHED, ports=self.ports),
        }
        try:
            acts[event]()
        except (IllegalTransition, NotFound):
            return False
        return True

    def _notes(self, said: Said, attendance: Attendance) -> bool:
        return record_attendance(said, attendance, ports=self.ports)

    def delivered(self, event: str, nth: int) -> None:
        """It arrives, and what was refused is delivered again for as long as that helps."""
        if not self.happens(event, nth) and event in THEIRS:
            self.refused.append((event, nth))
        self._again()

    def _again(self) -> None:
        waiting, self.refused = self.refused, []
        for event, nth in waiting:
            if not self.happens(event, nth):
                self.refused.append((event, nth))
        if len(self.refused) < len(waiting):
            self._again()

    def remembered(self) -> Callable[[], None]:
        """A way back to how it is now."""
        kept = [(store, _contents(store)) for store in _stores(self.ports)]
        refused = list(self.refused)

        def back() -> None:
            for store, contents in kept:
                for name, value in contents.items():
                    setattr(store, name, _copied(value))
            self.refused = list(refused)

        return back

    def as_stored(self) -> str:
        """All that can matter for what comes next: two orders that meet here go on as one."""
        return repr((self.refused, [_contents(store) for store in _stores(self.ports)]))

    def end(self) -> tuple[object, ...]:
        now = now_of(self.referral, self.ports)
        seats = [taken(self.ports, activity) for activity in (CAFE, GROUP, BUDDY, WALK)]
        hours = [(e.held_on, e.minutes) for e in standing(self.ports.ledger.entries(key_of(now)))]
        if now.status == "closed":
            # Her code ends with the referral: of who had not said yes by then nothing is heard.
            live = [p for p in now.placements if p.is_live]
            return now.status, live, seats, hours if self.said_yes else []
        return now.status, states(now), now.round, seats, hours


def is_legal(history: Sequence[str]) -> bool:
    road = Road()
    return all(road.happens(event, nth) for nth, event in enumerate(history))


def histories() -> list[tuple[str, ...]]:
    """Every legal one, made longer one event at a time: what began illegally stays so."""
    found, longer = list[tuple[str, ...]](), list[tuple[str, ...]]([()])
    for _ in range(LONGEST):
        longer = [
            (*history, event)
            for history in longer
            for event in (*OURS, *THEIRS)
            if event not in history and is_legal((*history, event))
        ]
        found += longer
    return found


def ends(history: Sequence[str]) -> list[tuple[object, ...]]:
    """How it ends in every order: ours in their own, each of theirs twice, anywhere."""
    road, met, found = (
        Road(said_yes="accept" in history),
        set[tuple[Counted, str]](),
        list[tuple[object, ...]](),
    )

    def go_on(left: Counted) -> None:
        here = (left, road.as_stored())
        if here in met:
            return
        met.add(here)
        if not any(left) and road.end() not in found:
            found.append(road.end())
        for nth, event in enumerate(history):
            if left[nth] and not _waits_for_ours(history, left, nth):
                back = road.remembered()
                road.delivered(event, nth)
                go_on((*left[:nth], left[nth] - 1, *left[nth + 1 :]))
                back()

    go_on(tuple(2 if event in THEIRS else 1 for event in history))
    return found


def _waits_for_ours(history: Sequence[str], left: Counted, nth: int) -> bool:
    earlier = zip(history[:nth], left[:nth], strict=True)
    return history[nth] in OURS and any(n and event in OURS for event, n in earlier)


def _stores(ports: FakePorts) -> tuple[Any, ...]:
    return ports.referrals, ports.activities, ports.activities.lists


def _contents(store: object) -> dict[str, Any]:
    return {k: _copied(v) for k, v in vars(store).items() if isinstance(v, (dict, set, list))}


def _copied(value: Any) -> Any:
    """A copy in which no list is shared: what is kept in them is never changed itself."""
    if not isinstance(value, dict):
        return copy(value)
    same = copy(value)
    same.update({key: copy(v) for key, v in value.items() if isinstance(v, list)})
    return same


HISTORIES = [*histories(), *LONG]


def test_there_are_legal_histories_of_every_length() -> None:
    assert Counter(map(len, HISTORIES)) == {1: 3, 2: 14, 3: 70, 5: 2}
    assert all(is_legal(history) for history in LONG)
    assert ("attend",) not in HISTORIES


@pytest.mark.parametrize("history", HISTORIES, ids=" → ".join)
def test_any_delivery_order_of_a_legal_history_ends_in_the_same_state(
    history: tuple[str, ...],
) -> None:
    assert len(ends(history)) == 1
