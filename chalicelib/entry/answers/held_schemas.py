"""Everything held about one person, described: see `schemas` for why."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, Field

from chalicelib.domain.agreement import AgreedTo
from chalicelib.domain.looks import Purpose
from chalicelib.domain.message import MessageKind, MessageState
from chalicelib.domain.placement import DeclinedBy, State
from chalicelib.domain.referral import ReferralStatus
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import Channel
from chalicelib.entry.answers.schemas import Answer, TimelineEntry


class HeldPerson(Answer):
    """Wie zij is."""

    first_name: str = Field(description="Voornaam.")
    phone: str | None = Field(description="Mobiel nummer.")
    contact_language: str = Field(description="Taal waarin zij bericht krijgt.")
    channel: Channel = Field(description="Hoe zij bericht krijgt.")
    note: str = Field(description="Notitie van de gemeente.")


class AgreementGiven(Answer):
    """Eén ja of nee van haar."""

    to: AgreedTo = Field(description="Waarvoor.")
    given: bool = Field(description="Of zij ja zei.")
    recorded_on: date = Field(description="Op welke dag.")
    noted_at: AwareDatetime = Field(description="Wanneer het hier is vastgelegd.")
    wording_version: str = Field(description="In welke bewoording.", examples=["2026-11-1"])
    wording: str | None = Field(description="Wat haar is voorgelezen.")


class HeldPlacement(Answer):
    """Een plaatsing."""

    id: str = Field(description="De plaatsing.")
    activity_id: str = Field(description="De activiteit.")
    activity_title: str | None = Field(description="Hoe die heet, als zij nog bestaat.")
    library: str = Field(description="De bibliotheek.")
    code: str = Field(description="Code voor de balie.")
    status: State = Field(description="Waar zij staat.")
    declined_by: DeclinedBy | None = Field(description="Wie nee zei.")
    reason: str | None = Field(description="Waarom, als code.")
    distance_km: float = Field(description="Afstand van haar postcodegebied.")
    scheduled_at: AwareDatetime | None = Field(description="Afspraak.")
    moved_at: AwareDatetime | None = Field(description="Sinds wanneer zij zo staat.")
    known_to_library_since_at: AwareDatetime | None = Field(
        description="Sinds wanneer de bibliotheek van haar weet."
    )


class HeldMessage(Answer):
    """Een bericht aan haar; de tekst zelf wordt niet bewaard."""

    id: str = Field(description="Het bericht.")
    kind: MessageKind = Field(description="Waarover.")
    language: str = Field(description="In welke taal.")
    status: MessageState = Field(description="Wat ervan werd.")
    sent_at: AwareDatetime | None = Field(description="Wanneer het is verstuurd.")


class HeldTask(Answer):
    """Iets wat iemand voor haar moest doen."""

    id: str = Field(description="De taak.")
    reason: TaskReason = Field(description="Wat.")
    owner: str = Field(description="Wie.")
    opened_at: AwareDatetime = Field(description="Sinds wanneer.")
    done_at: AwareDatetime | None = Field(description="Wanneer gedaan.")


class AttendedDay(Answer):
    """Een dag waarop zij er was."""

    held_on: date = Field(description="De dag.")
    activity_id: str = Field(description="De activiteit.")
    activity_title: str | None = Field(description="Hoe die heet, als zij nog bestaat.")
    minutes: int = Field(ge=0, description="Hoe lang.")


class LookedAt(Answer):
    """Wie haar gegevens zag."""

    at: AwareDatetime = Field(description="Wanneer.")
    role: str = Field(description="Een rol, of library, clock.")
    id: str = Field(description="Account of organisatie.")
    organisation: str = Field(description="Van welke organisatie.")
    purpose: Purpose = Field(description="Waarvoor.")


class Held(Answer):
    """Alles wat over één persoon bekend is, voor haarzelf."""

    referral_id: str = Field(description="De verwijzing.")
    status: ReferralStatus = Field(description="Status.")
    client_reference: str | None = Field(description="Kenmerk van de gemeente.")
    previous_referral_id: str | None = Field(description="De verwijzing hiervoor.")
    assigned_to: str | None = Field(description="Wie haar volgt.")
    created_by: str = Field(description="Wie haar verwees.")
    created_at: AwareDatetime = Field(description="Wanneer.")
    updated_at: AwareDatetime = Field(description="Laatste wijziging.")
    person: HeldPerson = Field(description="Wie zij is.")
    need: dict[str, Any] = Field(description="De vraag, zoals gestuurd.")
    agreements: tuple[AgreementGiven, ...] = Field(description="Elk ja en nee, het oudste eerst.")
    placements: tuple[HeldPlacement, ...] = Field(description="Plaatsingen.")
    messages: tuple[HeldMessage, ...] = Field(description="Berichten aan haar.")
    tasks: tuple[HeldTask, ...] = Field(description="Wat voor haar gedaan moest worden.")
    attended_days: tuple[AttendedDay, ...] = Field(
        description="Dagen waarop zij er was. Afwezigheid kent de gemeente niet: die is van de "
        "bibliotheek."
    )
    timeline: tuple[TimelineEntry, ...] = Field(description="Het verloop.")
    looks: tuple[LookedAt, ...] = Field(description="Wie keek, ook deze keer.")
