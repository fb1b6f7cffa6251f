"""A need at the door: INTERFACE.md, "The need"."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from chalicelib.domain.freetime import FreeInterval, slot
from chalicelib.domain.geography import Located, Point, Precision, TravelMode
from chalicelib.domain.matching.need import DEFAULT_LIMIT, DEFAULT_MAX_MINUTES, Need
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.vocabulary import (
    AgeGroup,
    Audience,
    Delivery,
    Level,
    Reading,
    Requirement,
    Theme,
)
from chalicelib.entry.parsing.base import Door, FreeShort, ours, parse
from chalicelib.entry.parsing.words import LanguageCode, Municipality
from chalicelib.usecases.order import NeedAsked, PlaceAsked

_NOWHERE = Located(Point(0.0, 0.0), Precision.AREA, 0.0)  # until the place is looked up
_DAYS = tuple(Weekday)
_PARTS = ("morning", "afternoon", "evening")
SLOT_PATTERN = "^(mon|tue|wed|thu|fri|sat|sun)_(morning|afternoon|evening)$"
CLOCK_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"


class AtPostcode(Door):
    """Waar zij woont, als postcode; alleen de cijfers worden bewaard."""

    postcode: Annotated[
        str,
        Field(
            pattern="^[1-9][0-9]{3} ?([A-Za-z]{2})?$",
            description="Vier cijfers, eventueel met letters; alleen de cijfers worden bewaard.",
            examples=["3562"],
        ),
    ]


class AtPlace(Door):
    """Waar zij woont, als plaatsnaam."""

    place: FreeShort = Field(description="Plaatsnaam.", examples=["Utrecht"])


class AtCoordinates(Door):
    """Een punt (WGS 84)."""

    latitude: Annotated[float, Field(ge=-90, le=90, description="Breedtegraad.")]
    longitude: Annotated[float, Field(ge=-180, le=180, description="Lengtegraad.")]


_TAG_BY_MODEL = {AtPostcode: "as postcode", AtPlace: "as place", AtCoordinates: "as coordinates"}


def _kind_of_location(value: Any) -> str | None:
    """The tag of what came in, or, when it is written out again, of the model."""
    if not isinstance(value, dict):
        return _TAG_BY_MODEL.get(type(value), "as postcode")
    if "postcode" in value:
        return "as postcode"
    if "place" in value:
        return "as place"
    return "as coordinates" if {"latitude", "longitude"} & value.keys() else None


LocationIn = Annotated[
    Annotated[AtPostcode, Tag("as postcode")]
    | Annotated[AtPlace, Tag("as place")]
    | Annotated[AtCoordinates, Tag("as coordinates")],
    Discriminator(_kind_of_location),
]


class IntervalIn(Door):
    """Een vrije tijd op een dag in de week; de hele bijeenkomst en de reis moeten erin passen."""

    weekday: Weekday = Field(description="Dag van de week.")
    from_: Annotated[
        str,
        Field(alias="from", pattern=CLOCK_PATTERN, description="Van.", examples=["08:45"]),
    ]
    until: Annotated[str, Field(pattern=CLOCK_PATTERN, description="Tot.", examples=["14:00"])]

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if minute(self.from_) >= minute(self.until):
            raise ours("upside_down")
        return self


SlotIn = Annotated[str, Field(pattern=SLOT_PATTERN, examples=["tue_morning"])]


def _kind_of_free_time(value: Any) -> str:
    return "as slot" if isinstance(value, str) else "as interval"


FreeTimeIn = Annotated[
    Annotated[SlotIn, Tag("as slot")] | Annotated[IntervalIn, Tag("as interval")],
    Discriminator(_kind_of_free_time),
]


class TravelIn(Door):
    """Hoe zij reist en hoe lang hoogstens."""

    mode: TravelMode = Field(default=TravelMode.BICYCLE, description="Manier van reizen.")
    max_minutes: int = Field(
        default=DEFAULT_MAX_MINUTES, ge=1, le=240, description="Hoogste reistijd in minuten."
    )


class NeedFields(Door):
    """Wat een nieuwkomer zoekt; niets hierin maakt haar bekend."""

    location: LocationIn = Field(description="Waar zij woont: postcode, plaats of punt.")
    residence: Municipality | None = Field(
        default=None, description="Gemeente waar zij woont; standaard de eigen gemeente."
    )
    language_level: Level = Field(description="Taalniveau (ERK), of unknown.")
    speaking_level: Level | None = Field(default=None, description="Niveau van spreken.")
    reading: Reading = Field(default=Reading.LATIN, description="Wat zij leest.")
    spoken_languages: Annotated[tuple[LanguageCode, ...], Field(max_length=10)] = Field(
        default=(), description="Talen die zij spreekt."
    )
    themes: frozenset[Theme] = Field(default=frozenset(), description="Onderwerpen van haar wens.")
    audiences: frozenset[Audience] = Field(
        default=frozenset(), description="Groepen waar zij bij wil horen."
    )
    age_group: AgeGroup = Field(default=AgeGroup.ADULT, description="Leeftijdsgroep.")
    availability: Annotated[tuple[FreeTimeIn, ...], Field(max_length=50)] | None = Field(
        default=None, description="Wanneer zij kan; weggelaten is altijd."
    )
    travel: TravelIn = Field(default=TravelIn(), description="Reizen.")
    needs: frozenset[Requirement] = Field(
        default=frozenset(), description="Wat zij nodig heeft, functioneel gezegd."
    )
    delivery: Annotated[frozenset[Delivery], Field(min_length=1)] = Field(
        default=frozenset({Delivery.IN_PERSON}), description="Waar het mag plaatsvinden."
    )


class MatchQuestion(NeedFields):
    """Een vraag om passend aanbod; er wordt niets bewaard."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=10, description="Hoeveel voorstellen.")


