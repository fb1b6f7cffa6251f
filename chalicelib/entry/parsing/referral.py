"""A referral at the door: INTERFACE.md, "Referrals"."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.person import Person
from chalicelib.domain.vocabulary import Channel, WithdrawalReason
from chalicelib.entry.parsing.base import Door, FreeShort, FreeText, Short, ours
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

    @model_validator(mode="after")
    def _can_be_texted(self) -> Self:
        if self.channel is Channel.SMS:
            if self.phone is None:
                raise ours("phone_required")
            if not is_dutch_mobile(self.phone):
                raise ours("not_dutch_mobile")
        return self


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
    recorded_on: date = Field(description="Dag waarop dit is vastgelegd.")


class ReferralFields(NeedFields):
    """Een verwijzing: de vraag, de persoon en haar instemming."""

    client_reference: Reference | None = Field(default=None, description="Eigen kenmerk.")
    assigned_to: Assignee | None = Field(default=None, description="Wie haar volgt.")
    person: PersonIn = Field(description="De nieuwkomer.")
    agreement: AgreementIn = Field(description="Instemming per doel.")
    count_hours: bool = Field(default=False, description="Telt bijgewoonde uren mee.")
    note: FreeText = Field(default="", description="Blijft binnen de gemeente.")

    @model_validator(mode="after")
    def _texts_are_agreed(self) -> Self:
        if self.person.channel is Channel.SMS and not self.agreement.sms:
            raise ours("sms_not_agreed")
        return self


class WithdrawalIn(Door):
    """Waarom de verwijzing stopt."""

    reason: WithdrawalReason = Field(description="Reden.")


class AcceptanceIn(Door):
    """Welk voorstel zij kiest."""

    placement_id: Short = Field(description="Het gekozen voorstel.")


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
        assigned_to=fields.assigned_to,
        count_hours=fields.count_hours,
    )


def agreement(given: AgreementIn) -> Agreement:
    """The agreement as it is recorded."""
    return Agreement(
        refer=given.refer,
        sms=given.sms,
        report_back=given.report_back,
        recorded_on=given.recorded_on,
    )
