"""A programme at the door."""

from typing import Annotated

from pydantic import Field

from chalicelib.domain.ids import ProgrammeId
from chalicelib.domain.programme import Material, Programme
from chalicelib.domain.vocabulary import Theme
from chalicelib.entry.parsing.base import READABLE, Door, FreeText, Name
from chalicelib.entry.parsing.words import LanguageCode

PROGRAMME_ID = "^[a-z0-9][a-z0-9_-]{0,63}$"


class MaterialIn(Door):
    """Lesmateriaal: wat het is, waar het staat en in welke taal."""

    title: Name = Field(description="Naam.")
    url: Annotated[str, Field(max_length=500, pattern=r"^https://[^\s]+$"), READABLE] = Field(
        description="Adres.", examples=["https://programma.example/taalcafe.pdf"]
    )
    language: LanguageCode = Field(description="Taal (BCP 47).")


class ProgrammeIn(Door):
    """Een landelijk programma met zijn lesmateriaal."""

    id: Annotated[str, Field(pattern=PROGRAMME_ID)] = Field(
        description="Id, zelf gekozen.", examples=["taalcafe-basis"]
    )
    title: Name = Field(description="Naam.")
    description: FreeText = Field(default="", description="Beschrijving.")
    themes: Annotated[tuple[Theme, ...], Field(max_length=10)] = Field(
        default=(), description="Onderwerpen."
    )
    materials: Annotated[tuple[MaterialIn, ...], Field(max_length=200)] = Field(
        default=(), description="Lesmateriaal."
    )
    active: bool = Field(default=True, description="Loopt het nog.")


def programme(fields: ProgrammeIn) -> Programme:
    """The programme that was sent."""
    return Programme(
        id=ProgrammeId(fields.id),
        title=fields.title,
        description=fields.description,
        themes=fields.themes,
        materials=tuple(Material(m.title, m.url, m.language) for m in fields.materials),
        active=fields.active,
    )
