"""She says yes or no to something later: it stands at once, and what was said before stays."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agreement import AgreedTo, Agreement, said
from chalicelib.domain.events import Actor, Event, EventKind
from chalicelib.domain.offering import drop_owed_texts
from chalicelib.domain.step import Step

YES, NO = "yes", "no"


def agreeing(step: Step, agreement: Agreement, *, actor: Actor, at: datetime) -> Step:
    """The step in which she agrees to this and no more; what she now refuses ends with it.

    Texts that wait are dropped when she wants none. Hours are read only while she agrees to that.
    """
    referral = step.referral
    new = said(agreement, before=referral.agreement, at=at)
    # Of what was noted before there was a history, the sum is the history.
    known = referral.agreed or said(referral.agreement, at=referral.created_at)
    referral = replace(referral, agreement=agreement, agreed=(*known, *new))
    lines = (
        Event(EventKind.AGREED, at, actor, after=YES if one.given else NO, reason=one.to)
        for one in new
    )
    step = step.then(referral, *lines)
    if any(one.to is AgreedTo.SMS and not one.given for one in new):
        step = drop_owed_texts(step, why="not_agreed", actor=actor, at=at)
    return step
