"""An activity at the door: INTERFACE.md, "The activity, everywhere the same"."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from chalicelib.domain.catalogue import (
    Activity,
    Branch,
    LevelRange,
    Library,
    Price,
    Seats,
    closed_by_default,
)
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import ActivityId
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
from chalicelib.entry.parsing.base import Day, Door, FreeText, Key, Name, Short, ours
from chalicelib.entry.parsing.library import ISIL_BRANCH, ContactIn, contact
from chalicelib.entry.parsing.need import CLOCK_PATTERN, minute
from chalicelib.entry.parsing.words import LanguageCode, Municipality

# Kept by the server, shown in every answer: whoever sends an answer back is not told off for them.
_SERVER_KEPT = frozenset({"id", "library", "taken", "seatsLeft", "lastConfirmedOn", "version"})
_BRANCH_SERVER_KEPT = frozenset({"name", "place", "latitude", "longitude"})


class BranchOfActivity(Door):
    """De vestiging waar het is; de rest weet Wegwijs al."""

    isil: Annotated[str, Field(pattern=ISIL_BRANCH, examples=["NL-0899041002"])] = Field(
        description="ISIL van de vestiging."
    )


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


# A weekday or one date: what JSON Schema can say of what `_is_possible` checks. The formats are
# there for the API rules, which ask one of every key that ends in Date.
_A_WEEKDAY: JsonDict = {
    "required": ["weekday"],
    "properties": {"weekday": {"type": "string"}, "onDate": {"type": "null", "format": "date"}},
}
_A_DATE: JsonDict = {
    "required": ["onDate"],
    "properties": {"onDate": {"type": "string", "format": "date"}, "weekday": {"type": "null"}},
}


class SessionIn(Door):
    """Wanneer het is: elke (zoveelste) week, één dag in de maand, of één keer."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_A_WEEKDAY, _A_DATE]})
    weekday: Weekday | None = Field(default=None, description="Dag van de week.")
    start: Annotated[str, Field(pattern=CLOCK_PATTERN, examples=["10:00"])] = Field(
        description="Begintijd in Nederland."
    )
    duration_minutes: int = Field(ge=1, le=1440, description="Duur in minuten.")
    every_weeks: int = Field(default=1, ge=1, le=52, description="Om de hoeveel weken.")
    monthly_ordinal: (
        Annotated[int, Field(ge=-1, le=5, json_schema_extra={"not": {"const": 0}})] | None
    ) = Field(default=None, description="De hoeveelste van de maand; -1 is de laatste.")
    on_date: Day | None = Field(
        default=None,
        description="Eén keer, op deze dag.",
        json_schema_extra={"format": "date"},
    )
    valid_from: Day | None = Field(default=None, description="Vanaf.")
    valid_until: Day | None = Field(default=None, description="Tot en met.")
    except_: Annotated[tuple[Day, ...], Field(alias="except", max_length=366)] = Field(
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
        default=None,
        description=(
            "Dicht in de schoolvakanties van deze regio; null is open. Wie niets zegt, is dicht "
            "wanneer vrijwilligers het doen, in de regio van de bibliotheek."
        ),
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
    """Hoeveel mensen vanzelf komen, of hoeveel erbij of eraf; één van beide."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["count"]}, {"required": ["change"]}]}
    )
    count: int = Field(default=0, ge=0, le=100_000, description="Aantal.")
    change: int = Field(
        default=0,
        ge=-100_000,
        le=100_000,
        description="Erbij of eraf; het wordt nooit minder dan 0.",
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ours("count_or_change")
        return self

    @property
    def is_change(self) -> bool:
        return "change" in self.model_fields_set


class ConfirmationsIn(Door):
    """Welke activiteiten nog kloppen: deze, of alle."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["ids"]}, {"required": ["all"]}]}
    )
    ids: Annotated[tuple[Short, ...], Field(max_length=1000)] = Field(
        default=(), description="Ids van activiteiten."
    )
    all: Literal[True] = Field(default=True, description="Alle activiteiten van de bibliotheek.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ours("ids_or_all")
        return self

    @property
    def named(self) -> tuple[ActivityId, ...] | None:
        """Those that are named; None for all."""
        return tuple(map(ActivityId, self.ids)) if "ids" in self.model_fields_set else None


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
    """The activity that was sent, at a branch of its library.

    What is as the library has it, is the library's: sent back as it was answered, it stays so.
    """
    sent = Activity(
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
        facilities=fields.facilities - branch.facilities,
        sessions=tuple(session.as_session() for session in fields.sessions),
        closed_in_school_holidays=_closed(fields, library, branch),
        seats=Seats(fields.capacity, 0, fields.taken_elsewhere),
        waiting_list=fields.waiting_list,
        expected_wait_weeks=fields.expected_wait_weeks,
        price=Price(Decimal(str(fields.price.amount)), fields.price.note),
        organised_by=fields.organised_by,
        programme=fields.programme,
        status=fields.status,
        last_confirmed_on=date.min,  # the use case says when
        version=version,
        own_service_area=_own_area(fields, library),
        own_contact=contact(fields.contact).beyond(library.contact),
    )
    return sent.of(library)


def _closed(fields: ActivityIn, library: Library, branch: Branch) -> HolidayRegion | None:
    if "closed_in_school_holidays" in fields.model_fields_set:
        return fields.closed_in_school_holidays
    return closed_by_default(fields.type, library, branch)


def _own_area(fields: ActivityIn, library: Library) -> frozenset[str]:
    return frozenset() if fields.service_area == library.service_area else fields.service_area
