"""Whatever order people join, leave and answer in: the list is always what it says it is."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.domain.catalogue import Seats
from chalicelib.domain.placement import Happening, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.step import begun, moved
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.refer import take_back
from chalicelib.usecases.reply import reply
from chalicelib.usecases.saving import settle
from chalicelib.usecases.waiting import ask_the_next, standings, sweep_lists
from tests.fakes.making import CASE_WORKER as SOMEBODY
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import BUDDY, CASE_WORKER, a_world, key_of, now_of, referred

CAPACITY = 3
PEOPLE = st.integers(0, 7)


class WaitingList(RuleBasedStateMachine):
    """A model beside the real thing: only the order in which people joined."""

    @initialize()
    def full(self) -> None:
        full = replace(BUDDY, seats=Seats(capacity=CAPACITY, taken_elsewhere=CAPACITY))
        self.ports: FakePorts = a_world([full])
        self.people = [referred(self.ports, f"key-{n}") for n in range(8)]
        self.line: list[int] = []

    def now(self, who: int) -> Referral:
        return now_of(self.people[who], self.ports)

    def state(self, who: int) -> State:
        return self.now(who).placements[0].state

    @rule(who=PEOPLE)
    def accepts(self, who: int) -> None:
        if self.state(who) is State.PROPOSED:
            chosen = self.people[who].placements[0].id
            accept_for_her(self.people[who].id, chosen, caller=CASE_WORKER, ports=self.ports)
            if self.state(who) is State.WAITLISTED:
                self.line.append(who)

    @rule(who=PEOPLE, wish=st.sampled_from([Wish.YES, Wish.NO, Wish.LEAVE]))
    def answers(self, who: int, wish: Wish) -> None:
        if self.state(who) in {State.WAITLISTED, State.SEAT_OFFERED}:
            token = self.ports.derivation.link_token(self.people[who].id)
            reply(token, Reply(wish, self.people[who].placements[0].id), ports=self.ports)
            self.forget_who_left()

    @rule(who=PEOPLE)
    def is_silent(self, who: int) -> None:
        if self.state(who) is State.SEAT_OFFERED:
            at = self.ports.now()

            def decide(referral: Referral, _: object) -> object:
                change = advance(referral.placements[0], Happening.SILENCE, at=at)
                return moved(begun(referral), change, actor=SOMEBODY)

            key = key_of(self.people[who])
            settle(lambda: self.ports.referrals.get(key), decide, ports=self.ports)  # type: ignore[arg-type]

    @rule(who=PEOPLE)
    def is_withdrawn(self, who: int) -> None:
        if not self.now(who).has_ended:
            take_back(
                self.people[who].id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=self.ports
            )
            self.forget_who_left()

    @rule(elsewhere=st.integers(0, CAPACITY))
    def others_come_and_go(self, elsewhere: int) -> None:
        self.ports.activities.set_taken_elsewhere(BUDDY.id, elsewhere)

    @rule()
    def somebody_looks(self) -> None:
        before = list(self.line)
        free = self.ports.activities.get(BUDDY.id).seats.left or 0
        ask_the_next(BUDDY.id, ports=self.ports)
        asked = [who for who in before if self.state(who) is State.SEAT_OFFERED]
        assert asked == before[:free], "the first so many, in order"
        self.forget_who_left()

    @precondition(lambda self: self.line)
    @rule()
    def the_sweeper_comes(self) -> None:
        sweep_lists(ports=self.ports)
        self.forget_who_left()
        seats = self.ports.activities.get(BUDDY.id).seats
        assert not (self.line and seats.has_room), "a seat is free and somebody waits for it"

    def forget_who_left(self) -> None:
        self.line = [who for who in self.line if self.state(who) is State.WAITLISTED]

    @invariant()
    def every_seat_is_counted_once(self) -> None:
        counted = sum(p.seat_counted for who in range(8) for p in self.now(who).placements)
        assert self.ports.activities.get(BUDDY.id).seats.taken == counted <= CAPACITY

    @invariant()
    def everybody_stands_where_she_joined(self) -> None:
        stands = standings([self.now(who) for who in range(8)], ports=self.ports)
        by_id = {self.people[who].placements[0].id: who for who in range(8)}
        found = sorted((s.position, by_id[id_]) for id_, s in stands.items())
        assert found == list(enumerate(self.line, 1))
        assert self.ports.activities.get(BUDDY.id).seats.waiting == len(self.line)


TestWaitingList = WaitingList.TestCase
TestWaitingList.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
