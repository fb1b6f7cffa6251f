"""What a newcomer asks for, as far as matching may know it.

There is no place here for a nationality, gender, religion, health or past absence.
"""

from dataclasses import dataclass

from chalicelib.domain.freetime import FreeInterval
from chalicelib.domain.geography import Located, TravelMode
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.vocabulary import (
    AgeGroup,
    Audience,
    Delivery,
    Level,
    Reading,
    Requirement,
    Theme,
)

DEFAULT_LIMIT = 3
DEFAULT_MAX_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Need:
    """One person's question to the catalogue.

    `free` None means any time; `residence` is the municipality she lives in (CBS code), which
    decides service areas; `parked` are activities that are not suggested again for now.
    """

    location: Located
    residence: str
    level: Level
    speaking_level: Level | None = None
    reading: Reading = Reading.LATIN
    spoken_languages: tuple[str, ...] = ()
    themes: frozenset[Theme] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    age_group: AgeGroup = AgeGroup.ADULT
    free: tuple[FreeInterval, ...] | None = None
    mode: TravelMode = TravelMode.BICYCLE
    max_minutes: int = DEFAULT_MAX_MINUTES
    requirements: frozenset[Requirement] = frozenset()
    delivery: frozenset[Delivery] = frozenset({Delivery.IN_PERSON})
    parked: frozenset[ActivityId] = frozenset()
    limit: int = DEFAULT_LIMIT
