"""A library's endpoint at the door, and which deliveries to send again."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from chalicelib.domain.delivery import NoticeType
from chalicelib.entry.parsing.base import Door, Instant, Long, ours

Subscribable = Literal[
    NoticeType.REFERRAL_ACCEPTED,
    NoticeType.PLACEMENT_CANCELLED,
    NoticeType.REFERRAL_WITHDRAWN,
    NoticeType.PLACEMENT_WAITING,
]


class EndpointIn(Door):
    """Waar de bibliotheek bericht krijgt."""

    url: Long = Field(description="Adres (https).", examples=["https://bieb.example.nl/wegwijs"])
    types: Annotated[frozenset[Subscribable], Field(min_length=1)] = Field(
        default=frozenset(get_args(Subscribable)), description="Welke berichten; zonder keuze alle."
    )


class ReplayIn(Door):
    """Van wanneer tot wanneer opnieuw te sturen."""

    from_: Annotated[Instant, Field(alias="from")] = Field(description="Vanaf.")
    until: Instant = Field(description="Tot, dit tijdstip zelf niet.")
    cursor: Long | None = Field(default=None, description="`nextCursor` van het vorige antwoord.")

    @model_validator(mode="after")
    def _goes_forward(self) -> Self:
        if self.from_ >= self.until:
            raise ours("upside_down")
        return self
