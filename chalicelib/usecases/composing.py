"""Composing: what a text says now, by its kind, and whether it still has anything to say."""

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.meeting import is_held
from chalicelib.domain.message import Message, MessageKind
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.usecases.follow_up import gets_texts
from chalicelib.usecases.offers import compose_options, link
from chalicelib.usecases.ports import Composed, Ports

_CERTAIN = frozenset({State.CONFIRMED, State.ATTENDING})


def is_wanted(referral: Referral, message: Message, *, ports: Ports) -> bool:
    """Whether the text still tells her something true that no newer one tells."""
    if not gets_texts(referral):
        return False
    match message.kind:
        case MessageKind.OFFER:
            return _is_newest_offer(referral, message) and bool(referral.open_proposals)
        case MessageKind.CONFIRMATION | MessageKind.HOW_WAS_IT:
            placement = _placement(referral, message)
            return placement is not None and placement.state in _CERTAIN
        case MessageKind.REMINDER:
            return _is_worth_a_reminder(referral, message, ports=ports)
        case _:
            return True


def compose(
    referral: Referral, message: Message, *, ports: Ports
) -> tuple[Composed, tuple[PlacementId, ...]]:
    """The text as it would be sent now, and the placements that its numbers stand for."""
    if message.kind is MessageKind.OFFER:
        return compose_options(referral, ports=ports)
    placement = _placement(referral, message)
    if placement is None:
        language = ports.texts.language(referral.contact_language)
        said = ports.texts.notice(language, message.kind, link=link(referral, ports=ports))
        return said, ()
    return _about(referral, message, placement, ports=ports), ()


def _about(referral: Referral, message: Message, placement: Placement, *, ports: Ports) -> Composed:
    language = ports.texts.language(referral.contact_language)
    activity = ports.activities.get(placement.activity_id)
    if message.kind is MessageKind.CONFIRMATION or message.session_at is None:
        return ports.texts.confirmation(language, placement, activity)
    return ports.texts.about(
        language, message.kind, placement, activity, session_at=message.session_at
    )


def _is_newest_offer(referral: Referral, message: Message) -> bool:
    offers = (m for m in referral.messages if m.kind is MessageKind.OFFER)
    return all(m.round <= message.round for m in offers)


def _is_worth_a_reminder(referral: Referral, message: Message, *, ports: Ports) -> bool:
    """Her place is certain, and the meeting lies ahead and is still planned."""
    placement = _placement(referral, message)
    if placement is None or placement.state is not State.CONFIRMED:
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


def _placement(referral: Referral, message: Message) -> Placement | None:
    wanted = message.placement_id
    return next((p for p in referral.placements if p.id == wanted), None)
