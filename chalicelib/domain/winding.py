"""Clocks are wound as things move: each step leaves every situation with its clock, and no other.

Pure, and the only place that says which situation something is in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.answering import done, opened
from chalicelib.domain.clocks import Clock, Situation, begun, ticked
from chalicelib.domain.events import CLOCK
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral, ReferralStatus
from chalicelib.domain.step import Step
from chalicelib.domain.task import Task, TaskReason

# A proposal waits together with the others of its referral: see `situation_of_referral`.
_OF_STATE: Mapping[State, Situation] = {
    State.HELD: Situation.HELD,
    State.WAITLISTED: Situation.WAITLISTED,
    State.SEAT_OFFERED: Situation.SEAT_OFFERED,
    State.CONFIRMED: Situation.CONFIRMED,
    State.ATTENDING: Situation.ATTENDING,
}
# In these any sign of life begins the clock anew: it measures her silence.
_ASKED = frozenset({Situation.WAITLISTED, Situation.CONFIRMED, Situation.ATTENDING})
# What the table asks of a person, and is needless once its situation is over.
TASKS: Mapping[Situation, TaskReason] = {
    Situation.NEEDS_REVIEW: TaskReason.PLACE_UNKNOWN,
    Situation.NO_OFFER: TaskReason.NOTHING_FOUND,
    Situation.INTAKE_PLANNED: TaskReason.INTAKE_UNCLEAR,
    Situation.HELD: TaskReason.LIBRARY_ANSWER,
    Situation.SEAT_OFFERED: TaskReason.SEAT_FREE,
}


def situation_of(placement: Placement) -> Situation | None:
    """What one placement waits for; None when that is its referral's, or it has ended."""
    if placement.state is State.HELD and placement.scheduled_at is not None:
        return Situation.INTAKE_PLANNED
    return _OF_STATE.get(placement.state)


def situation_of_referral(referral: Referral) -> Situation | None:
    """What the referral as a whole waits for; None when only its placements do, or it ended."""
    if referral.has_ended:
        return None
    if referral.open_proposals:
        return Situation.OFFERED
    if referral.status is ReferralStatus.NEEDS_REVIEW:
        return Situation.NEEDS_REVIEW
    if referral.parked_at is not None:
        return Situation.PARKED
    return None if referral.beyond_proposed else Situation.NO_OFFER


def wound(step: Step, *, at: datetime) -> Step:
    """The step in which every clock fits what it decided; a clock that still fits goes on."""
    referral = step.referral
    for placement in referral.placements:
        clock = _of_placement(placement, referral, at=at)
        if clock != placement.clock:
            referral = referral.with_placement(replace(placement, clock=clock))
    clock = _of_referral(step, at=at)
    ended_at = (referral.ended_at or at) if referral.has_ended else None
    step = replace(step, referral=replace(referral, clock=clock, ended_at=ended_at))
    return _needless(_asked_of_libraries(step, at=at), at=at)


def _of_placement(placement: Placement, referral: Referral, *, at: datetime) -> Clock | None:
    situation, clock = situation_of(placement), placement.clock
    if situation is None:
        return None
    if situation is Situation.INTAKE_PLANNED and placement.scheduled_at is not None:
        since = placement.scheduled_at
        is_same = clock is not None and clock.situation is situation and clock.since == since
        return clock if is_same else begun(situation, since=since, at=at)
    heard = _signs_of_life(placement, referral) if situation in _ASKED else []
    if clock is None or clock.situation is not situation:
        return begun(situation, since=max([at, *heard]), at=at)
    newest = max(heard, default=clock.since)
    return begun(situation, since=newest, at=at) if newest > clock.since else clock


def _signs_of_life(placement: Placement, referral: Referral) -> list[datetime]:
    """When she was last heard of; before the first meeting nobody can have been."""
    first = placement.scheduled_at or placement.offered.next_session_at
    is_to_come = placement.state is State.CONFIRMED
    signs = [placement.renewed_at, referral.last_heard_at, first if is_to_come else None]
    return [moment for moment in signs if moment is not None]


def _of_referral(step: Step, *, at: datetime) -> Clock | None:
    situation, clock = situation_of_referral(step.referral), step.referral.clock
    if situation is None:
        return None
    is_same_round = step.before is not None and step.before.round == step.referral.round
    if clock is not None and clock.situation is situation and is_same_round:
        return clock
    return begun(situation, since=at, at=at)


def _asked_of_libraries(step: Step, *, at: datetime) -> Step:
    """The step in which each library has to answer whoever just asked it for a place."""
    actor = step.events[-1].actor if step.events else CLOCK
    for change in step.changes:
        placement = step.referral.placement(change.placement.id)
        if change.moved and situation_of(placement) is Situation.HELD:
            step = opened(
                step,
                TaskReason.LIBRARY_ANSWER,
                actor=actor,
                at=at,
                placement_id=placement.id,
                library=placement.library,
            )
    return step


def _needless(step: Step, *, at: datetime) -> Step:
    """The step in which nobody has to do any more what only its old situation asked for."""
    has_just_ended = step.referral.has_ended and not (step.before and step.before.has_ended)
    actor = step.events[-1].actor if step.events else CLOCK
    for task in step.referral.tasks:
        if task.is_open and (has_just_ended or _is_over(task, step.referral)):
            step = done(step, task.id, actor=actor, at=at)
    return step


def _is_over(task: Task, referral: Referral) -> bool:
    of_table = [situation for situation, reason in TASKS.items() if reason is task.reason]
    if not of_table:
        return False
    if task.placement_id is None:
        return situation_of_referral(referral) not in of_table
    return situation_of(referral.placement(task.placement_id)) not in of_table


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that ran out: its placement's, or, without one, the referral's."""

    clock: Clock
    placement_id: PlacementId | None = None


def first_due(referral: Referral, *, at: datetime) -> Due | None:
    """The clock that ran out first; None when none has."""
    found = [Due(referral.clock)] if referral.clock else []
    found += [Due(p.clock, p.id) for p in referral.placements if p.clock]
    ran_out = [(due.clock.due_at, due) for due in found if due.clock.due_at is not None]
    ran_out = [(when, due) for when, due in ran_out if when <= at]
    return min(ran_out, key=lambda pair: pair[0], default=(at, None))[1]


def ticking(step: Step, due: Due, *, at: datetime) -> Step:
    """The step in which this clock goes on to its next deadline."""
    clock = ticked(due.clock, at=at)
    if due.placement_id is None:
        return step.then(replace(step.referral, clock=clock))
    placement = step.referral.placement(due.placement_id)
    return step.then(step.referral.with_placement(replace(placement, clock=clock)))
