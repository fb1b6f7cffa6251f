"""Refer: a newcomer is referred, matched and told; correcting, re-offering and taking back."""

from dataclasses import dataclass, replace

from chalicelib.domain.agreeing import agreeing
from chalicelib.domain.agreement import said
from chalicelib.domain.answering import assigned
from chalicelib.domain.caller import Caller
from chalicelib.domain.derivation import token_hash
from chalicelib.domain.errors import (
    Fault,
    Gone,
    IllegalTransition,
    InvalidRequest,
    KeyReused,
    NotFound,
    PreconditionFailed,
    ReferenceInUse,
    Temporary,
)
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.result import Matches
from chalicelib.domain.offering import Naming, withdraw
from chalicelib.domain.person import Person
from chalicelib.domain.referral import MATCHES_AGAIN, Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.domain.winding import wound
from chalicelib.usecases.finding import living_there_now, lookup_wanted, placed, question
from chalicelib.usecases.offers import offer_anew, owe_text
from chalicelib.usecases.order import Correction, Order
from chalicelib.usecases.ports import AlreadyThere, CodeTaken, LineTaken, Ports, ReferralKey
from chalicelib.usecases.reading import read
from chalicelib.usecases.saving import hurry, naming, settle

_CODE_TRIES = 60
_NO_KEY = ""  # a request's own key has at least one character


@dataclass(frozen=True, slots=True)
class Referred:
    """A referral with, when it was just matched, what was found and not found."""

    referral: Referral
    matches: Matches | None = None


def refer(order: Order, idempotency_key: str, *, caller: Caller, ports: Ports) -> Referred:
    """The newcomer is referred, with up to three offers and a text owed; or as before, if repeated.

    Raises:
        KeyReused: the key belongs to another body. ReferenceInUse. Gone: erased since.
        InvalidRequest: the one before is none that this caller may see.
    """
    key = ReferralKey(
        caller.organisation, ports.derivation.referral_id(caller.organisation, idempotency_key)
    )
    body_mac = ports.derivation.body_mac(order.body)
    try:
        return _repeated(ports.referrals.get(key), body_mac)
    except NotFound:
        pass
    _check_previous(order, caller=caller, ports=ports)
    return admitted(order, key, body_mac, caller=caller, ports=ports)


def admitted(
    order: Order, key: ReferralKey, body_mac: str, *, caller: Caller, ports: Ports
) -> Referred:
    """The referral of that key stands, once: made now, or by somebody who was quicker.

    Raises:
        KeyReused: the key belongs to another body. ReferenceInUse.
    """
    phone = order.person.phone
    phone_mac = ports.derivation.phone_mac(phone) if phone else None
    link_hash = token_hash(ports.derivation.link_token(key.referral_id))
    taken: frozenset[tuple[str, str]] = frozenset()
    for _ in range(_CODE_TRIES):
        names = naming(ports.derivation, taken)
        step, matches = _opened(order, key, body_mac, caller=caller, names=names, ports=ports)
        try:
            ports.referrals.add(step, order.person, phone_mac=phone_mac, link_hash=link_hash)
        except LineTaken:
            continue
        except CodeTaken as clash:
            taken |= {(clash.library, clash.code)}
        except AlreadyThere:
            return _repeated(ports.referrals.get(key), body_mac)
        except ReferenceInUse:
            # The same request, racing itself, may have taken the reference a moment ago.
            return _repeated_or(ReferenceInUse(order.client_reference), key, body_mac, ports=ports)
        else:
            hurry(step, ports=ports)
            return Referred(ports.referrals.get(key), matches)
    raise Temporary("no counter code is free", retry_after_s=60)


def rehearse(order: Order, *, caller: Caller, ports: Ports) -> Referred:
    """The referral as `refer` would make it now, with its offers; nothing of it is stored."""
    referral_id = ports.derivation.referral_id(caller.organisation, _NO_KEY)
    key = ReferralKey(caller.organisation, referral_id)
    names = naming(ports.derivation)
    step, matches = _opened(order, key, "", caller=caller, names=names, ports=ports)
    return Referred(step.referral, matches)


def _check_previous(order: Order, *, caller: Caller, ports: Ports) -> None:
    if order.previous_id is None:
        return
    try:
        read(order.previous_id, caller=caller, ports=ports)
    except Gone:
        return  # erased, and still the one before
    except NotFound as error:
        raise InvalidRequest([Fault("previousReferralId", "unknown_referral")]) from error


def _repeated(referral: Referral, body_mac: str) -> Referred:
    if referral.body_mac != body_mac:
        raise KeyReused(referral.id)
    return Referred(referral)


def _repeated_or(
    otherwise: ReferenceInUse, key: ReferralKey, body_mac: str, *, ports: Ports
) -> Referred:
    try:
        return _repeated(ports.referrals.get(key), body_mac)
    except NotFound:
        raise otherwise from None


