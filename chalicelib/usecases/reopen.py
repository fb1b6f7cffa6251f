"""Reopen: a referral that ended goes on, within three weeks; later it is referred anew."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import IllegalTransition, ReopeningOver
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.reading import read
from chalicelib.usecases.reviving import revived
from chalicelib.usecases.saving import settle

REOPENED_WITHIN = timedelta(days=21)


def reopen(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Referral:
    """The referral goes on with what fits now; what ended before stays as it ended.

    Raises:
        IllegalTransition: it has not ended. ReopeningOver: it ended too long ago, or she died.
        ReferenceInUse: its client reference belongs to another by now.
    """

    def decide(referral: Referral, names: Naming) -> Step:
        _check(referral, at=ports.now())
        open_again = replace(
            referral,
            withdrawal=None,
            closed_at=None,
            ended_at=None,
            parked_at=None,
            reopened_at=ports.now(),
        )
        event = Event(EventKind.REOPENED, ports.now(), caller.actor)
        step = revived(begun(referral).then(open_again, event), ports=ports)
        return offer_more(step, names=names, actor=caller.actor, ports=ports)[0]

    return settle(
        lambda: read(referral_id, caller=caller, ports=ports), decide, ports=ports
    ).referral


def _check(referral: Referral, *, at: datetime) -> None:
    if not referral.has_ended:
        raise IllegalTransition(referral.status, "reopened", ())
    withdrawal = referral.withdrawal
    is_for_good = withdrawal is not None and withdrawal.reason is WithdrawalReason.DECEASED
    # Of what ended under an earlier release only the last change is known.
    ended_at = referral.ended_at or referral.updated_at
    if is_for_good or at - ended_at > REOPENED_WITHIN:
        raise ReopeningOver(referral.id)
