"""Caseload: all that one person or team looks after goes to another in one call."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.answering import assigned
from chalicelib.domain.caller import Caller, Eyes
from chalicelib.domain.errors import Fault, Forbidden, InvalidRequest
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.ports import Ports, ReferralQuery
from chalicelib.usecases.saving import key_of, settle

MOST_AT_ONCE = 200  # what a request has time for; asking again goes on where it ended


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many went over now, and whether those were the last."""

    moved: int
    is_complete: bool


def hand_over(giver: str, taker: str, *, caller: Caller, ports: Ports) -> HandedOver:
    """Open referrals of the giver are the taker's, with their tasks, each in a step of its own.

    Whoever was cut off half way asks again: those that went over are no longer the giver's.

    Raises:
        Forbidden: somebody else's caseload, and she is no administrator.
        InvalidRequest: both are the same.
    """
    if caller.role is not Role.MUNICIPALITY_ADMIN and giver != caller.subject:
        raise Forbidden(caller.role)
    if giver == taker:
        raise InvalidRequest([Fault("to", "same_as_giver")])
    moved = 0
    for referral in _caseload(giver, caller=caller, ports=ports):
        if moved == MOST_AT_ONCE:
            return HandedOver(moved, is_complete=False)
        moved += _given(referral, giver, taker, caller=caller, ports=ports)
    return HandedOver(moved, is_complete=True)


def _caseload(giver: str, *, caller: Caller, ports: Ports) -> Iterator[Referral]:
    sees, cursor = Eyes(giver, None), None
    while True:
        asked = ReferralQuery(caller.organisation, sees=sees, cursor=cursor)
        page = ports.referrals.list(asked)
        yield from (referral for referral in page.items if not referral.has_ended)
        cursor = page.next_cursor
        if cursor is None:
            return


def _given(referral: Referral, giver: str, taker: str, *, caller: Caller, ports: Ports) -> bool:
    """Whether it went over now; one that left the giver or ended meanwhile is let be."""

    def decide(current: Referral, _: Naming) -> Step:
        step = begun(current)
        if current.has_ended or not Eyes(giver, None).may_see(current):
            return step
        return assigned(step, taker, actor=caller.actor, at=ports.now())

    step = settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)
    return step.changes_anything
