"""Whether somebody is referred already: asked beforehand, never a reason to refuse."""

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.looks import Purpose
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.reading import person, read


def already_referred(who: Person, *, caller: Caller, ports: Ports) -> Referral | None:
    """The open referral on this number of somebody of that first name, if the caller may see it.

    Families share a telephone, so the number alone says nothing.
    """
    if who.phone is None:
        return None
    for referral in ports.referrals.of_phone(ports.derivation.phone_mac(who.phone)):
        if referral.organisation == caller.organisation and _is_hers(
            referral, who, caller=caller, ports=ports
        ):
            return referral
    return None


def _is_hers(referral: Referral, who: Person, *, caller: Caller, ports: Ports) -> bool:
    try:
        hers = read(referral.id, caller=caller, ports=ports)
        known = person(hers, caller=caller, ports=ports, purpose=Purpose.COMPARE)
    except (NotFound, Gone):
        return False
    return known.first_name.casefold() == who.first_name.casefold()
