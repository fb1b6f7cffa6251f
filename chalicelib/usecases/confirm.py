"""Confirm: a library answers about one placement: yes, or no with its reason."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.offering import Naming, confirmed_by_code
from chalicelib.domain.placement import (
    Happening,
    Placement,
    advance,
    has_heard_later,
    hearing,
)
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import AlreadySeen, Ports
from chalicelib.usecases.saving import settle

Deciding = Callable[[Referral, PlacementId, Naming], Step]


@dataclass(frozen=True, slots=True)
class Said:
    """One message of one library about one placement, named by its id or by her code."""

    library: LibraryId
    placement_id: PlacementId | None = None
    code: str | None = None
    webhook_id: str | None = None  # None when it came over a page or the API
    said_at: datetime | None = None  # orders what is said of one type about one placement

    @property
    def actor(self) -> Actor:
        return Actor("library", self.library)

    def is_overtaken(self, placement: Placement, type_: str) -> bool:
        """Whether something newer of this type about this placement was heard before."""
        if self.said_at is None:
            return False
        return has_heard_later(placement, type_, said_at=self.said_at)

    def remembered(self, step: Step, placement_id: PlacementId, type_: str) -> Step:
        """The step in which the placement remembers when this was said."""
        if self.said_at is None:
            return step
        heard = hearing(step.referral.placement(placement_id), type_, said_at=self.said_at)
        return step.then(step.referral.with_placement(heard))


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

    return _once(said, "intake.confirmed", decide, ports=ports)


def decline_intake(said: Said, reason: LibraryDeclineReason, *, ports: Ports) -> bool:
    """The library said no: the seat is free, and her next offer stands before the answer does.

    Raises:
        IllegalTransition: nothing was asked of the library, or it is past. NotFound.
    """

    def decide(referral: Referral, placement_id: PlacementId, names: Naming) -> Step:
        placement = referral.placement(placement_id)
        change = advance(placement, Happening.LIBRARY_DECLINED, at=ports.now(), reason=reason)
        step = moved(begun(referral), change, actor=said.actor)
        return offer_more(step, names=names, actor=said.actor, ports=ports)[0]

    return _once(said, "intake.declined", decide, ports=ports)


def _once(said: Said, type_: str, decide: Deciding, *, ports: Ports) -> bool:
    """What was said stands, once; an older message that a newer one overtook changes nothing."""

    def decided(referral: Referral, names: Naming) -> Step:
        if said.is_overtaken(referral.placement(found[1]), type_):
            raise AlreadySeen
        step = said.remembered(decide(referral, found[1], names), found[1], type_)
        if said.webhook_id is None:
            return step
        return replace(step, webhook=(said.library, said.webhook_id))

    if said.webhook_id is not None and ports.referrals.has_seen(said.library, said.webhook_id):
        return False
    found = _find(said, ports=ports)
    try:
        settle(lambda: _find(said, ports=ports)[0], decided, ports=ports)
    except AlreadySeen:
        return False
    return True


def _find(said: Said, *, ports: Ports) -> tuple[Referral, PlacementId]:
    if said.code is not None:
        return ports.referrals.of_code(said.library, said.code)
    if said.placement_id is None:
        raise NotFound("placement")
    referral = ports.referrals.of_placement(said.placement_id, library=said.library)
    return referral, said.placement_id
