"""Making offers: the beats that referring, correcting and re-offering share."""

from collections.abc import Callable

from chalicelib.domain.answering import never_by_text_alone
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Matches
from chalicelib.domain.offering import (
    Naming,
    owe_offer_text,
    place_unknown,
    propose,
    top_up,
)
from chalicelib.domain.referral import Referral
from chalicelib.domain.sms import MOST_OPTIONS
from chalicelib.domain.step import Step
from chalicelib.usecases.finding import question, suggest_fresh
from chalicelib.usecases.ports import Composed, Ports

Proposing = Callable[..., Step]


def offer_anew(
    step: Step, *, names: Naming, actor: Actor, ports: Ports
) -> tuple[Step, Matches | None]:
    """The step with its proposals replaced by what fits now; None matched when nobody knows where.

    The answer's `Matches` explain a referral to which nothing could be offered.
    """
    return _offer(propose, step, names=names, actor=actor, ports=ports)


def offer_more(
    step: Step, *, names: Naming, actor: Actor, ports: Ports, need: Need | None = None
) -> tuple[Step, Matches | None]:
    """The step with its proposals completed by what fits now; open ones stay.

    `need` is what is looked for this once, where that is not what is asked for her.
    """
    return _offer(top_up, step, names=names, actor=actor, ports=ports, need=need)


def _offer(
    proposing: Proposing,
    step: Step,
    *,
    names: Naming,
    actor: Actor,
    ports: Ports,
    need: Need | None = None,
) -> tuple[Step, Matches | None]:
    at = ports.now()
    need = need or step.referral.need
    if need is None:
        return place_unknown(step, actor=actor, at=at), None
    matches = suggest_fresh(question(step.referral, need), ports=ports)
    step = proposing(step, matches.matches, naming=names, actor=actor, at=at)
    return owe_text(step, names=names, actor=actor, ports=ports), matches


def owe_text(step: Step, *, names: Naming, actor: Actor, ports: Ports) -> Step:
    """The step with the text for its newest round owed, when there is one to send."""
    referral = step.referral
    if not referral.open_proposals:
        return step
    at, composed = ports.now(), compose_offer(referral, ports=ports)
    step = never_by_text_alone(step, actor=actor, at=at)
    return owe_offer_text(
        step,
        segments=composed.segments,
        language=composed.language,
        due_at=ports.sending_opens(at),
        naming=names,
        actor=actor,
        at=at,
    )


def compose_offer(referral: Referral, *, ports: Ports) -> Composed:
    """The offer text of a referral as it would be sent now."""
    return compose_options(referral, ports=ports)[0]


def compose_options(
    referral: Referral, *, ports: Ports, again: bool = False
) -> tuple[Composed, tuple[PlacementId, ...]]:
    """The offer text as it would be sent now, and the placements that its numbers stand for.

    Also those that only her page shows: it has them in the same order.
    """
    proposals = sorted(referral.open_proposals, key=lambda p: (p.round, p.offered.rank))
    activities = ports.activities.get_many(p.activity_id for p in proposals)
    options = [(p, activities[p.activity_id]) for p in proposals if p.activity_id in activities]
    composed = ports.texts.offer(
        ports.texts.language(referral.contact_language),
        options,
        link=link(referral, ports=ports),
        line=referral.line,
        again=again,
        bridge=bridge(referral, ports=ports),
    )
    return composed, tuple(p.id for p, _ in options[:MOST_OPTIONS])


def bridge(referral: Referral, *, ports: Ports) -> str | None:
    """The language in which what she gets in Dutch is said as well; see `Texts`."""
    spoken = () if referral.need is None else referral.need.spoken_languages
    return ports.texts.bridge(referral.contact_language, spoken)


def link(referral: Referral, *, ports: Ports) -> str:
    """The address of her own page."""
    return f"{ports.public_url}/s/{ports.derivation.link_token(referral.id)}"
