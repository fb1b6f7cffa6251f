"""Wind up: a library cancels an activity, and each of those who had a place there moves on.

One flag first, so that nobody is offered it any more; then each placement in a step of its own.
The message counts as handled only when all of them have moved: cut off half way, it is delivered
again and goes on where it stopped.
"""

from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.errors import Gone, NotFound, PreconditionFailed, Temporary
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import ActivityId, LibraryId, PlacementId
from chalicelib.domain.message import MessageKind
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import Happening, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.follow_up import owe
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.saving import settle
from chalicelib.usecases.telling import tell

CANCELLED = "activity_cancelled"
_TRIES = 8


def cancel_activity(
    library: LibraryId, activity_id: ActivityId, *, webhook_id: str, ports: Ports
) -> bool:
    """Nobody has a place there any more, and each has her next offer; False when said before.

    Raises:
        NotFound: unknown, or another library's.
    """
    if ports.referrals.has_seen(library, webhook_id):
        return False
    _close(library, activity_id, ports=ports)
    for key, placement_id in ports.referrals.live_on(activity_id):
        with suppress(NotFound, Gone):
            _move_on(key, placement_id, library, ports=ports)
    ports.referrals.remember(library, webhook_id)
    return True


def _close(library: LibraryId, activity_id: ActivityId, *, ports: Ports) -> None:
    for _ in range(_TRIES):
        activity = ports.activities.get(activity_id)
        if activity.library != library:
            raise NotFound(activity_id)
        if activity.status is ActivityStatus.INACTIVE:
            return
        closed = replace(activity, status=ActivityStatus.INACTIVE)
        with suppress(PreconditionFailed):
            ports.activities.put(closed, expected_version=activity.version)
            tell(ports=ports)
            return
    raise Temporary("others keep writing the same", retry_after_s=1)


def _move_on(
    key: ReferralKey, placement_id: PlacementId, library: LibraryId, *, ports: Ports
) -> None:
    actor = Actor("library", library)

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
