"""Confirm: a library answers about one placement: yes, when, or no with its reason."""

from datetime import datetime

from chalicelib.domain.ids import PlacementId
from chalicelib.domain.offering import Naming, confirmed_by_code, scheduled
from chalicelib.domain.placement import Happening, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.usecases.after_decline import next_after
from chalicelib.usecases.follow_up import told_of_intake
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.said import Said, once


def confirm_intake(said: Said, *, ports: Ports) -> bool:
    """The library met her or expects her: True when this said so, False when it was said before.

    Raises:
        IllegalTransition: she did not ask for it, or it is past. NotFound: not this library's.
        SeatTaken: she showed her code, and the last seat is gone.
    """

    def decide(referral: Referral, placement_id: PlacementId, _: Naming) -> Step:
        step, placement = begun(referral), referral.placement(placement_id)
        if said.code is not None:
            return confirmed_by_code(step, placement, actor=said.actor, at=ports.now())
        change = advance(placement, Happening.LIBRARY_CONFIRMED, at=ports.now())
        return moved(step, change, actor=said.actor)

    return once(said, "intake.confirmed", decide, ports=ports)


def schedule_intake(said: Said, scheduled_at: datetime, *, ports: Ports) -> bool:
    """The library expects her then, and she is told; True when this said so.

    Where attendance overtook it nothing changes.

    Raises:
        IllegalTransition: she did not ask for it, or it is past. NotFound: not this library's.
    """

    def decide(referral: Referral, placement_id: PlacementId, names: Naming) -> Step:
        step, placement = begun(referral), referral.placement(placement_id)
        advance(placement, Happening.INTAKE_SCHEDULED, at=ports.now())
        if placement.state is State.ATTENDING or placement.scheduled_at == scheduled_at:
            return step
        step = scheduled(step, placement, scheduled_at, actor=said.actor, at=ports.now())
        return told_of_intake(step, placement_id, names=names, ports=ports)

    return once(said, "intake.scheduled", decide, ports=ports)


def decline_intake(said: Said, reason: LibraryDeclineReason, *, ports: Ports) -> bool:
    """The library said no: the seat is free, and her next offer stands before the answer does.

    Raises:
        IllegalTransition: nothing was asked of the library, or it is past. NotFound.
    """

    def decide(referral: Referral, placement_id: PlacementId, names: Naming) -> Step:
        placement = referral.placement(placement_id)
        change = advance(placement, Happening.LIBRARY_DECLINED, at=ports.now(), reason=reason)
        step = moved(begun(referral), change, actor=said.actor)
        return next_after(step, placement_id, reason, names=names, actor=said.actor, ports=ports)

    return once(said, "intake.declined", decide, ports=ports)
