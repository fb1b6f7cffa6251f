"""What may happen to a hand-over: started, confirmed twice, taken back, called off, passed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.answering import opened
from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.events import CLOCK, Actor, Event, EventKind
from chalicelib.domain.handover import Handover, Side, Stage, over
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.offering import withdraw
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.step import Step
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import WithdrawalReason

LINK_LIVES = timedelta(days=14)


def started(step: Step, to: OrganisationId, agreed_on: date, *, actor: Actor, at: datetime) -> Step:
    """The step in which a hand-over waits for both, for two weeks.

    Raises:
        IllegalTransition: the referral has ended, or one is under way.
    """
    referral = step.referral
    before = referral.handover
    if referral.has_ended or (before is not None and before.stage in {Stage.OPEN, Stage.PASSING}):
        raise IllegalTransition(_state(referral), "handover_started", ())
    last_day = at.astimezone(AMSTERDAM).date() + LINK_LIVES
    handover = Handover(
        number=1 if before is None else before.number + 1,
        to=to,
        agreed_on=agreed_on,
        started_at=at,
        last_day=last_day,
        due_at=datetime.combine(last_day + timedelta(days=1), time(), AMSTERDAM),
    )
    return _with(step, handover, EventKind.HANDOVER_STARTED, actor=actor, at=at, after=to)


def confirmed_by_giver(step: Step, *, actor: Actor, at: datetime) -> Step:
    """The step in which her municipality says yes.

    Raises:
        IllegalTransition: it is not open, or the referral has ended.
    """
    return _confirmed(step, replace(_open(step), giver=actor.id), Side.GIVER, actor=actor, at=at)


def confirmed_by_taker(
    step: Step, account: str, need: Need, asked: Mapping[str, Any], *, actor: Actor, at: datetime
) -> Step:
    """The step in which the next one says yes, by this account, and where she lives now.

    Raises:
        IllegalTransition: it is not open, or the referral has ended.
    """
    handover = replace(_open(step), taker=account, need=need, asked=asked)
    return _confirmed(step, handover, Side.TAKER, actor=actor, at=at)


def taken_back(step: Step, side: Side, *, actor: Actor, at: datetime) -> Step:
    """The step in which one side's yes is no more; harmless when there was none.

    Raises:
        IllegalTransition: both have said yes, or it is over.
    """
    handover = _open(step)
    before = handover.giver if side is Side.GIVER else handover.taker
    if before is None:
        return step
    if side is Side.GIVER:
        handover = replace(handover, giver=None)
    else:
        handover = replace(handover, taker=None, need=None, asked=None)
    kind = EventKind.HANDOVER_TAKEN_BACK
    return _with(step, handover, kind, actor=actor, at=at, after=side)


def called_off(step: Step, *, actor: Actor, at: datetime) -> Step:
    """The step in which there is no hand-over any more.

    Raises:
        IllegalTransition: both have said yes, or it is over.
    """
    return _ended(step, _open(step), Stage.CALLED_OFF, actor=actor, at=at)


def expired(step: Step, *, at: datetime) -> Step:
    """The step in which it waited long enough; somebody asks what became of her move."""
    handover = step.referral.handover
    if handover is None or not handover.is_open:
        return step
    step = _ended(step, handover, Stage.EXPIRED, actor=CLOCK, at=at)
    return opened(step, TaskReason.HANDOVER_EXPIRED, actor=CLOCK, at=at)


def passed(step: Step, referral_id: ReferralId, *, at: datetime) -> Step:
    """The step in which the next municipality goes on with her."""
    handover = step.referral.handover
    if handover is None or handover.stage is not Stage.PASSING:
        return step
    after = replace(
        handover, stage=Stage.PASSED, due_at=None, referral_id=referral_id, need=None, asked=None
    )
    kind = EventKind.HANDOVER_PASSED
    return _with(step, after, kind, actor=CLOCK, at=at, after=referral_id)


def _open(step: Step) -> Handover:
    handover = step.referral.handover
    if handover is None or not handover.is_open or step.referral.has_ended:
        raise IllegalTransition(_state(step.referral), "handover", ())
    return handover


def _confirmed(step: Step, handover: Handover, side: Side, *, actor: Actor, at: datetime) -> Step:
    """The second yes ends the referral here in the same step: it never goes on in two places."""
    kind = EventKind.HANDOVER_CONFIRMED
    if not handover.is_agreed:
        return _with(step, handover, kind, actor=actor, at=at, after=side)
    passing = replace(handover, stage=Stage.PASSING, due_at=at)
    step = _with(step, passing, kind, actor=actor, at=at, after=side)
    return withdraw(step, WithdrawalReason.MOVED, actor=actor, at=at)


def _ended(step: Step, handover: Handover, stage: Stage, *, actor: Actor, at: datetime) -> Step:
    kind = EventKind.HANDOVER_ENDED
    return _with(step, over(handover, stage), kind, actor=actor, at=at, after=stage)


def _with(
    step: Step, handover: Handover, kind: EventKind, *, actor: Actor, at: datetime, after: str
) -> Step:
    event = Event(kind, at, actor, after=after)
    return step.then(replace(step.referral, handover=handover), event)


def _state(referral: Referral) -> str:
    return referral.status if referral.handover is None else referral.handover.stage
