"""A library's webhook at the door: INTERFACE.md, "Library webhook"."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter, model_validator

from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.domain.vocabulary import LibraryDeclineReason, Outcome
from chalicelib.entry.parsing.attendance import AttendanceFields
from chalicelib.entry.parsing.base import Door, Instant, Short, ours
from chalicelib.usecases.said import Said

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


class Scheduled(AboutPlacement):
    """Wanneer zij verwacht wordt."""

    scheduled_at: Instant = Field(description="Wanneer de intake is.")


class Attended(AttendanceFields, AboutPlacement):
    """Wie er die dag was."""


class Completed(AboutPlacement):
    """Dat zij klaar is."""

    outcome: Outcome | None = Field(default=None, description="Wat het opleverde.")


class AboutActivity(Door):
    """Over welke activiteit; wat verder genoemd wordt, zijn velden van de activiteit."""

    model_config = ConfigDict(extra="allow")
    activity_id: Short = Field(description="Id van de activiteit.")

    @property
    def fields(self) -> dict[str, Any]:
        """What is said of it, in the words of the activity itself."""
        return dict(self.model_extra or {})


class _Message(Door):
    model_config = ConfigDict(extra="ignore")
    timestamp: Instant = Field(description="Wanneer het gebeurde; ordent berichten van één soort.")


class IntakeConfirmed(_Message):
    """De intake is bevestigd."""

    type: Literal["intake.confirmed"] = Field(description="Soort bericht.")
    data: AboutPlacement = Field(description="Over welke plaatsing.")


class IntakeScheduled(_Message):
    """De intake is gepland."""

    type: Literal["intake.scheduled"] = Field(description="Soort bericht.")
    data: Scheduled = Field(description="Over welke plaatsing, en wanneer.")


class IntakeDeclined(_Message):
    """De bibliotheek zegt nee."""

    type: Literal["intake.declined"] = Field(description="Soort bericht.")
    data: Declined = Field(description="Over welke plaatsing, en waarom niet.")


class AttendanceRecorded(_Message):
    """Wie er was."""

    type: Literal["attendance.recorded"] = Field(description="Soort bericht.")
    data: Attended = Field(description="Over welke plaatsing, welke dag en hoe lang.")


class ParticipationCompleted(_Message):
    """Zij is klaar."""

    type: Literal["participation.completed"] = Field(description="Soort bericht.")
    data: Completed = Field(description="Over welke plaatsing, en wat het opleverde.")


class ParticipationStopped(_Message):
    """Zij komt niet meer."""

    type: Literal["participation.stopped"] = Field(description="Soort bericht.")
    data: AboutPlacement = Field(description="Over welke plaatsing.")


class ActivityUpdated(_Message):
    """De activiteit is veranderd."""

    type: Literal["activity.updated"] = Field(description="Soort bericht.")
    data: AboutActivity = Field(description="Welke activiteit, en wat er nu anders is.")


class ActivityCancelled(_Message):
    """De activiteit gaat niet meer door."""

    type: Literal["activity.cancelled"] = Field(description="Soort bericht.")
    data: AboutActivity = Field(description="Welke activiteit.")


# About one placement; the others are about an activity.
AboutOne = (
    IntakeConfirmed
    | IntakeScheduled
    | IntakeDeclined
    | AttendanceRecorded
    | ParticipationCompleted
    | ParticipationStopped
)
WebhookBody = AboutOne | ActivityUpdated | ActivityCancelled
ADAPTER: TypeAdapter[WebhookBody] = TypeAdapter(
    Annotated[WebhookBody, Field(discriminator="type")], config=ConfigDict(defer_build=True)
)
