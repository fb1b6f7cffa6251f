"""A library's webhook at the door: INTERFACE.md, "Library webhook"."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter, model_validator

from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.entry.parsing.base import Door, Instant, Short, ours
from chalicelib.usecases.confirm import Said

_ONE_OF_THEM: list[JsonValue] = [
    {"required": [name], "properties": {name: {"type": "string"}}}
    for name in ("placementId", "code")
]


class AboutPlacement(Door):
    """Over welke plaatsing: haar id, of de code die zij liet zien."""

    # A sender may tell more than we need.
    model_config = ConfigDict(extra="ignore", json_schema_extra={"oneOf": _ONE_OF_THEM})
    placement_id: Short | None = Field(default=None, description="Plaatsing.")
    code: Annotated[str, Field(pattern="^[0-9]{4}$")] | None = Field(
        default=None, description="Code die zij aan de balie liet zien."
    )

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.placement_id is None) == (self.code is None):
            raise ours("placement_or_code")
        return self

    def said(self, library: LibraryId, webhook_id: str, *, at: datetime) -> Said:
        """What the library says, as use cases take it."""
        placement = None if self.placement_id is None else PlacementId(self.placement_id)
        return Said(
            library, placement_id=placement, code=self.code, webhook_id=webhook_id, said_at=at
        )


class Declined(AboutPlacement):
    """Nee, en waarom."""

    reason: LibraryDeclineReason = Field(description="Reden.")


class IntakeConfirmed(Door):
    """De intake is bevestigd."""

    model_config = ConfigDict(extra="ignore")
    type: Literal["intake.confirmed"] = Field(description="Soort bericht.")
    timestamp: Instant = Field(description="Wanneer het gebeurde; ordent berichten van één soort.")
    data: AboutPlacement = Field(description="Over welke plaatsing.")


class IntakeDeclined(Door):
    """De bibliotheek zegt nee."""

    model_config = ConfigDict(extra="ignore")
    type: Literal["intake.declined"] = Field(description="Soort bericht.")
    timestamp: Instant = Field(description="Wanneer het gebeurde; ordent berichten van één soort.")
    data: Declined = Field(description="Over welke plaatsing, en waarom niet.")


WebhookIn = Annotated[
    IntakeConfirmed | IntakeDeclined,
    Field(discriminator="type"),
]
WebhookBody = IntakeConfirmed | IntakeDeclined
ADAPTER: TypeAdapter[WebhookBody] = TypeAdapter(WebhookIn)
