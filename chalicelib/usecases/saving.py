"""How a step is saved: decided again on what is true now, until it stands.

A step is decided on what was read; when somebody else wrote first, it is read and decided again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.derivation import Derivation
from chalicelib.domain.errors import SeatTaken, StaleVersion, Temporary
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.message import MessageKind
from chalicelib.domain.notices import notices
from chalicelib.domain.offering import Naming
from chalicelib.domain.person import Person
from chalicelib.domain.placement import State
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, closing
from chalicelib.domain.winding import wound
from chalicelib.usecases.follow_up import followed_up
from chalicelib.usecases.ports import CodeTaken, ListMoved, Ports, ReferralKey

_TRIES = 8
_CODE_TRIES = 60
_LISTS_A_TRY = 8  # joining a list that many join is a smaller thing than losing a race


def key_of(referral: Referral) -> ReferralKey:
    return ReferralKey(referral.organisation, referral.id)


def naming(derivation: Derivation, taken: frozenset[tuple[str, str]] = frozenset()) -> Naming:
    """Names for new placements and texts, passing over the (library, code) pairs in use."""

    def code(placement_id: PlacementId, library: str) -> str:
        candidates = (derivation.code(placement_id, attempt) for attempt in range(_CODE_TRIES))
        return next((c for c in candidates if (library, c) not in taken), "0000")

    def placement_id(referral: Referral, round_: int, activity_id: ActivityId) -> PlacementId:
        return derivation.placement_id(referral.id, round_, activity_id)

    return Naming(
        placement_id=placement_id,
        code=code,
        message_id=lambda r, kind, round_: derivation.message_id(r.id, MessageKind(kind), round_),
    )


def settle(
    load: Callable[[], Referral],
    decide: Callable[[Referral, Naming], Step],
    *,
    ports: Ports,
    person: Person | None = None,
) -> Step:
    """The decided step, saved; and whoever is owed a text by it hears soon.

    Raises:
        SeatTaken: a seat the decision counts on is gone, also on a second look.
        Temporary: others keep writing first. And whatever `load` and `decide` raise.
    """
    taken: frozenset[tuple[str, str]] = frozenset()
    patience, seat_was_taken = _TRIES * _LISTS_A_TRY, False
    while patience > 0 and len(taken) < _CODE_TRIES:
        names = naming(ports.derivation, taken)
        step = followed_up(decide(load(), names), names=names, ports=ports)
        if not step.changes_anything and person is None:
            return step
        step = closing(wound(ticketed(step, ports=ports), at=ports.now()), at=ports.now())
        try:
            ports.referrals.save(step, person=person)
        except StaleVersion as clash:
            patience -= 1 if isinstance(clash, ListMoved) else _LISTS_A_TRY
        except SeatTaken:
            # The seat went between reading and writing: read again, once.
            if seat_was_taken:
                raise
            seat_was_taken = True
        except CodeTaken as clash:
            taken |= {(clash.library, clash.code)}
        else:
            hurry(step, ports=ports)
            return replace(step, referral=replace(step.referral, version=step.referral.version + 1))
    raise Temporary("others keep writing first", retry_after_s=1)


def ticketed(step: Step, *, ports: Ports) -> Step:
    """The step in which everybody who waits has a number, the next one of her list."""
    referral = step.referral
    for placement in referral.placements:
        if placement.state is State.WAITLISTED and placement.ticket is None:
            number = ports.waiting.next_number(placement.activity_id)
            referral = referral.with_placement(replace(placement, ticket=number))
    return replace(step, referral=referral)


def hurry(step: Step, *, ports: Ports) -> None:
    """Somebody looks soon at what the step made due; when this fails the sweepers do."""
    with suppress(Temporary):
        if step.owed_messages:
            ports.queue.referral_due(key_of(step.referral))
        for activity_id in step.freed:
            ports.queue.list_moves(activity_id)
        for notice in notices(step):
            ports.queue.delivery_due(notice.id)
