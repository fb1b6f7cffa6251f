"""An activity and a library at the door: INTERFACE.md, "The activity, everywhere the same"."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from chalicelib.domain.catalogue import (
    Activity,
    Branch,
    Contact,
    LevelRange,
    Library,
    Price,
    Seats,
)
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.vocabulary import (
    RANK,
    ActivityStatus,
    ActivityType,
    Audience,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    ReadingAsked,
    Theme,
)
from chalicelib.entry.parsing.base import Door, FreeText, Key, Line, Name, Short, ours
from chalicelib.entry.parsing.need import CLOCK_PATTERN, minute
from chalicelib.entry.parsing.words import LanguageCode, Municipality

ISIL_BRANCH = "^NL-[0-9]{10}$"
ISIL_LIBRARY = "^NL-[0-9]{6}0000$"

# Kept by the server, shown in every answer: whoever sends an answer back is not told off for them.
_SERVER_KEPT = frozenset({"id", "library", "taken", "seatsLeft", "lastConfirmedOn", "version"})
_BRANCH_SERVER_KEPT = frozenset({"name", "place", "latitude", "longitude"})


class BranchOfActivity(Door):
    """De vestiging waar het is; de rest weet Wegwijs al."""

    isil: Annotated[str, Field(pattern=ISIL_BRANCH, examples=["NL-0899041002"])]


class LevelIn(Door):
    """Voor wie: van en tot welk niveau, streng of als richtlijn."""

    min: Level = Field(description="Laagste niveau.")
    max: Level = Field(description="Hoogste niveau.")
    policy: LevelPolicy = Field(default=LevelPolicy.GUIDELINE, description="Streng of richtlijn.")

    @model_validator(mode="after")
    def _lowest_first(self) -> Self:
        if Level.UNKNOWN in (self.min, self.max) or RANK[self.min] > RANK[self.max]:
            raise ours("upside_down")
        return self


class SessionIn(Door):
    """Wanneer het is: elke (zoveelste) week, één dag in de maand, of één keer."""

    weekday: Weekday | None = Field(default=None, description="Dag van de week.")
    start: Annotated[str, Field(pattern=CLOCK_PATTERN, examples=["10:00"])]
    duration_minutes: int = Field(ge=1, le=1440, description="Duur in minuten.")
    every_weeks: int = Field(default=1, ge=1, le=52, description="Om de hoeveel weken.")
    monthly_ordinal: Annotated[int, Field(ge=-1, le=5)] | None = Field(
        default=None, description="De hoeveelste van de maand; -1 is de laatste."
    )
    on_date: date | None = Field(default=None, description="Eén keer, op deze dag.")
    valid_from: date | None = Field(default=None, description="Vanaf.")
    valid_until: date | None = Field(default=None, description="Tot en met.")
    except_: Annotated[tuple[date, ...], Field(alias="except", max_length=366)] = Field(
        default=(), description="Dagen waarop het niet doorgaat."
    )

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        try:
            self.as_session()
        except ValueError as error:
            raise ours("bad_session") from error
        return self

    def as_session(self) -> Session:
        """The rule as matching reads it; raises ValueError when there can be no such rule."""
        since_midnight = minute(self.start)
        return Session(
            start=time(since_midnight // 60, since_midnight % 60),
            duration_minutes=self.duration_minutes,
            weekday=self.weekday,
            every_weeks=self.every_weeks,
            monthly_ordinal=self.monthly_ordinal,
            on_date=self.on_date,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            except_on=frozenset(self.except_),
        )


class PriceIn(Door):
    """Wat het kost, in euro's."""

    amount: Annotated[float, Field(ge=0, le=1000)] = Field(default=0.0, description="Bedrag.")
    note: FreeText = Field(default="", description="Toelichting.")


class ContactIn(Door):
    """Hoe de bibliotheek te bereiken is."""

    phone: Short | None = Field(default=None, description="Telefoon.")
    email: Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$")] | None = Field(
        default=None, description="E-mail."
    )