def minute(clock: str) -> int:
    """Minutes since midnight of a time like 08:45."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def need_asked(fields: NeedFields, *, residence: str, limit: int = DEFAULT_LIMIT) -> NeedAsked:
    """What was sent, as matching reads it; its place is still to be looked up."""
    need = Need(
        location=_NOWHERE,
        residence=fields.residence or residence,
        level=fields.language_level,
        speaking_level=fields.speaking_level,
        reading=fields.reading,
        spoken_languages=fields.spoken_languages,
        themes=fields.themes,
        audiences=fields.audiences,
        age_group=fields.age_group,
        free=_free(fields.availability),
        mode=fields.travel.mode,
        max_minutes=fields.travel.max_minutes,
        requirements=fields.needs,
        delivery=fields.delivery,
        limit=limit,
    )
    return NeedAsked(place=_place(fields.location), unplaced=need, body=kept(fields))


def kept(fields: NeedFields) -> dict[str, Any]:
    """The need as it is kept and shown: of a postcode only its digits, and nothing unsaid."""
    body: dict[str, Any] = fields.model_dump(mode="json", exclude_unset=True, exclude={"limit"})
    body = {key: value for key, value in body.items() if key in need_names()}
    if isinstance(fields.location, AtPostcode):
        body["location"] = {"postcode": fields.location.postcode[:4]}
    return body


def need_names() -> frozenset[str]:
    """The members of a body that say what she looks for."""
    return frozenset(field.alias or name for name, field in NeedFields.model_fields.items())


def need_kept(body: Mapping[str, Any], residence: str) -> NeedAsked:
    """What `kept` gave, read again."""
    return need_asked(parse(NeedFields, body), residence=residence)


def _place(location: AtPostcode | AtPlace | AtCoordinates) -> PlaceAsked:
    if isinstance(location, AtPostcode):
        return PlaceAsked(postcode=location.postcode[:4])
    if isinstance(location, AtPlace):
        return PlaceAsked(name=location.place)
    point = Point(location.latitude, location.longitude)
    return PlaceAsked(located=Located(point, Precision.COORDINATES, 0.0))


def _free(times: tuple[str | IntervalIn, ...] | None) -> tuple[FreeInterval, ...] | None:
    if not times:  # nothing said about time is any time
        return None
    return tuple(
        slot(time)
        if isinstance(time, str)
        else FreeInterval(time.weekday, minute(time.from_), minute(time.until), start_only=False)
        for time in times
    )
