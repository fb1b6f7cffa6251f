"""Retain: each night whatever was kept as long as it may be is forgotten, and counted by rule.

Harmless twice, cut off half way, or nights late: what is not done yet is still in the index.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.erasure import erased
from chalicelib.domain.errors import Gone, NotFound, WegwijsError
from chalicelib.domain.events import CLOCK
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.retention import Kept, next_end
from chalicelib.domain.step import Step, begun
from chalicelib.usecases.erase import forget
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.saving import settle

FAILED = "failed"
MOST_AT_ONCE = 100  # what a function has time for; twelve times a night: see `schedules`


def forget_what_is_over(*, ports: Ports, limit: int = MOST_AT_ONCE) -> Mapping[str, int]:
    """How much was forgotten by each rule; what failed is tried again the next night."""
    counted: Counter[str] = Counter()
    for key in ports.erasures.kept_too_long(at=ports.now(), limit=limit):
        try:
            ended = _forget(key, at=ports.now(), ports=ports)
        except WegwijsError:
            counted[FAILED] += 1
        else:
            counted.update([ended] if ended else [])
    return counted


def _forget(key: ReferralKey, *, at: datetime, ports: Ports) -> Kept | None:
    """What of this referral was forgotten now; None where the index was behind."""
    try:
        return _contact(ports.referrals.get(key), key, at=at, ports=ports)
    except NotFound:
        return None
    except Gone:
        forget(key, ports=ports)
        return _remains(ports.erasures.read(key), at=at, ports=ports)


def _contact(referral: Referral, key: ReferralKey, *, at: datetime, ports: Ports) -> Kept | None:
    found: list[Kept] = []

    def decide(current: Referral, _: Naming) -> Step:
        found.clear()
        kept, until = next_end(current)
        if until > at:
            return begun(current)
        found.append(kept)
        return erased(begun(current), ErasedFor.TIME, actor=CLOCK, at=at)

    if next_end(referral)[1] > at:
        return None
    settle(lambda: ports.referrals.get(key), decide, ports=ports)
    forget(key, ports=ports)
    return found[0] if found else None


def _remains(left: Referral, *, at: datetime, ports: Ports) -> Kept | None:
    kept, until = next_end(left)
    last, over = next_end(left, after=at)
    if over <= at:
        ports.erasures.drop(left)
        return last
    if until > at:
        return None
    ports.erasures.drop_hours(left, until=over)
    return kept
