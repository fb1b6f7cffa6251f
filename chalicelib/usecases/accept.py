"""Accept: she says yes to one offer, herself or through her case worker."""

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import SeatTaken
from chalicelib.domain.ids import PlacementId, ReferralId
from chalicelib.domain.offering import Naming, accept
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.usecases.meanwhile import with_meanwhile
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.reading import read
from chalicelib.usecases.saving import settle


def accept_for_her(
    referral_id: ReferralId, placement_id: PlacementId, *, caller: Caller, ports: Ports
) -> Referral:
    """The placement is hers: settled, held until the library answers, or on its waiting list.

    Raises:
        SeatTaken: full without a list; the placement has lapsed and the next best is named.
        IllegalTransition, TooManyPlacements, NotFound.
    """

    def decide(referral: Referral, names: Naming) -> Step:
        placement = referral.placement(placement_id)
        activity = ports.activities.get(placement.activity_id)
        step = accept(begun(referral), placement, activity, actor=caller.actor, at=ports.now())
        if step.referral.placement(placement_id).state is not State.LAPSED:
            return with_meanwhile(step, names=names, actor=caller.actor, ports=ports)
        return offer_more(step, names=names, actor=caller.actor, ports=ports)[0]

    step = settle(lambda: read(referral_id, caller=caller, ports=ports), decide, ports=ports)
    placement = step.referral.placement(placement_id)
    if placement.state is State.LAPSED:
        raise SeatTaken(placement.activity_id, next_best=_next_best(step.referral))
    return step.referral


def _next_best(referral: Referral) -> dict[str, str] | None:
    proposals = sorted(referral.open_proposals, key=lambda p: (-p.offered.score, p.id))
    return _named(proposals[0]) if proposals else None


def _named(placement: Placement) -> dict[str, str]:
    return {"placementId": placement.id, "activityId": placement.activity_id}
