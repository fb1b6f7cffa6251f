"""Reading a referral: the one place that decides who may see it."""

from collections.abc import Sequence

from chalicelib.domain.caller import Caller, Eyes
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import Event
from chalicelib.domain.ids import ReferralId
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
    """The referrals this query's eyes may see, oldest change first."""
    return ports.referrals.list(query)


def person(referral: Referral, *, ports: Ports) -> Person:
    """Who it is about, for somebody who may see the referral."""
    return ports.referrals.person(ReferralKey(referral.organisation, referral.id))
