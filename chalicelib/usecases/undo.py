"""Undo and cancel: one placement, by whoever may: a case worker hers, a library its own."""

from enum import StrEnum

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import IllegalTransition, NotFound, TooManyPlacements
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.offering import MOST_BEYOND_PROPOSED, Naming
from chalicelib.domain.placement import (
    BEYOND_PROPOSED,
    Happening,
    Placement,
    advance,
    allowed,
    undone,
)
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.usecases.answering import next_round
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.reading import read
from chalicelib.usecases.reviving import revived, with_code
from chalicelib.usecases.saving import settle


class CancellationReason(StrEnum):
    """Why one placement ends."""

    LEFT = "left"  # she does not want it (any more), and says so to her case worker
    TAKEN_BACK = "taken_back"  # by the case worker herself


def undo(placement_id: PlacementId, *, caller: Caller, ports: Ports) -> Placement:
    """The placement is where it was before the caller's own last move, a seat counted anew.

    Raises:
        IllegalTransition: the last move was not the caller's, or is over a day old.
        SeatTaken: the seat it had is somebody else's by now. TooManyPlacements, NotFound.
    """

    def decide(referral: Referral, names: Naming) -> Step:
        placement = referral.placement(placement_id)
        if referral.withdrawal is not None:
            raise IllegalTransition(placement.state, Happening.UNDONE, allowed(placement.state))
        change = undone(placement, by=_actor(caller), at=ports.now())
        is_more = change.placement.state in BEYOND_PROPOSED and not placement.is_live
        if is_more and referral.beyond_proposed >= MOST_BEYOND_PROPOSED:
            raise TooManyPlacements(referral.id)
        step = moved(begun(referral), change, actor=_actor(caller))
        return revived(with_code(step, placement_id, names=names), ports=ports)

    step = settle(lambda: _load(placement_id, caller=caller, ports=ports), decide, ports=ports)
    return step.referral.placement(placement_id)


def cancel(
    placement_id: PlacementId, reason: CancellationReason, *, caller: Caller, ports: Ports
) -> Placement:
    """The placement is over: its seat is free, and, where she left, what else fits is offered.

    Raises:
        IllegalTransition: it was over before. NotFound.
    """

    def decide(referral: Referral, names: Naming) -> Step:
        has_left = reason is CancellationReason.LEFT
        what = Happening.NEWCOMER_DECLINED if has_left else Happening.WITHDRAWN
        change = advance(referral.placement(placement_id), what, at=ports.now(), reason=reason)
        step = moved(begun(referral), change, actor=caller.actor)
        return next_round(step, names, ports, actor=caller.actor) if has_left else step

    step = settle(lambda: _load(placement_id, caller=caller, ports=ports), decide, ports=ports)
    return step.referral.placement(placement_id)


def _actor(caller: Caller) -> Actor:
    """Who moves it: a library as one, whoever of its people or systems speaks for it."""
    return caller.actor if caller.library is None else Actor("library", caller.library)


def _load(placement_id: PlacementId, *, caller: Caller, ports: Ports) -> Referral:
    referral = ports.referrals.of_placement(placement_id, library=caller.library)
    if caller.library is None:
        if referral.organisation != caller.organisation:
            raise NotFound(placement_id)
        return read(referral.id, caller=caller, ports=ports)
    if not referral.placement(placement_id).is_known_to_library:
        raise NotFound(placement_id)
    return referral
