"""Warm hand-over: she moved, and one link takes her on once both municipalities have said yes.

The link says nothing of her. Whoever opens it is signed in, so that her organisation says which
side she is of; anybody else finds nothing there. The second yes ends the referral here in the same
write, and what it leaves owed, passing her on, is done at once or by the sweeper.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chalicelib.domain import handing_over
from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Fault, Gone, InvalidRequest, NotFound, Temporary
from chalicelib.domain.events import Actor
from chalicelib.domain.handover import Handover, Side, Stage
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.looks import Purpose
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.step import Step, begun
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.finding import placed
from chalicelib.usecases.order import NeedAsked, Order, PlaceAsked
from chalicelib.usecases.ports import Ports, ReferralKey
from chalicelib.usecases.reading import person, read
from chalicelib.usecases.refer import admitted
from chalicelib.usecases.saving import key_of, settle

Redrawing = Callable[[Mapping[str, Any]], NeedAsked]
"""What she looks for, from how it was asked before, at the address where she lives now."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A hand-over as one of the two sides sees it; nothing in it says who she is."""

    handover: Handover
    giver: OrganisationId
    side: Side
    token: str
    referral_id: ReferralId | None  # of this side, when it has one


def start_handover(
    referral_id: ReferralId, to: OrganisationId, agreed_on: date, *, caller: Caller, ports: Ports
) -> Shared:
    """A hand-over waits for both, and there is a link to share.

    Raises:
        InvalidRequest: to herself, or agreed on a day still to come. NotFound.
        IllegalTransition: the referral has ended, or one is under way.
    """
    today = _today(ports)
    faults = []
    if ports.municipalities.current_code(to, today) != to or to == caller.organisation:
        faults.append(Fault("to", "no_next_municipality"))
    if agreed_on > today:
        faults.append(Fault("agreedOn", "still_to_come"))
    if faults:
        raise InvalidRequest(faults)

    def decide(referral: Referral, _: Naming) -> Step:
        return handing_over.started(
            begun(referral), to, agreed_on, actor=caller.actor, at=ports.now()
        )

    step = settle(lambda: read(referral_id, caller=caller, ports=ports), decide, ports=ports)
    return _shared(step.referral, Side.GIVER, ports=ports)


def read_handover(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Shared:
    """The last hand-over of a referral of hers, with its link.

    Raises:
        NotFound: there never was one, or none she may see.
    """
    return _shared(read(referral_id, caller=caller, ports=ports), Side.GIVER, ports=ports)


def behind_link(token: str, *, caller: Caller, ports: Ports) -> Shared:
    """The hand-over this link was made for, as the caller's side sees it.

    Raises:
        NotFound: not a link of ours, past its time, or neither side's.
    """
    return _found(token, caller=caller, ports=ports)[1]


def confirm(token: str, redraw: Redrawing | None, *, caller: Caller, ports: Ports) -> Shared:
    """The caller's side says yes; after the second she is passed on.

    The taker says with it where she lives now: `redraw`, which the giver has no need of.

    Raises:
        InvalidRequest: the taker named no place, or none that is known. NotFound.
        IllegalTransition: it is over.
    """
    key, seen = _found(token, caller=caller, ports=ports)

    def decide(referral: Referral, _: Naming) -> Step:
        step, at = _still(referral, seen), ports.now()
        if seen.side is Side.GIVER:
            return handing_over.confirmed_by_giver(step, actor=caller.actor, at=at)
        asked, actor = _asked(referral, redraw), _actor(seen.side, caller)
        need = placed(asked, places=ports.places)
        if need is None:
            raise InvalidRequest([Fault("location", "unknown_place")])
        return handing_over.confirmed_by_taker(
            step, caller.subject, need, asked.body, actor=actor, at=at
        )

    step = settle(lambda: ports.referrals.get(key), decide, ports=ports)
    with suppress(Temporary):  # the sweeper passes her on
        pass_on(key, ports=ports)
        return _found(token, caller=caller, ports=ports)[1]
    return _shared(step.referral, seen.side, ports=ports)


def take_back_confirmation(token: str, *, caller: Caller, ports: Ports) -> Shared:
    """The caller's side has not said yes any more.

    Raises:
        IllegalTransition: both had, or it is over. NotFound.
    """

    def decide(step: Step, seen: Shared) -> Step:
        actor = _actor(seen.side, caller)
        return handing_over.taken_back(step, seen.side, actor=actor, at=ports.now())

    return _changed(token, decide, caller=caller, ports=ports)


def call_off(token: str, *, caller: Caller, ports: Ports) -> Shared:
    """There is no hand-over any more: she stays where she was, and nothing of her was seen.

    Raises:
        IllegalTransition: both had said yes, or it is over. NotFound.
    """

    def decide(step: Step, seen: Shared) -> Step:
        return handing_over.called_off(step, actor=_actor(seen.side, caller), at=ports.now())

    return _changed(token, decide, caller=caller, ports=ports)


def pass_on(key: ReferralKey, *, ports: Ports) -> None:
    """Whom both said yes to goes on at her next municipality; what waited too long has expired.

    Harmless when nothing is due, when called twice at once, or days late.
    """
    try:
        referral = ports.referrals.get(key)
        handover = referral.handover
        if handover is None or handover.due_at is None or handover.due_at > ports.now():
            return
        if handover.stage is Stage.PASSING:
            _go_on_there(referral, handover, ports=ports)
        else:
            _expire(key, ports=ports)
    except (NotFound, Gone):
        return  # erased: there is nobody to pass on


def _go_on_there(referral: Referral, handover: Handover, *, ports: Ports) -> None:
    """Idempotent by the name of the new referral: cut off after it was made, it is found again."""
    if handover.need is None or handover.asked is None or handover.taker is None:
        raise ValueError("passing on needs what the taker said")
    id_ = ports.derivation.referral_id_after(referral.id, handover.number, handover.to)
    there = ReferralKey(handover.to, id_)
    # The note and her agreement to report hours stay: they were this municipality's.
    taker = Caller(handover.taker, Role.CASE_WORKER, handover.to)
    known = person(referral, caller=taker, ports=ports, purpose=Purpose.HAND_OVER)
    agreement = replace(referral.agreement, report_back=False, recorded_on=handover.agreed_on)
    order = Order(
        need=NeedAsked(PlaceAsked(located=handover.need.location), handover.need, handover.asked),
        person=replace(known, note=""),
        agreement=agreement,
        channel=referral.channel,
        contact_language=referral.contact_language,
        body={"handedOver": referral.id, "number": handover.number},
        previous_id=referral.id,
    )
    body_mac = ports.derivation.body_mac(order.body)
    with suppress(Gone):  # made before, and erased there since
        admitted(order, there, body_mac, caller=taker, ports=ports)

    def decide(current: Referral, _: Naming) -> Step:
        return handing_over.passed(begun(current), id_, at=ports.now())

    settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)