def _opened(
    order: Order, key: ReferralKey, body_mac: str, *, caller: Caller, names: Naming, ports: Ports
) -> tuple[Step, Matches | None]:
    at = ports.now()
    need = placed(order.need, places=ports.places)
    referral = Referral(
        id=key.referral_id,
        organisation=key.organisation,
        created_by=caller.subject,
        created_at=at,
        updated_at=at,
        asked=order.need.body,
        need=need,
        agreement=order.agreement,
        agreed=said(order.agreement, at=at),
        channel=order.channel,
        contact_language=order.contact_language,
        body_mac=body_mac,
        client_reference=order.client_reference,
        previous_id=order.previous_id,
        assigned_to=order.assigned_to,
        count_hours=order.count_hours,
        line=_line(order.person, ports=ports),
        lookup=lookup_wanted(need, order.need.place, ports=ports),
    )
    step = Step(
        before=None, referral=referral, events=(Event(EventKind.REFERRED, at, caller.actor),)
    )
    step, matches = offer_anew(step, names=names, actor=caller.actor, ports=ports)
    return wound(step, at=at), matches


def _line(person: Person, *, ports: Ports) -> int | None:
    """Her place among those who share her number."""
    if person.phone is None:
        return None
    return ports.referrals.free_line(ports.derivation.phone_mac(person.phone))


def explain(referral: Referral, *, ports: Ports) -> Matches | None:
    """Why and why not, now; None while nobody knows where she lives."""
    if referral.need is None:
        return None
    asked = living_there_now(question(referral, referral.need), ports=ports)
    return match(asked, ports.snapshots.current(), ports.now())


def correct(
    referral_id: ReferralId,
    correction: Correction,
    *,
    expected_version: int,
    caller: Caller,
    ports: Ports,
) -> Referred:
    """What was wrong is right now; a changed need is matched again while nothing is accepted.

    Raises:
        PreconditionFailed: If-Match names another version. IllegalTransition: too late to rematch.
    """
    found: list[Matches | None] = [None]

    def decide(referral: Referral, names: Naming) -> Step:
        if referral.version != expected_version:
            raise PreconditionFailed(referral.id)
        step = _corrected(begun(referral), correction, caller=caller, ports=ports)
        if correction.need is None:
            # Who may be texted only now hears what was offered before.
            return owe_text(step, names=names, actor=caller.actor, ports=ports)
        if referral.status not in MATCHES_AGAIN:
            raise IllegalTransition(referral.status, "need_changed", sorted(MATCHES_AGAIN))
        step, found[0] = offer_anew(step, names=names, actor=caller.actor, ports=ports)
        return step

    step = settle(
        lambda: read(referral_id, caller=caller, ports=ports),
        decide,
        ports=ports,
        person=correction.person,
    )
    return Referred(step.referral, found[0])


def _corrected(step: Step, correction: Correction, *, caller: Caller, ports: Ports) -> Step:
    at = ports.now()
    referral = step.referral
    referral = replace(
        referral,
        channel=correction.channel or referral.channel,
        contact_language=correction.contact_language or referral.contact_language,
        line=_line_now(referral, correction.person, ports=ports),
    )
    step = step.then(referral)
    if correction.person is not None:
        step = step.then(referral, Event(EventKind.PERSON_CORRECTED, at, caller.actor))
    if correction.agreement is not None:
        step = agreeing(step, correction.agreement, actor=caller.actor, at=at)
    if correction.reassigns:
        step = assigned(step, correction.assigned_to, actor=caller.actor, at=at)
    if correction.need is not None:
        need = placed(correction.need, places=ports.places)
        referral = replace(
            step.referral,
            need=need,
            asked=correction.need.body,
            needs_review=False,
            lookup=lookup_wanted(need, correction.need.place, ports=ports),
        )
        step = step.then(referral, Event(EventKind.NEED_CHANGED, at, caller.actor))
    return step


def _line_now(referral: Referral, person: Person | None, *, ports: Ports) -> int | None:
    """The line she has, or, on another number, the first that is free there."""
    if person is None:
        return referral.line
    before = ports.referrals.person(ReferralKey(referral.organisation, referral.id))
    return referral.line if before.phone == person.phone else _line(person, ports=ports)


def offer_again(referral_id: ReferralId, *, caller: Caller, ports: Ports) -> Referred:
    """The referral is matched again: what still fits stays, the rest is replaced.

    Raises:
        IllegalTransition: something is accepted already, or the referral has ended.
    """
    found: list[Matches | None] = [None]

    def decide(referral: Referral, names: Naming) -> Step:
        if referral.status not in MATCHES_AGAIN:
            raise IllegalTransition(referral.status, "offer_again", sorted(MATCHES_AGAIN))
        step, found[0] = offer_anew(begun(referral), names=names, actor=caller.actor, ports=ports)
        return step

    step = settle(lambda: read(referral_id, caller=caller, ports=ports), decide, ports=ports)
    return Referred(step.referral, found[0])


def take_back(
    referral_id: ReferralId, reason: WithdrawalReason, *, caller: Caller, ports: Ports
) -> Referral:
    """The municipality took the referral back: seats are free, codes void, no text goes out.

    Raises:
        IllegalTransition: it has ended already.
    """

    def decide(referral: Referral, _: Naming) -> Step:
        step = withdraw(begun(referral), reason, actor=caller.actor, at=ports.now())
        if not step.changes_anything:
            raise IllegalTransition(referral.status, "withdrawn", ())
        return step

    return settle(
        lambda: read(referral_id, caller=caller, ports=ports), decide, ports=ports
    ).referral
