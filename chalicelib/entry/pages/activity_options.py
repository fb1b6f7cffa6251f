"""What can be chosen in the form of an activity, in words."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.catalogue import Library
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.vocabulary import (
    LADDER,
    ActivityStatus,
    ActivityType,
    Audience,
    Delivery,
    Entry,
    Facility,
    LevelPolicy,
    ReadingAsked,
    Theme,
)
from chalicelib.entry.pages.activity_form import AS_USUAL, HOLIDAYS, OPEN
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.words import language_codes

Option = tuple[str, str]
_ORDINALS = ("1", "2", "3", "4", "5", "-1")
_WORDS: Mapping[str, tuple[str, Iterable[str]]] = {
    "type": ("activity_type", ActivityType),
    "themes": ("theme", Theme),
    "level.min": ("level", LADDER),
    "level.max": ("level", LADDER),
    "level.policy": ("level_policy", LevelPolicy),
    "reading": ("reading_asked", ReadingAsked),
    "audience": ("audience", Audience),
    "delivery": ("delivery", Delivery),
    "entry": ("entry", Entry),
    "facilities": ("facility", Facility),
    "status": ("activity_status", ActivityStatus),
}


def options(visit: Visit, library: Library) -> Mapping[str, list[Option]]:
    """The choices of each field that has some, by its name."""

    def worded(vocabulary: str, codes: Iterable[str]) -> list[Option]:
        return [(code, visit.say(f"vocabulary.{vocabulary}.{code}")) for code in codes]

    languages = [(code, visit.say(f"language.{code}")) for code in language_codes()]
    return {
        **{name: worded(vocabulary, codes) for name, (vocabulary, codes) in _WORDS.items()},
        "branch.isil": [(branch.isil, branch.name) for branch in library.branches],
        "helpingLanguages": sorted(languages, key=lambda option: option[1]),
        HOLIDAYS: [
            *((code, visit.say(f"page.activities.holidays_{code}")) for code in (AS_USUAL, OPEN)),
            *worded("school_holiday_region", HolidayRegion),
        ],
        "weekday": [("", "–"), *worded("weekday", Weekday)],
        "monthlyOrdinal": [
            ("", visit.say("page.activities.not_monthly")),
            *((code, visit.say(f"page.activities.nth.{code}")) for code in _ORDINALS),
        ],
    }
