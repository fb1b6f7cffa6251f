"""Composing: what a text says now, by its kind, and whether it still has anything to say."""

from collections.abc import Callable, Mapping

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.meeting import is_held
from chalicelib.domain.message import OFFERS, Message, MessageKind
from chalicelib.domain.placement import DeclinedBy, Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.usecases.follow_up import gets_texts
from chalicelib.usecases.offers import bridge, compose_options, link
from chalicelib.usecases.ports import Composed, Ports

_CERTAIN = frozenset({State.CONFIRMED, State.ATTENDING})
# What is said of a placement stays true while it is in one of these.
_TRUE_IN: Mapping[MessageKind, frozenset[State]] = {
    MessageKind.CONFIRMATION: _CERTAIN,
    MessageKind.HOW_WAS_IT: _CERTAIN,
    MessageKind.ENCOURAGEMENT: frozenset({State.ATTENDING}),
    MessageKind.SEAT_FREE: frozenset({State.SEAT_OFFERED}),
    MessageKind.STILL_INTERESTED: frozenset({State.WAITLISTED}),
    MessageKind.MISSED_YOU: _CERTAIN,
    MessageKind.STILL_COMING: _CERTAIN,
    MessageKind.CANCELLED: frozenset({State.CANCELLED, State.DECLINED}),
    MessageKind.PASSED_BY: frozenset({State.LAPSED}),
}
_EXPECTED = frozenset({State.HELD, State.CONFIRMED})
_MORE_FOLLOWS = frozenset({MessageKind.CANCELLED, MessageKind.PASSED_BY})


def is_wanted(referral: Referral, message: Message, *, ports: Ports) -> bool:
    """Whether the text still tells her something true that no newer one tells."""
    if referral.withdrawal is not None:
        return False  # silence at once: also for somebody who died
    is_true = _IS_TRUE.get(message.kind, _is_still_so)
    return gets_texts(referral) and is_true(referral, message, ports)


def compose(
    referral: Referral, message: Message, *, ports: Ports
) -> tuple[Composed, tuple[PlacementId, ...]]:
    """The text as it would be sent now, and the placements that its numbers stand for."""
    if message.kind in OFFERS:
        again = message.kind is MessageKind.OFFER_REMINDER
        return compose_options(referral, ports=ports, again=again)
    placement = _placement(referral, message)
    if placement is None:
        language = ports.texts.language(referral.contact_language)
        own = link(referral, ports=ports)
        said = ports.texts.notice(
            language,
            message.kind,
            link=own,
            line=referral.line,
            bridge=bridge(referral, ports=ports),
        )
        return said, ()
    return _about(referral, message, placement, ports=ports), ()


def _about(referral: Referral, message: Message, placement: Placement, *, ports: Ports) -> Composed:
    language = ports.texts.language(referral.contact_language)
    activity = ports.activities.get(placement.activity_id)
    if message.kind is MessageKind.CONFIRMATION:
        also = bridge(referral, ports=ports)
        return ports.texts.confirmation(language, placement, activity, bridge=also)
    return ports.texts.about(
        language,
        message.kind,
        placement,
        activity,
        session_at=message.session_at,
        line=referral.line,
        bridge=bridge(referral, ports=ports),
    )


def _is_open_offer(referral: Referral, message: Message, _: Ports) -> bool:
    offers = (m for m in referral.messages if m.kind is MessageKind.OFFER)
    is_newest = all(m.round <= message.round for m in offers)
    return is_newest and bool(referral.open_proposals)


def _is_unanswered_offer(referral: Referral, message: Message, ports: Ports) -> bool:
    """Nothing of it is hers yet: one choice made, nobody presses for another."""
    return _is_open_offer(referral, message, ports) and not referral.beyond_proposed


def _is_still_so(referral: Referral, message: Message, _: Ports) -> bool:
    """The placement is where the text says; what promises more does so while more can follow."""
    if message.kind not in _TRUE_IN:
        return True
    placement = _placement(referral, message)
    if placement is None or placement.state not in _TRUE_IN[message.kind]:
        return False
    is_her_own = placement.declined_by is DeclinedBy.NEWCOMER
    return message.kind not in _MORE_FOLLOWS or not (is_her_own or referral.has_ended)


def _is_still_scheduled(referral: Referral, message: Message, ports: Ports) -> bool:
    """That is still the moment her library names, and it lies ahead."""
    placement = _placement(referral, message)
    if placement is None or placement.state not in _EXPECTED:
        return False
    at = placement.scheduled_at
    return at is not None and at == message.session_at and at > ports.now()


def _is_worth_a_reminder(referral: Referral, message: Message, ports: Ports) -> bool:
    """She is expected, and the meeting lies ahead and is still planned."""
    placement = _placement(referral, message)
    if placement is None or placement.state not in _EXPECTED:
        return False
    if message.session_at is None or message.session_at <= ports.now():
        return False
    if placement.scheduled_at == message.session_at:
        return True
    try:
        activity = ports.activities.get(placement.activity_id)
    except NotFound:
        return False
    return is_held(activity, message.session_at, holidays=ports.holidays)


def _is_encouraged(referral: Referral, message: Message, ports: Ports) -> bool:
    """She takes part, and her municipality still wants it."""
    wants = ports.choices.of(referral.organisation).weekly_encouragement
    return wants and _is_still_so(referral, message, ports)


def _is_goodbye(referral: Referral, _: Message, __: Ports) -> bool:
    return referral.has_ended and referral.withdrawal is None


_IS_TRUE: Mapping[MessageKind, Callable[[Referral, Message, Ports], bool]] = {
    MessageKind.OFFER: _is_open_offer,
    MessageKind.OFFER_REMINDER: _is_unanswered_offer,
    MessageKind.INTAKE_SCHEDULED: _is_still_scheduled,
    MessageKind.REMINDER: _is_worth_a_reminder,
    MessageKind.ENCOURAGEMENT: _is_encouraged,
    MessageKind.GOODBYE: _is_goodbye,
}


def _placement(referral: Referral, message: Message) -> Placement | None:
    wanted = message.placement_id
    return next((p for p in referral.placements if p.id == wanted), None)
