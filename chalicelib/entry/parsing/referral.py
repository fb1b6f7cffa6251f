"""A referral at the door: INTERFACE.md, "Referrals"."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.person import Person
from chalicelib.domain.vocabulary import Channel, WithdrawalReason
from chalicelib.entry.parsing.base import Day, Door, FreeShort, FreeText, Short, ours, parse
from chalicelib.entry.parsing.need import NeedFields, need_asked
from chalicelib.entry.parsing.phone import e164, is_dutch_mobile
from chalicelib.entry.parsing.words import LanguageCode
from chalicelib.usecases.order import Order

Reference = Annotated[
    FreeShort, Field(description="Kenmerk van de gemeente.", examples=["UTR-2026-00123"])
]
Assignee = Annotated[FreeShort, Field(description="Team of klantmanager.", examples=["team-oost"])]


class PersonIn(Door):
    """Wie het is, zo weinig als een verwijzing nodig heeft."""

    first_name: FreeShort = Field(description="Voornaam.", examples=["Amina"])
    phone: Annotated[str, StringConstraints(max_length=32), AfterValidator(e164)] | None = Field(
        default=None, description="Telefoonnummer; voor sms een Nederlands mobiel nummer."
    )
    contact_language: LanguageCode = Field(description="Taal waarin zij bericht krijgt.")
    channel: Channel = Field(default=Channel.SMS, description="Hoe zij bericht krijgt.")


def _yes(given: bool) -> bool:  # noqa: FBT001 - a validator takes what was given
    if not given:
        raise ours("not_agreed")
    return given


class AgreementIn(Door):
    """Waarmee zij instemt; meedoen is vrijwillig."""

    refer: Annotated[bool, AfterValidator(_yes)] = Field(
        description="Zij wil verwezen worden.", json_schema_extra={"const": True}
    )
    sms: bool = Field(default=False, description="Zij wil sms-berichten.")
    report_back: bool = Field(default=False, description="Uren gaan terug naar de gemeente.")
    recorded_on: Day = Field(description="Dag waarop dit is vastgelegd.")


class ReferralFields(NeedFields):
    """Een verwijzing: de vraag, de persoon en haar instemming."""

    client_reference: Reference | None = Field(default=None, description="Eigen kenmerk.")
    previous_referral_id: Short | None = Field(
        default=None, description="De verwijzing hiervoor, van dezelfde nieuwkomer."
    )
    assigned_to: Assignee | None = Field(default=None, description="Wie haar volgt.")
    person: PersonIn = Field(description="De nieuwkomer.")
    agreement: AgreementIn = Field(description="Instemming per doel.")
    count_hours: bool = Field(default=False, description="Telt bijgewoonde uren mee.")
    note: FreeText = Field(default="", description="Blijft binnen de gemeente.")


class WithdrawalIn(Door):
    """Waarom de verwijzing stopt."""

    reason: WithdrawalReason = Field(description="Reden.")


class AcceptanceIn(Door):
    """Welk voorstel zij kiest."""

    placement_id: Short = Field(description="Het gekozen voorstel.")


def referral_fields(body: Any, *, needs_residence: bool = False) -> ReferralFields:
    """The body as a referral.

    Raises:
        InvalidRequest: with every fault of each field, and of fields that do not go together.
    """
    apart = tuple(_faults_together(body))
    if needs_residence and isinstance(body, dict) and body.get("residence") is None:
        apart += (Fault("residence", "required_here"),)
    try:
        fields = parse(ReferralFields, body)
    except InvalidRequest as error:
        raise InvalidRequest([*error.faults, *apart]) from error
    if apart:
        raise InvalidRequest(apart)
    return fields


def _faults_together(body: Any) -> Iterator[Fault]:
    """What is wrong between fields, whatever else is wrong: a text needs a number and a yes."""
    person, agreed = _member(body, "person"), _member(body, "agreement")
    if not person or person.get("channel", Channel.SMS) != Channel.SMS:
        return
    phone = person.get("phone")
    if phone is None:
        yield Fault("person.phone", "phone_required")
    elif isinstance(phone, str) and _is_dialled_elsewhere(phone):
        yield Fault("person.phone", "not_dutch_mobile")
    if agreed and agreed.get("sms", False) is False:
        yield Fault("agreement.sms", "sms_not_agreed")


def _member(body: Any, name: str) -> Mapping[str, Any]:
    member = body.get(name) if isinstance(body, dict) else None
    return member if isinstance(member, dict) else {}


def _is_dialled_elsewhere(written: str) -> bool:
    """Whether it is a telephone number, and not a Dutch mobile one."""
    try:
        return not is_dutch_mobile(e164(written))
    except PydanticCustomError:
        return False  # not a number at all: told as such


def order(fields: ReferralFields, *, residence: str, body: dict[str, Any]) -> Order:
    """The order that was sent."""
    return Order(
        need=need_asked(fields, residence=residence),
        person=Person(fields.person.first_name, fields.person.phone, fields.note),
        agreement=agreement(fields.agreement),
        channel=fields.person.channel,
        contact_language=fields.person.contact_language,
        body=body,
        client_reference=fields.client_reference,
        previous_id=_id(fields.previous_referral_id),
        assigned_to=fields.assigned_to,
        count_hours=fields.count_hours,
    )


def _id(given: str | None) -> ReferralId | None:
    return None if given is None else ReferralId(given)


def agreement(given: AgreementIn) -> Agreement:
    """The agreement as it is recorded."""
    return Agreement(
        refer=given.refer,
        sms=given.sms,
        report_back=given.report_back,
        recorded_on=given.recorded_on,
    )
