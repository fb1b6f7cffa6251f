"""What libraries with a system of their own are answered, described: see `schemas` for why."""

from typing import Literal

from pydantic import AwareDatetime, Field

from chalicelib.domain.delivery import DeliveryState, NoticeType
from chalicelib.domain.endpoint import DisabledBecause
from chalicelib.domain.signature_advice import SignatureFault
from chalicelib.entry.answers.schemas import Answer, Page


class LibrarySecret(Answer):
    """Een geheim waarmee de bibliotheek ondertekent; het geheim zelf staat er niet bij."""

    id: str = Field(description="Id van het geheim.", examples=["sec_5f2c81d0a9b3e47c"])
    created_at: AwareDatetime | None = Field(description="Gemaakt; null is vanaf het begin.")
    last_used_at: AwareDatetime | None = Field(description="Laatst gebruikt, op een uur na.")
    expires_at: AwareDatetime | None = Field(description="Geldig tot; null is tot vervanging.")


class NewLibrarySecret(LibrarySecret):
    """Een nieuw geheim, dat alleen nu te zien is."""

    secret: str = Field(
        description="Het geheim (Standard Webhooks).", pattern="^whsec_[A-Za-z0-9+/=]+$"
    )


class LibrarySecretPage(Page):
    """De geldige geheimen van een bibliotheek."""

    items: tuple[LibrarySecret, ...] = Field(description="De geheimen, nieuwste eerst.")


class SignatureAdvice(Answer):
    """Wat er aan een handtekening niet klopt."""

    code: SignatureFault = Field(description="Wat er niet klopt.")
    text: str = Field(description="Hetzelfde in woorden.")


class SignatureVerdict(Answer):
    """Of een bericht met deze handtekening binnenkomt, en zo niet, waarom."""

    valid: bool = Field(description="Of de handtekening goed is.")
    faults: tuple[SignatureAdvice, ...] = Field(description="Wat er niet klopt; leeg is goed.")


class Endpoint(Answer):
    """Waar de bibliotheek bericht krijgt."""

    url: str = Field(description="Adres.")
    types: tuple[NoticeType, ...] = Field(description="Welke berichten.")
    status: Literal["enabled", "disabled"] = Field(description="Of er bericht naartoe gaat.")
    created_at: AwareDatetime = Field(description="Sinds wanneer.")
    failing_since_at: AwareDatetime | None = Field(
        description="Sinds wanneer niets meer aankomt; null is alles goed."
    )
    disabled_at: AwareDatetime | None = Field(description="Uitgezet.")
    disabled_because: DisabledBecause | None = Field(description="Waarom het is uitgezet.")
    secret: str | None = Field(
        description="Het geheim waarmee wij ondertekenen; alleen te zien als het nieuw is.",
        pattern="^whsec_[A-Za-z0-9+/=]+$",
    )


class DeliveryAttempt(Answer):
    """Eén poging."""

    at: AwareDatetime = Field(description="Wanneer.")
    outcome: str = Field(
        description="De HTTP-status, of een code voor wat er misging.",
        examples=["204", "no_answer"],
    )


class OutgoingDelivery(Answer):
    """Iets wat de bibliotheek is verteld, met elke poging."""

    id: str = Field(
        description="Id, ook in `webhook-id`.", examples=["dlv_5f2c81d0a9b3e47c6d18f052"]
    )
    type: NoticeType = Field(description="Soort bericht.")
    placement_id: str | None = Field(description="Over welke plaatsing.")
    happened_at: AwareDatetime = Field(description="Wanneer het gebeurde.")
    status: DeliveryState = Field(description="Hoe ver het is.")
    next_attempt_at: AwareDatetime | None = Field(description="Volgende poging; null is klaar.")
    attempts: tuple[DeliveryAttempt, ...] = Field(description="De laatste twintig pogingen.")


class OutgoingDeliveryPage(Page):
    """Een bladzijde bezorgingen."""

    items: tuple[OutgoingDelivery, ...] = Field(description="De bezorgingen, nieuwste eerst.")
