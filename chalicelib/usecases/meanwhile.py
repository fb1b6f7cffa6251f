"""Meanwhile: a waiting place never comes alone, as long as anything else fits her."""

from dataclasses import replace

from chalicelib.domain.events import Actor
from chalicelib.domain.meanwhile import immediate, is_immediate, waits
from chalicelib.domain.offering import MOST_PROPOSED, Naming, top_up
from chalicelib.domain.step import Step
from chalicelib.usecases.finding import question, suggest_fresh
from chalicelib.usecases.offers import owe_text
from chalicelib.usecases.ports import Ports

_MOST_CONSIDERED = 10  # the best that fit, among which one with a free seat is looked for


def with_meanwhile(step: Step, *, names: Naming, actor: Actor, ports: Ports) -> Step:
    """The step in which whoever waits has an option with a free seat beside it.

    Nothing that is open is withdrawn. With three open offers, none of them immediate, a fourth
    would not be shown to her, so none is made.
    """
    referral = step.referral
    if not waits(referral) or referral.need is None:
        return step
    proposals = referral.open_proposals
    activities = ports.activities.get_many(p.activity_id for p in proposals)
    if immediate(referral, activities) is not None or len(proposals) >= MOST_PROPOSED:
        return step
    asked = replace(question(referral, referral.need), limit=_MOST_CONSIDERED)
    found = suggest_fresh(asked, ports=ports).matches
    best = [match for match in found if is_immediate(match.activity)][:1]
    if not best:
        return step
    more = top_up(step, best, naming=names, actor=actor, at=ports.now())
    return owe_text(more, names=names, actor=actor, ports=ports)