class ActivityIn(Door):
    """Een activiteit zoals een bibliotheek die bijhoudt."""

    source_id: Key = Field(description="Sleutel in het eigen systeem.")
    branch: BranchOfActivity = Field(description="Vestiging.")
    title: Name = Field(description="Naam.", examples=["Taalcafé"])
    description: FreeText = Field(default="", description="Beschrijving.")
    type: ActivityType = Field(description="Soort.")
    themes: Annotated[tuple[Theme, ...], Field(max_length=10)] = Field(
        default=(), description="Onderwerpen."
    )
    level: LevelIn = Field(description="Niveau.")
    reading: ReadingAsked = Field(default=ReadingAsked.NONE, description="Wat zij moet lezen.")
    helping_languages: Annotated[tuple[LanguageCode, ...], Field(max_length=20)] = Field(
        default=(), description="Talen waarin geholpen wordt."
    )
    audience: Audience = Field(default=Audience.EVERYONE, description="Voor wie.")
    delivery: Delivery = Field(default=Delivery.IN_PERSON, description="Waar.")
    entry: Entry = Field(default=Entry.DROP_IN, description="Hoe binnenkomen.")
    facilities: frozenset[Facility] = Field(default=frozenset(), description="Voorzieningen.")
    sessions: Annotated[tuple[SessionIn, ...], Field(max_length=50)] = Field(
        default=(), description="Bijeenkomsten; leeg is op afspraak."
    )
    closed_in_school_holidays: HolidayRegion | None = Field(
        default=None, description="Dicht in de schoolvakanties van deze regio."
    )
    capacity: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        default=None, description="Plaatsen; null is onbeperkt."
    )
    taken_elsewhere: int = Field(default=0, ge=0, le=100_000, description="Komen vanzelf.")
    waiting_list: bool = Field(default=False, description="Is er een wachtlijst.")
    expected_wait_weeks: Annotated[int, Field(ge=0, le=260)] | None = Field(
        default=None, description="Verwachte wachttijd in weken."
    )
    price: PriceIn = Field(default=PriceIn(), description="Prijs.")
    service_area: frozenset[Municipality] = Field(
        default=frozenset(), description="Gemeenten; leeg is overal."
    )
    organised_by: Name | None = Field(default=None, description="Met wie.")
    programme: Short | None = Field(default=None, description="Programma.")
    contact: ContactIn = Field(default=ContactIn(), description="Contact.")
    status: ActivityStatus = Field(default=ActivityStatus.ACTIVE, description="Staat.")


class TakenElsewhereIn(Door):
    """Hoeveel mensen vanzelf komen."""

    count: int = Field(ge=0, le=100_000, description="Aantal.")


def without_server_kept(body: Any) -> Any:
    """The body without what the server keeps, which is ignored when it is sent."""
    if not isinstance(body, dict):
        return body
    kept = {key: value for key, value in body.items() if key not in _SERVER_KEPT}
    if isinstance(branch := kept.get("branch"), dict):
        kept["branch"] = {k: v for k, v in branch.items() if k not in _BRANCH_SERVER_KEPT}
    return kept


def activity(
    fields: ActivityIn, *, activity_id: ActivityId, library: Library, branch: Branch, version: int
) -> Activity:
    """The activity that was sent, at a branch of its library."""
    return Activity(
        id=activity_id,
        library=library.isil,
        branch=branch,
        source_id=fields.source_id,
        title=fields.title,
        description=fields.description,
        type=fields.type,
        themes=fields.themes,
        level=LevelRange(fields.level.min, fields.level.max, fields.level.policy),
        reading=fields.reading,
        helping_languages=fields.helping_languages,
        audience=fields.audience,
        delivery=fields.delivery,
        entry=fields.entry,
        facilities=fields.facilities,
        sessions=tuple(session.as_session() for session in fields.sessions),
        closed_in_school_holidays=fields.closed_in_school_holidays,
        seats=Seats(fields.capacity, 0, fields.taken_elsewhere),
        waiting_list=fields.waiting_list,
        expected_wait_weeks=fields.expected_wait_weeks,
        price=Price(Decimal(str(fields.price.amount)), fields.price.note),
        service_area=fields.service_area or library.service_area,
        organised_by=fields.organised_by,
        programme=fields.programme,
        contact=Contact(
            fields.contact.phone or library.contact.phone,
            fields.contact.email or library.contact.email,
        ),
        status=fields.status,
        last_confirmed_on=date.min,  # the use case says when
        version=version,
    )


class BranchIn(Door):
    """Een vestiging."""

    isil: Annotated[str, Field(pattern=ISIL_BRANCH)]
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

    isil: Annotated[str, Field(pattern=ISIL_LIBRARY, examples=["NL-0899040000"])]
    name: Name = Field(description="Naam.")
    contact: ContactIn = Field(default=ContactIn(), description="Contact.")
    service_area: frozenset[Municipality] = Field(
        default=frozenset(), description="Gemeenten; leeg is overal."
    )
    branches: Annotated[tuple[BranchIn, ...], Field(max_length=500)] = Field(
        default=(), description="Vestigingen."
    )


def library(fields: LibraryIn) -> Library:
    """The library that was sent."""
    return Library(
        isil=LibraryId(fields.isil),
        name=fields.name,
        contact=Contact(fields.contact.phone, fields.contact.email),
        service_area=fields.service_area,
        branches=tuple(_branch(branch) for branch in fields.branches),
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
