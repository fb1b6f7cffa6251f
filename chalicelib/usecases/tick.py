"""Tick: a deadline of the table of clocks passed, and what the table says is done."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.domain.answering import MOST_ROUNDS, opened
from chalicelib.domain.clocks import Action
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import LIBRARY_SILENT, Naming
from chalicelib.domain.placement import Happening, Placement, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.task import TaskReason
from chalicelib.domain.winding import TASKS, Due, first_due, ticking
from chalicelib.usecases.follow_up import gets_texts, owe
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.saving import settle

UNANSWERED = "unanswered"  # why it lapsed: she said nothing

Acting = Callable[[Step, Due, Naming, Ports], Step]


def tick(key: ReferralKey, *, ports: Ports) -> None:
    """Every deadline of this referral that has passed was acted on, each in a step of its own.

    Harmless when none has passed, when called twice at once, or days late.
    """
    try:
        while first_due(ports.referrals.get(key), at=ports.now()) is not None:
            _tick_once(key, ports=ports)
    except (NotFound, Gone):
        return


def _tick_once(key: ReferralKey, *, ports: Ports) -> None:
    def decide(referral: Referral, names: Naming) -> Step:
        step, due = begun(referral), first_due(referral, at=ports.now())
        if due is None:
            return step
        step = ticking(step, due, at=ports.now())
        return _ACTIONS[due.clock.action](step, due, names, ports)

    settle(lambda: ports.referrals.get(key), decide, ports=ports)


def _remind_of_offer(step: Step, _: Due, names: Naming, ports: Ports) -> Step:
    return owe(step, MessageKind.OFFER_REMINDER, names=names, ports=ports)


def _remind_of_intake(step: Step, due: Due, names: Naming, ports: Ports) -> Step:
    placement = _placement(step, due)
    return owe(
        step,
        MessageKind.REMINDER,
        names=names,
        ports=ports,
        placement_id=placement.id,
        session_at=placement.scheduled_at,
    )


def _nudge_library(step: Step, due: Due, _: Naming, ports: Ports) -> Step:
    """Its library is told once more that somebody waits for its answer."""
    nudged = Event(EventKind.LIBRARY_NUDGED, ports.now(), CLOCK, placement_id=due.placement_id)
    return step.then(step.referral, nudged)


def _pass_by(step: Step, due: Due, names: Naming, ports: Ports) -> Step:
    """Its library has lost its turn: the seat is free, and what else fits is offered at once."""
    placement = _placement(step, due)
    step = _silence(step, placement, reason=LIBRARY_SILENT, ports=ports)
    more = offer_more(step, names=names, actor=CLOCK, ports=ports)[0]
    if more.referral.round > step.referral.round:
        return more  # the offer says enough: one text, not two
    kind = MessageKind.PASSED_BY
    return owe(more, kind, names=names, ports=ports, placement_id=placement.id)


_QUESTION: Mapping[State, MessageKind] = {
    State.WAITLISTED: MessageKind.STILL_INTERESTED,
    State.CONFIRMED: MessageKind.STILL_COMING,
    State.ATTENDING: MessageKind.STILL_COMING,
}


def _ask_her(step: Step, due: Due, names: Naming, ports: Ports) -> Step:
    """She is asked whether she still wants it; where no text may, somebody asks her."""
    placement = _placement(step, due)
    if not gets_texts(step.referral):
        wanted, reason = placement.id, TaskReason.ASK_HER
        return opened(step, reason, actor=CLOCK, at=ports.now(), placement_id=wanted)
    kind = _QUESTION[placement.state]
    return owe(step, kind, names=names, ports=ports, placement_id=placement.id)


def _lapse(step: Step, due: Due, _: Naming, ports: Ports) -> Step:
    """She let it pass. With nothing else hers or open, somebody asks how she is."""
    silent = step.referral.open_proposals if due.placement_id is None else (_placement(step, due),)
    for placement in silent:
        step = _silence(step, placement, reason=UNANSWERED, ports=ports)
    if any(p.is_live for p in step.referral.placements):
        return step
    return opened(step, TaskReason.NO_ANSWER, actor=CLOCK, at=ports.now())


def _silence(step: Step, placement: Placement, *, reason: str, ports: Ports) -> Step:
    change = advance(placement, Happening.SILENCE, at=ports.now(), reason=reason)
    return moved(step, change, actor=CLOCK)


def _search_again(step: Step, _: Due, names: Naming, ports: Ports) -> Step:
    """What is new and fits is offered; never to somebody who does not answer, or the same again."""
    referral = step.referral
    is_silent = any(t.is_open and t.reason is TaskReason.NO_ANSWER for t in referral.tasks)
    if is_silent or referral.need is None:
        return step
    if referral.round >= MOST_ROUNDS:
        return opened(step, TaskReason.NOTHING_SUITS, actor=CLOCK, at=ports.now())
    tried = frozenset(p.activity_id for p in referral.placements)
    need = replace(referral.need, parked=referral.need.parked | tried)
    return offer_more(step, names=names, actor=CLOCK, ports=ports, need=need)[0]


def _offer_again(step: Step, _: Due, names: Naming, ports: Ports) -> Step:
    """She said "not now", and now is later."""
    step = step.then(replace(step.referral, parked_at=None))
    if step.referral.beyond_proposed:
        return step
    return offer_more(step, names=names, actor=CLOCK, ports=ports)[0]


def _open_task(step: Step, due: Due, _: Naming, ports: Ports) -> Step:
    reason, wanted = TASKS[due.clock.situation], due.placement_id
    return opened(step, reason, actor=CLOCK, at=ports.now(), placement_id=wanted)


_ACTIONS: Mapping[Action, Acting] = {
    Action.REMIND_OF_OFFER: _remind_of_offer,
    Action.REMIND_OF_INTAKE: _remind_of_intake,
    Action.NUDGE_LIBRARY: _nudge_library,
    Action.PASS_BY: _pass_by,
    Action.ASK_HER: _ask_her,
    Action.LAPSE: _lapse,
    Action.SEARCH_AGAIN: _search_again,
    Action.OFFER_AGAIN: _offer_again,
    Action.OPEN_TASK: _open_task,
}


def _placement(step: Step, due: Due) -> Placement:
    if due.placement_id is None:
        raise ValueError(f"{due.clock.situation} is about one placement")
    return step.referral.placement(due.placement_id)
