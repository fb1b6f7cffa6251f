"""What a library's system says of one activity: changed or cancelled, in the order it was said."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import NotFound, PreconditionFailed, Temporary
from chalicelib.domain.heard import hearing, is_overtaken
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.catalogue import described
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.telling import tell, tell_who_waits
from chalicelib.usecases.wind_up import wind_up

_UPDATED, _CANCELLED = "activity.updated", "activity.cancelled"
# Both say whether it goes on: of that the newest counts, whichever of the two said it.
_STATUS = "status"
_TRIES = 8

Redrafting = Callable[[Activity, Mapping[str, Any]], ActivityDraft]


@dataclass(frozen=True, slots=True)
class SaidOfActivity:
    """One message of one library about one of its activities."""

    library: LibraryId
    activity_id: ActivityId
    webhook_id: str
    said_at: datetime

    def is_overtaken(self, activity: Activity, what: str) -> bool:
        return is_overtaken(activity.heard, what, said_at=self.said_at)

    def remembered(self, activity: Activity, *whats: str) -> Activity:
        """The activity that remembers when these were said."""
        heard = activity.heard
        for what in whats:
            heard = hearing(heard, what, said_at=self.said_at)
        return replace(activity, heard=heard)


def update_activity(
    said: SaidOfActivity, fields: Mapping[str, Any], redraft: Redrafting, *, ports: Ports
) -> bool:
    """The fields that are named have changed; False when said, or overtaken, before.

    Raises:
        NotFound: unknown, or another library's. InvalidRequest: naming every fault.
    """

    def decide(current: Activity) -> Activity | None:
        if said.is_overtaken(current, _UPDATED):
            return None
        named = dict(fields)
        if said.is_overtaken(current, _STATUS):
            named.pop(_STATUS, None)
        changed = described(current, redraft(current, named), ports=ports)
        return said.remembered(changed, _UPDATED, *(named.keys() & {_STATUS}))

    return _once(said, decide, ports=ports) is not None


def cancel_activity(said: SaidOfActivity, *, ports: Ports) -> bool:
    """It is held no more, and everybody there moves on; False when said, or overtaken, before.

    Whom there is no time for now, the sweeper moves.

    Raises:
        NotFound: unknown, or another library's.
    """

    def decide(current: Activity) -> Activity | None:
        if said.is_overtaken(current, _STATUS):
            return None
        closed = replace(current, status=ActivityStatus.INACTIVE)
        return said.remembered(closed, _CANCELLED, _STATUS)

    stopped = _once(said, decide, ports=ports)
    if stopped is None:
        return False
    with suppress(Temporary):
        wind_up(stopped, ports=ports)
    return True


def _once(
    said: SaidOfActivity, decide: Callable[[Activity], Activity | None], *, ports: Ports
) -> Activity | None:
    """The activity as decided and stored; None when that was said, or overtaken, before."""
    if ports.referrals.has_seen(said.library, said.webhook_id):
        return None
    stored = _settled(said, decide, ports=ports)
    if stored is not None:
        ports.referrals.remember(said.library, said.webhook_id)
    return stored


def _settled(
    said: SaidOfActivity, decide: Callable[[Activity], Activity | None], *, ports: Ports
) -> Activity | None:
    """Decided on what stands now, and again when somebody else wrote first."""
    for _ in range(_TRIES):
        current = ports.activities.get(said.activity_id)
        if current.library != said.library:
            raise NotFound(said.activity_id)
        decided = decide(current)
        if decided is None:
            return None
        with suppress(PreconditionFailed):
            stored = ports.activities.put(decided, expected_version=current.version)
            tell(ports=ports)
            tell_who_waits(stored.id, ports=ports)
            return stored
    raise Temporary("others keep writing the same", retry_after_s=1)