def _expire(key: ReferralKey, *, ports: Ports) -> None:
    def decide(referral: Referral, _: Naming) -> Step:
        return handing_over.expired(begun(referral), at=ports.now())

    settle(lambda: ports.referrals.get(key), decide, ports=ports)


def _changed(
    token: str, decide: Callable[[Step, Shared], Step], *, caller: Caller, ports: Ports
) -> Shared:
    key, seen = _found(token, caller=caller, ports=ports)
    step = settle(
        lambda: ports.referrals.get(key),
        lambda referral, _: decide(_still(referral, seen), seen),
        ports=ports,
    )
    return _shared(step.referral, seen.side, ports=ports)


def _found(token: str, *, caller: Caller, ports: Ports) -> tuple[ReferralKey, Shared]:
    organisation, referral_id, number = ports.derivation.handover_of_link(token, on=_today(ports))
    key = ReferralKey(organisation, referral_id)
    try:
        referral = ports.referrals.get(key)
    except Gone as error:
        raise NotFound(token) from error
    handover = referral.handover
    if handover is None or handover.number != number:
        raise NotFound(token)
    if caller.organisation == organisation:
        read(referral_id, caller=caller, ports=ports)
        return key, _shared(referral, Side.GIVER, ports=ports)
    if caller.organisation == handover.to:
        return key, _shared(referral, Side.TAKER, ports=ports)
    raise NotFound(token)


def _still(referral: Referral, seen: Shared) -> Step:
    """A step about the hand-over that was seen, not about one begun since."""
    handover = referral.handover
    if handover is None or handover.number != seen.handover.number:
        raise NotFound(seen.token)
    return begun(referral)


def _asked(referral: Referral, redraw: Redrawing | None) -> NeedAsked:
    if redraw is None:
        raise InvalidRequest([Fault("location", "required")])
    return redraw(referral.asked)


def _actor(side: Side, caller: Caller) -> Actor:
    """Who did it, in the giver's timeline: of the other side only which organisation."""
    return caller.actor if side is Side.GIVER else Actor(caller.role, caller.organisation)


def _shared(referral: Referral, side: Side, *, ports: Ports) -> Shared:
    handover = referral.handover
    if handover is None:
        raise NotFound(referral.id)
    token = ports.derivation.handover_link(
        referral.organisation, referral.id, handover.number, last_day=handover.last_day
    )
    own = referral.id if side is Side.GIVER else handover.referral_id
    return Shared(handover, referral.organisation, side, token, own)


def _today(ports: Ports) -> date:
    return ports.now().astimezone(AMSTERDAM).date()
