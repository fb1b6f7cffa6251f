"""What a referral owes is done: its deadlines, a hand-over, then texts; or it is forgotten.

The queue makes it fast, the sweeper makes it certain; both come here.
"""

from chalicelib.domain.errors import Temporary, WegwijsError
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.erase import forget
from chalicelib.usecases.ports import Metric, Ports, ReferralKey
from chalicelib.usecases.tick import tick
from chalicelib.usecases.warm_handover import pass_on


def do_what_is_owed(key: ReferralKey, *, ports: Ports) -> None:
    """Whatever this referral owed at this moment was done; harmless twice, at once, or late."""
    tick(key, ports=ports)
    pass_on(key, ports=ports)
    deliver_due(key, ports=ports)
    forget(key, ports=ports)


def sweep(*, ports: Ports, limit: int = 200) -> int:
    """Everything owed and due is looked at, whatever the queue lost; how many there were.

    Raises:
        Temporary: one of them could not be looked at; all others were.
    """
    _measure(ports=ports)
    keys = list(ports.referrals.due(at=ports.now(), limit=limit))
    failed = [key for key in keys if not _looked_at(key, ports=ports)]
    if failed:
        raise Temporary(f"{len(failed)} of {len(keys)} go back: {failed[0].referral_id}")
    return len(keys)


def _measure(*, ports: Ports) -> None:
    """Operators see for how long the oldest of what is owed has been waiting, in seconds."""
    now = ports.now()
    oldest = ports.referrals.oldest_due(at=now)
    ports.meter.note(Metric.OLDEST_DUE_AGE, (now - oldest).total_seconds() if oldest else 0)


def _looked_at(key: ReferralKey, *, ports: Ports) -> bool:
    try:
        do_what_is_owed(key, ports=ports)
    except WegwijsError:
        return False
    return True
