"""How a step is saved: decided again on what is true now, until it stands.

A step is decided on what was read; when somebody else wrote first, it is read and decided again.
"""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.derivation import Derivation
from chalicelib.domain.errors import SeatTaken, StaleVersion, Temporary
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, closing
from chalicelib.domain.winding import wound
from chalicelib.usecases.follow_up import followed_up
from chalicelib.usecases.ports import CodeTaken, Ports, ReferralKey

_TRIES = 8
_CODE_TRIES = 60


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
    tries, seat_was_taken = 0, False
    while tries < _TRIES and len(taken) < _CODE_TRIES:
        names = naming(ports.derivation, taken)
        step = followed_up(decide(load(), names), names=names, ports=ports)
        if not step.changes_anything and person is None:
            return step
        step = closing(wound(step, at=ports.now()), at=ports.now())
        try:
            ports.referrals.save(step, person=person)
        except StaleVersion:
            tries += 1
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


def hurry(step: Step, *, ports: Ports) -> None:
    """Somebody looks soon at what the step made due; when this fails the sweeper does."""
    if not step.owed_messages:
        return
    try:
        ports.queue.referral_due(key_of(step.referral))
    except Temporary:
        return
