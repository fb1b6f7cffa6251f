"""Reading a referral: the one place that decides who may see it, and notes who did."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from chalicelib.domain.caller import Caller, Eyes
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.looks import Look, Purpose
from chalicelib.domain.message import UNTOLD
from chalicelib.domain.person import Person
from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import Page, Ports, ReferralKey, ReferralQuery
from chalicelib.usecases.standing_in import covered_today


def read(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Referral:
    """The referral, if this caller may see it; anything else is the same NotFound."""
    referral = ports.referrals.get(ReferralKey(caller.organisation, referral_id))
    eyes = caller.eyes
    if eyes is None or eyes.may_see(referral):
        return referral
    away = covered_today(caller, ports=ports)
    if any(Eyes(person, None).may_see(referral) for person in away):
        return referral
    raise NotFound(referral_id)


def timeline(referral: Referral, *, ports: Ports) -> Sequence[Event]:
    """Who did what to it and when, in order; no line of a text that would tell of an absence."""
    untold = {message.id for message in referral.messages if message.kind in UNTOLD}
    events = ports.referrals.timeline(ReferralKey(referral.organisation, referral.id))
    return [event for event in events if event.message_id not in untold]


def list_referrals(query: ReferralQuery, *, ports: Ports) -> Page[Referral]:
    """The referrals this query's eyes may see, oldest change first; who shows them notes that."""
    return ports.referrals.list(query)


def person(
    referral: Referral, *, caller: Caller, ports: Ports, purpose: Purpose = Purpose.FOLLOW
) -> Person:
    """Who it is about, for somebody who may see the referral; and that she looked stands."""
    noted([referral], caller=caller, ports=ports, purpose=purpose)
    return ports.referrals.person(ReferralKey(referral.organisation, referral.id))


def persons(
    referrals: Sequence[Referral], *, caller: Caller, ports: Ports
) -> Mapping[ReferralId, Person]:
    """Who these are about, for a list of them; who was erased meanwhile is left out."""
    noted(referrals, caller=caller, ports=ports, purpose=Purpose.LIST)
    found = {}
    for referral in referrals:
        with suppress(NotFound, Gone):
            key = ReferralKey(referral.organisation, referral.id)
            found[referral.id] = ports.referrals.person(key)
    return found


def noted(referrals: Iterable[Referral], *, caller: Caller, ports: Ports, purpose: Purpose) -> None:
    """That this caller saw these stands in the audit, before she sees them.

    Raises:
        Temporary: it does not stand, so she must not see them.
    """
    look = Look(ports.now(), caller.actor, caller.organisation, purpose)
    ports.audit.note((ReferralKey(r.organisation, r.id) for r in referrals), look)
