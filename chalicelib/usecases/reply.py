"""Reply: she answers on her own page, which a link opens without a login."""

from chalicelib.domain.derivation import token_hash
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import Reply, Wish
from chalicelib.usecases.answering import answer, start, stop
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.saving import key_of

_LONGEST_TOKEN = 64


def find_by_link(token: str, *, ports: Ports) -> Referral:
    """The referral behind a link, which lives until the referral ends; looking changes nothing.

    Raises:
        NotFound: unknown, altered, ended or erased: one answer for all.
    """
    if len(token) > _LONGEST_TOKEN or not token.isascii():
        raise NotFound("link")
    referral = ports.referrals.of_link(token_hash(token))
    if referral.has_ended:
        raise NotFound("link")
    return referral


def reply(token: str, answered: Reply, *, ports: Ports) -> Referral:
    """What she answered stands; given before, it is shown as it is now and nothing is repeated.

    Raises:
        NotFound: no such link, or no placement of hers.
    """
    referral = find_by_link(token, ports=ports)
    key = key_of(referral)
    try:
        if answered.wish in {Wish.STOP, Wish.START}:
            _about_her_number(referral, answered.wish, ports=ports)
            return ports.referrals.get(key)
        return answer(key, answered, ports=ports)
    except Gone:
        raise NotFound("link") from None


def _about_her_number(referral: Referral, wish: Wish, *, ports: Ports) -> None:
    """All who share her number stop or start together: it is one telephone."""
    phone = ports.referrals.person(key_of(referral)).phone
    mac = None if phone is None else ports.derivation.phone_mac(phone)
    sharing = () if mac is None else ports.referrals.of_phone(mac)
    is_repeated = mac is not None and ports.referrals.is_suppressed(mac) is (wish is Wish.STOP)
    last = referral.last_reply
    if is_repeated and last is not None and last.wish is wish:
        return
    does = stop if wish is Wish.STOP else start
    does(sharing or (referral,), phone_mac=mac, ports=ports, message_id=None)
