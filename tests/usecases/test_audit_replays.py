"""The timeline, read from the first line to the last, is how everything stands now."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.domain.errors import WegwijsError
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import ABOUT_ONE_PLACEMENT, Reply, Wish
from chalicelib.domain.vocabulary import LibraryDeclineReason, WithdrawalReason
from chalicelib.usecases.caseload import hand_over
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reply import reply
from chalicelib.usecases.said import Said
from chalicelib.usecases.tasks import do_task
from chalicelib.usecases.waiting import sweep_lists
from tests.fakes.making import UTRECHT
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    ADMIN,
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    WALK,
    a_world,
    key_of,
    now_of,
    referred,
)


@dataclass
class Replayed:
    """What the lines tell: the state of each thing by its id, and whose she is."""

    placements: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    assigned_to: str | None = None

    def read(self, events: Iterable[Event]) -> "Replayed":
        for event in events:
            match event.kind:
                case EventKind.PROPOSED | EventKind.PLACEMENT_MOVED:
                    self._move(self.placements, event.placement_id, event)
                case EventKind.MESSAGE_PENDING | EventKind.MESSAGE_MOVED:
                    self._move(self.messages, event.message_id, event)
                case EventKind.TASK_OPENED | EventKind.TASK_DONE:
                    self._move(self.tasks, event.task_id, event)
                case EventKind.ASSIGNED:
                    assert self.assigned_to == event.before
                    self.assigned_to = event.after
                case _:
                    pass
        return self

    def _move(self, states: dict[str, str], id_: str | None, event: Event) -> None:
        assert id_ is not None
        assert event.after is not None
        assert states.get(id_) == event.before, f"{event} does not follow on {states.get(id_)}"
        states[id_] = event.after


def as_it_stands(referral: Referral) -> Replayed:
    return Replayed(
        placements={p.id: p.state.value for p in referral.placements},
        messages={m.id: m.state.value for m in referral.messages},
        tasks={t.id: "open" if t.is_open else "done" for t in referral.tasks},
        assigned_to=referral.assigned_to,
    )


class Timeline(RuleBasedStateMachine):
    """One referral, to which anything may happen in any order."""

    @initialize()
    def begins(self) -> None:
        self.ports: FakePorts = a_world([CAFE, GROUP, BUDDY, WALK])
        self.referral = referred(self.ports)
        self.said = 0

    @property
    def now(self) -> Referral:
        return now_of(self.referral, self.ports)

    def about(self, nth: int) -> PlacementId:
        placements = self.now.placements
        return placements[nth % len(placements)].id

    def says(self, nth: int) -> Said:
        self.said += 1
        return Said(UTRECHT, self.about(nth), webhook_id=f"msg_{self.said}")

    @rule(wish=st.sampled_from(sorted(Wish)), nth=st.integers(0, 3))
    def she_answers(self, wish: Wish, nth: int) -> None:
        about = self.about(nth) if wish in ABOUT_ONE_PLACEMENT else None
        token = self.ports.derivation.link_token(self.referral.id)
        with suppress(WegwijsError):
            reply(token, Reply(wish, about), ports=self.ports)

    @rule(nth=st.integers(0, 3))
    def her_library_says_yes(self, nth: int) -> None:
        with suppress(WegwijsError):
            confirm_intake(self.says(nth), ports=self.ports)

    @rule(nth=st.integers(0, 3), reason=st.sampled_from(sorted(LibraryDeclineReason)))
    def her_library_says_no(self, nth: int, reason: LibraryDeclineReason) -> None:
        with suppress(WegwijsError):
            decline_intake(self.says(nth), reason, ports=self.ports)

    @rule(elsewhere=st.integers(0, 1))
    def others_come_and_go(self, elsewhere: int) -> None:
        self.ports.activities.set_taken_elsewhere(BUDDY.id, elsewhere)

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.ports.now.forward(timedelta(days=days))
        sweep(ports=self.ports)
        sweep_lists(ports=self.ports)

    @rule()
    def somebody_does_a_task(self) -> None:
        if self.now.tasks and self.now.tasks[-1].library is None:
            do_task(self.now.tasks[-1].id, caller=ADMIN, ports=self.ports)

    @rule(taker=st.sampled_from(["usr_1", "usr_2", "team-oost"]))
    def she_goes_to_a_colleague(self, taker: str) -> None:
        with suppress(WegwijsError):
            hand_over(self.now.owner, taker, caller=ADMIN, ports=self.ports)

    @precondition(lambda self: self.said > 5)
    @rule()
    def she_is_withdrawn(self) -> None:
        with suppress(WegwijsError):
            take_back(self.referral.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=self.ports)

    @invariant()
    def the_timeline_tells_it_again(self) -> None:
        told = Replayed().read(self.ports.referrals.timeline(key_of(self.referral)))
        assert told == as_it_stands(self.now)


TestTimeline = Timeline.TestCase
TestTimeline.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
