"""Any delivery order of one legal history ends in the same state.

The library redelivers what was refused; a message may come twice, late, or before our own write.
What we do ourselves (accept, take back) is done when it is done: a message that is still on its
way when a referral is taken back finds it closed, which is where every order ends.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.domain.errors import IllegalTransition, NotFound
from chalicelib.domain.referral import Referral
from chalicelib.domain.vocabulary import LibraryDeclineReason, WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.confirm import confirm_intake, decline_intake
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
    now_of,
    placed_on,
    referred,
    states,
    taken,
)

OURS = ("accept", "take back")
THEIRS = ("confirm", "confirm by code", "decline")
LONGEST = 4


@dataclass
class Road:
    """One referral and what happens to its place in the conversation group."""

    ports: FakePorts = field(default_factory=lambda: a_world([CAFE, GROUP, BUDDY, WALK]))
    refused: list[tuple[str, int]] = field(default_factory=list)

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
        }
        try:
            acts[event]()
        except (IllegalTransition, NotFound):
            return False
        return True

    def delivered(self, order: Iterable[tuple[str, int]]) -> "Road":
        """The road after these in this order, with whatever was refused delivered again."""
        for event, nth in order:
            if not self.happens(event, nth) and event in THEIRS:
                self.refused.append((event, nth))
            self._again()
        return self

    def _again(self) -> None:
        waiting, self.refused = self.refused, []
        for event, nth in waiting:
            if not self.happens(event, nth):
                self.refused.append((event, nth))
        if len(self.refused) < len(waiting):
            self._again()

    def end(self) -> tuple[object, ...]:
        now = now_of(self.referral, self.ports)
        seats = [taken(self.ports, activity) for activity in (CAFE, GROUP, BUDDY, WALK)]
        if now.status == "closed":
            return now.status, [p for p in now.placements if p.is_live], seats
        return now.status, states(now), now.round, seats


def is_legal(history: Sequence[str]) -> bool:
    road = Road()
    return all(road.happens(event, nth) for nth, event in enumerate(history))


def histories() -> list[tuple[str, ...]]:
    events = (*OURS, *THEIRS)
    every = (h for n in range(1, LONGEST + 1) for h in permutations(events, n))
    return [history for history in every if is_legal(history)]


def orders(history: Sequence[str]) -> Iterator[tuple[tuple[str, int], ...]]:
    """Ours in their own order; each of theirs twice, anywhere."""
    numbered = [(event, nth) for nth, event in enumerate(history)]
    theirs = [pair for pair in numbered if pair[0] in THEIRS]
    ours = [pair for pair in numbered if pair[0] in OURS]
    seen = set()
    for order in permutations(numbered + theirs):
        if order not in seen and [pair for pair in order if pair[0] in OURS] == ours:
            seen.add(order)
            yield order


HISTORIES = histories()


def test_these_are_the_legal_histories() -> None:
    assert [" → ".join(history) for history in HISTORIES] == [
        "accept",
        "take back",
        "confirm by code",
        "accept → take back",
        "accept → confirm",
        "accept → confirm by code",
        "accept → decline",
        "confirm by code → take back",
        "confirm by code → decline",
        "accept → confirm → take back",
        "accept → confirm → decline",
        "accept → confirm by code → take back",
        "accept → confirm by code → decline",
        "accept → decline → take back",
        "confirm by code → decline → take back",
        "accept → confirm → decline → take back",
        "accept → confirm by code → decline → take back",
    ]


@pytest.mark.parametrize("history", HISTORIES, ids=" → ".join)
def test_any_delivery_order_of_a_legal_history_ends_in_the_same_state(
    history: tuple[str, ...],
) -> None:
    expected = Road().delivered((event, nth) for nth, event in enumerate(history)).end()
    for order in orders(history):
        assert Road().delivered(order).end() == expected, order
