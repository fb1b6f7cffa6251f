"""Erase: she is forgotten; her municipality has a receipt that says what went, and when for good.

Flag first. While somebody is sending her a text the flag stands, and the sweeper forgets her as
soon as that can no longer be so.
"""

from datetime import datetime

from chalicelib.domain.caller import Caller
from chalicelib.domain.derivation import token_hash
from chalicelib.domain.erasure import Receipt, erased, receipt, remains
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.step import Step, begun
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.reading import read
from chalicelib.usecases.saving import settle


def erase(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Receipt:
    """She is erased; asked again, the same receipt as it is now.

    Raises:
        NotFound. Gone: erased, and it was not this caller's to see.
    """

    def decide(referral: Referral, _: Naming) -> Step:
        why = ErasedFor.ASKED
        return erased(begun(referral), why, actor=caller.actor, at=ports.now())

    key = ReferralKey(caller.organisation, referral_id)
    try:
        settle(lambda: read(referral_id, caller=caller, ports=ports), decide, ports=ports)
    except Gone:
        _check_hers(ports.erasures.read(key), caller)
    forget(key, ports=ports)
    return receipt(ports.erasures.read(key))


def _check_hers(referral: Referral, caller: Caller) -> None:
    if caller.eyes is not None and not caller.eyes.may_see(referral):
        raise Gone(referral.id)


def forget(key: ReferralKey, *, ports: Ports) -> None:
    """What is left of somebody erased is gone, unless a text may still be on its way to her.

    Harmless when nobody is erased, when called twice at once, or a day late.
    """
    try:
        left = ports.erasures.read(key)
    except NotFound:
        return
    if left.forgotten_at is not None or _is_being_sent(left, at=ports.now()):
        return
    link_hash = token_hash(ports.derivation.link_token(left.id))
    ports.erasures.forget(left, remains(left, at=ports.now()), link_hash=link_hash)


def _is_being_sent(referral: Referral, *, at: datetime) -> bool:
    return referral.sending_until is not None and referral.sending_until > at
