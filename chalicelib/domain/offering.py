"""What is decided about offers: made, replaced, accepted, refused, taken back.

Pure: each function takes what was loaded and returns the step to save.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import TooManyPlacements
from chalicelib.domain.events import Actor, Event, EventKind
from chalicelib.domain.handover import Stage, over
from chalicelib.domain.ids import ActivityId, MessageId, PlacementId
from chalicelib.domain.matching.result import Match
from chalicelib.domain.message import Message, MessageKind, MessageState, dropped
from chalicelib.domain.milestones import RoadStage, reaching
from chalicelib.domain.placement import (
    LIVE,
    Happening,
    Offered,
    Placement,
    State,
    advance,
)
from chalicelib.domain.referral import Referral, Withdrawal
from chalicelib.domain.step import Step, moved
from chalicelib.domain.vocabulary import ActivityStatus, Channel, Entry, WithdrawalReason

MOST_PROPOSED = 3
MOST_BEYOND_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Naming:
    """How new things are named: the same question gives the same name, so a retry repeats nothing.

    `code` gives the four digits for the desk; the store says which are already in use there.
    """

    placement_id: Callable[[Referral, int, ActivityId], PlacementId]
    code: Callable[[PlacementId, str], str]
    message_id: Callable[[Referral, MessageKind, int], MessageId]


def offered(match: Match) -> Offered:
    """The match as a placement keeps it."""
    return Offered(
        rank=match.rank,
        score=match.score,
        parts=tuple((p.code, p.value, p.weight) for p in match.parts),
        reasons=tuple((r.code, dict(r.values)) for r in match.reasons),
        distance_km=match.distance_km,
        travel_minutes=match.travel_minutes,
        next_session_at=match.next_session_at,
        type=match.activity.type,
        programme=match.activity.programme,
    )


NOT_NOW = "not_now"
LIBRARY_SILENT = "library_silent"
_TRIED = frozenset({State.DECLINED, State.STOPPED, State.COMPLETED}) | (LIVE - {State.PROPOSED})


def not_again(referral: Referral) -> frozenset[ActivityId]:
    """Activities that are not suggested (again): refused by her or the library, tried, or hers.

    "Not now" refuses only for now: what she said it to is parked as long as her referral is.
    """
    return frozenset(p.activity_id for p in referral.placements if _is_tried(p, referral))


def _is_tried(placement: Placement, referral: Referral) -> bool:
    if placement.state is State.DECLINED and placement.reason == NOT_NOW:
        return referral.parked_at is not None
    if placement.state is State.LAPSED:
        return placement.reason == LIBRARY_SILENT
    return placement.state in _TRIED


def propose(
    step: Step, matches: Iterable[Match], *, naming: Naming, actor: Actor, at: datetime
) -> Step:
    """The step with up to three open proposals; those that still match stay as they are.

    Proposals that no longer match are withdrawn. A new round is begun, and a text owed, only when
    something new is proposed.
    """
    best = {match.activity.id: match for match in list(matches)[:MOST_PROPOSED]}
    for proposal in step.referral.open_proposals:
        match = best.get(proposal.activity_id)
        if match is None:
            step = moved(step, advance(proposal, Happening.WITHDRAWN, at=at), actor=actor)
        else:
            renewed = replace(proposal, offered=offered(match))
            step = replace(step, referral=step.referral.with_placement(renewed))
    return _with_new(step, best.values(), naming=naming, actor=actor, at=at)


def place_unknown(step: Step, *, actor: Actor, at: datetime) -> Step:
    """The step of a referral whose place nobody knows: somebody must look at it.

    Proposals that were made for another place are withdrawn.
    """
    for proposal in step.referral.open_proposals:
        step = moved(step, advance(proposal, Happening.WITHDRAWN, at=at), actor=actor)
    flagged = replace(step.referral, needs_review=True)
    return step.then(flagged, Event(EventKind.PLACE_UNKNOWN, at, actor))


def top_up(
    step: Step, matches: Iterable[Match], *, naming: Naming, actor: Actor, at: datetime
) -> Step:
    """The step with its open proposals completed to three; none is withdrawn."""
    room = MOST_PROPOSED - len(step.referral.open_proposals)
    open_already = {p.activity_id for p in step.referral.open_proposals}
    fresh = [match for match in matches if match.activity.id not in open_already]
    return _with_new(step, fresh[: max(0, room)], naming=naming, actor=actor, at=at)


def _with_new(
    step: Step, matches: Iterable[Match], *, naming: Naming, actor: Actor, at: datetime
) -> Step:
    referral = step.referral
    open_already = {p.activity_id for p in referral.open_proposals}
    fresh = [match for match in matches if match.activity.id not in open_already]
    if not fresh:
        return step if referral.open_proposals else _nothing(step, actor=actor, at=at)
    round_ = referral.round + 1
    new = tuple(_proposal(referral, match, round_, naming) for match in fresh)
    referral = replace(
        referral,
        placements=(*referral.placements, *new),
        milestones=reaching(referral.milestones, RoadStage.OFFERED, at=at),
        round=round_,
        needs_review=False,
        parked_at=None,
    )
    lines = (Event(EventKind.PROPOSED, at, actor, placement_id=p.id, after=p.state) for p in new)
    return step.then(referral, *lines)


def _proposal(referral: Referral, match: Match, round_: int, naming: Naming) -> Placement:
    placement_id = naming.placement_id(referral, round_, match.activity.id)
    return Placement(
        id=placement_id,
        activity_id=match.activity.id,
        library=match.activity.library,
        branch=match.activity.branch.isil,
        code=naming.code(placement_id, match.activity.library),
        offered=offered(match),
        round=round_,
    )


def _nothing(step: Step, *, actor: Actor, at: datetime) -> Step:
    return step.then(step.referral, Event(EventKind.NOTHING_FITS, at, actor))


def owe_offer_text(
    step: Step,
    *,
    segments: int,
    language: str,
    due_at: datetime,
    naming: Naming,
    actor: Actor,
    at: datetime,
) -> Step:
    """The step with a text owed for its newest round; a text of an older round is dropped.

    Nothing is owed without open proposals, without her agreement to texts, on another channel
    than texts, or when this round has its text already: never two texts for one offer.
    """
    referral = step.referral
    wanted = referral.channel is Channel.SMS and referral.agreement.sms
    has_text = any(
        m.kind is MessageKind.OFFER and m.round == referral.round for m in referral.messages
    )
    if not wanted or not referral.open_proposals or has_text:
        return step
    message = Message(
        id=naming.message_id(referral, MessageKind.OFFER, referral.round),
        kind=MessageKind.OFFER,
        language=language,
        segments=segments,
        round=referral.round,
        due_at=due_at,
    )
    offers = frozenset({MessageKind.OFFER})
    step = drop_owed_texts(step, why="replaced", of=offers, actor=actor, at=at)
    referral = step.referral
    referral = replace(referral, messages=(*referral.messages, message))
    event = Event(EventKind.MESSAGE_PENDING, at, actor, message_id=message.id, after=message.state)
    return step.then(referral, event)


def drop_owed_texts(
    step: Step,
    *,
    why: str,
    actor: Actor,
    at: datetime,
    of: Collection[MessageKind] = frozenset(MessageKind),
) -> Step:
    """The step without texts of these kinds that wait; one under way is left to its sender."""
    for message in step.referral.messages:
        if message.state is MessageState.PENDING and message.kind in of:
            after = dropped(message, why=why)
            event = Event(
                EventKind.MESSAGE_MOVED,
                at,
                actor,
                placement_id=message.placement_id,
                message_id=message.id,
                before=message.state,
                after=after.state,
                reason=why,
            )
            step = step.then(step.referral.with_message(after), event)
    return step


def accepting(activity: Activity, *, holds_seat: bool = False) -> Happening:
    """What her yes means at this moment: just come, a seat, the list, or too late.

    `holds_seat`: one is counted for her already, and stays hers whatever became of the rest.
    A seat that somebody waits for is not free.
    """
    is_open = activity.status is ActivityStatus.ACTIVE
    if holds_seat or (is_open and activity.seats.has_room_for_the_next):
        drop_in = activity.entry is Entry.DROP_IN
        return Happening.ACCEPTED_DROP_IN if drop_in else Happening.ACCEPTED
    if is_open and activity.waiting_list:
        return Happening.ACCEPTED_TO_LIST
    return Happening.FOUND_FULL


def accept(
    step: Step, placement: Placement, activity: Activity, *, actor: Actor, at: datetime
) -> Step:
    """The step in which she says yes to one proposal; the others stay open.

    Raises:
        IllegalTransition: the placement is not open for a yes.
        TooManyPlacements: she holds three already.
    """
    happening = accepting(activity, holds_seat=placement.seat_counted)
    change = advance(placement, happening, at=at)
    holds_more = change.placement.is_live and placement.state is State.PROPOSED
    if holds_more and step.referral.beyond_proposed >= MOST_BEYOND_PROPOSED:
        raise TooManyPlacements(step.referral.id)
    return moved(step, change, actor=actor)


def confirmed_by_code(step: Step, placement: Placement, *, actor: Actor, at: datetime) -> Step:
    """The step in which the library confirms somebody who showed her code.

    Raises:
        IllegalTransition: the placement is past confirming, or she only waits.
        TooManyPlacements: she holds three already.
    """
    change = advance(placement, Happening.CODE_CONFIRMED, at=at)
    if placement.state is State.PROPOSED and step.referral.beyond_proposed >= MOST_BEYOND_PROPOSED:
        raise TooManyPlacements(step.referral.id)
    return moved(step, change, actor=actor)


def scheduled(
    step: Step, placement: Placement, scheduled_at: datetime, *, actor: Actor, at: datetime
) -> Step:
    """The step in which her library expects her at that moment."""
    event = Event(
        EventKind.INTAKE_SCHEDULED,
        at,
        actor,
        placement_id=placement.id,
        after=scheduled_at.isoformat(),
    )
    expected = replace(placement, scheduled_at=scheduled_at)
    return step.then(step.referral.with_placement(expected), event)


def withdraw(step: Step, reason: WithdrawalReason, *, actor: Actor, at: datetime) -> Step:
    """The step in which the municipality takes the referral back: every live placement ends.

    A referral that has ended already stays as it is, but that she died is noted of it as well:
    nothing of what it still owed is said or done any more, and it is never reopened.
    """
    if step.referral.has_ended and not _dies(step.referral, reason):
        return step
    for placement in step.referral.placements:
        if placement.is_live:
            change = advance(placement, Happening.WITHDRAWN, at=at, reason=reason)
            step = moved(step, change, actor=actor)
    step = drop_owed_texts(step, why="withdrawn", actor=actor, at=at)
    before = step.before or step.referral
    handover = step.referral.handover
    if handover is not None and handover.is_open:
        handover = over(handover, Stage.CALLED_OFF)
    referral = replace(
        step.referral, withdrawal=Withdrawal(reason, at), lookup=None, handover=handover
    )
    event = Event(
        EventKind.WITHDRAWN, at, actor, before=before.status, after=referral.status, reason=reason
    )
    return step.then(referral, event)


def _dies(referral: Referral, reason: WithdrawalReason) -> bool:
    """Whether that is news of her."""
    known = referral.withdrawal is not None and referral.withdrawal.reason is reason
    return reason is WithdrawalReason.DECEASED and not known
