"""Wind up: an activity has stopped, and each of those who had a place there moves on.

One flag first, so that nobody is offered it any more, and in that same write it becomes due; then
each placement in a step of its own. Whoever is cut off half way is followed by the sweeper, until
nobody has a place there.
"""

from datetime import timedelta

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import Gone, NotFound, Temporary
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import Happening, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.usecases.follow_up import owe
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.saving import settle

CANCELLED = "activity_cancelled"
# The list of who is there may lag behind who just came; what is counted does not.
LOOK_AGAIN = timedelta(minutes=10)


def wind_up(activity: Activity, *, ports: Ports) -> None:
    """Nobody has a place there any more, and each has her next offer.

    Raises:
        Temporary: somebody could not be moved, all others were; the activity stays due.
    """
    there = ports.referrals.live_on(activity.id)
    left = [key for key, id_ in there if not _has_moved(key, id_, activity, ports=ports)]
    if left:
        raise Temporary(f"{len(left)} still have a place on {activity.id}", retry_after_s=1)
    ports.waiting.emptied(activity.id, look_again_at=ports.now() + LOOK_AGAIN)


def _has_moved(
    key: ReferralKey, placement_id: PlacementId, activity: Activity, *, ports: Ports
) -> bool:
    try:
        _move_on(key, placement_id, Actor("library", activity.library), ports=ports)
    except (NotFound, Gone):
        return True
    except Temporary:
        return False
    return True


def _move_on(key: ReferralKey, placement_id: PlacementId, actor: Actor, *, ports: Ports) -> None:
    def decide(referral: Referral, names: Naming) -> Step:
        step, placement = begun(referral), referral.placement(placement_id)
        if not placement.is_live:
            return step
        change = advance(placement, Happening.WITHDRAWN, at=ports.now(), reason=CANCELLED)
        step = moved(step, change, actor=actor)
        if placement.state is not State.PROPOSED:
            kind = MessageKind.CANCELLED
            step = owe(step, kind, names=names, ports=ports, placement_id=placement_id)
        return offer_more(step, names=names, actor=actor, ports=ports)[0]

    settle(lambda: ports.referrals.get(key), decide, ports=ports)
