"""A library with its branches at the door: INTERFACE.md, "Catalogue"."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from chalicelib.domain.catalogue import Branch, Contact, Library
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import BranchId, LibraryId
from chalicelib.domain.pause import Pause
from chalicelib.domain.vocabulary import Facility
from chalicelib.entry.parsing.base import Day, Door, Line, Name, Short, ours
from chalicelib.entry.parsing.words import Municipality

ISIL_BRANCH = "^NL-[0-9]{10}$"
ISIL_LIBRARY = "^NL-[0-9]{6}0000$"


class ContactIn(Door):
    """Hoe de bibliotheek te bereiken is."""

    phone: Short | None = Field(default=None, description="Telefoon.")
    email: Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$")] | None = Field(
        default=None, description="E-mail."
    )


class BranchIn(Door):
    """Een vestiging."""

    isil: Annotated[str, Field(pattern=ISIL_BRANCH)] = Field(description="ISIL.")
    name: Name = Field(description="Naam.")
    address: Line | None = Field(default=None, description="Adres.")
    place: Name = Field(description="Plaats.")
    latitude: Annotated[float, Field(ge=50.5, le=53.8, description="Breedtegraad in Nederland.")]
    longitude: Annotated[float, Field(ge=3.0, le=7.4, description="Lengtegraad in Nederland.")]
    facilities: frozenset[Facility] = Field(default=frozenset(), description="Voorzieningen.")
    opening_hours: Annotated[
        tuple[Name, ...],
        Field(max_length=50),
    ] = Field(default=(), description="Openingstijden.")


class LibraryIn(Door):
    """Een bibliotheek met haar vestigingen."""

    isil: Annotated[str, Field(pattern=ISIL_LIBRARY, examples=["NL-0899040000"])] = Field(
        description="ISIL van de organisatie."
    )
    name: Name = Field(description="Naam.")
    contact: ContactIn = Field(default=ContactIn(), description="Contact.")
    service_area: frozenset[Municipality] = Field(
        default=frozenset(), description="Gemeenten; leeg is overal."
    )
    branches: Annotated[tuple[BranchIn, ...], Field(max_length=500)] = Field(
        default=(), description="Vestigingen."
    )
    holiday_region: HolidayRegion | None = Field(
        default=None, description="Regio van de schoolvakanties; null is naar de plek."
    )


class PauseIn(Door):
    """Van wanneer tot en met wanneer de bibliotheek pauzeert."""

    from_: Annotated[Day, Field(alias="from")] = Field(description="Eerste dag.")
    until: Day = Field(description="Laatste dag.")

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        try:
            self.as_pause()
        except ValueError as error:
            raise ours("bad_pause") from error
        return self

    def as_pause(self) -> Pause:
        """The pause; raises ValueError when there can be no such pause."""
        return Pause(self.from_, self.until)


def library(fields: LibraryIn) -> Library:
    """The library that was sent."""
    return Library(
        isil=LibraryId(fields.isil),
        name=fields.name,
        contact=contact(fields.contact),
        service_area=fields.service_area,
        branches=tuple(_branch(branch) for branch in fields.branches),
        holiday_region=fields.holiday_region,
    )


def _branch(fields: BranchIn) -> Branch:
    return Branch(
        isil=BranchId(fields.isil),
        name=fields.name,
        place=fields.place,
        point=Point(fields.latitude, fields.longitude),
        address=fields.address,
        facilities=fields.facilities,
        opening_hours=fields.opening_hours,
    )


def contact(fields: ContactIn) -> Contact:
    """The contact that was sent."""
    return Contact(fields.phone, fields.email)


def library_without_server_kept(body: Any) -> Any:
    """The library without its pause, which has an address of its own."""
    if not isinstance(body, dict):
        return body
    return {key: value for key, value in body.items() if key != "pause"}
