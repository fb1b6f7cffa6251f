"""What the form of a referral asks and what can be chosen in it, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.geography import TravelMode
from chalicelib.domain.vocabulary import (
    AgeGroup,
    Audience,
    Channel,
    Delivery,
    Level,
    Reading,
    Requirement,
    Theme,
)
from chalicelib.entry.pages.referral_form import OWN, SLOTS, TIMES
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.words import language_codes

Option = tuple[str, str]
_MINUTES = (15, 20, 30, 45, 60, 90)
_WORDS: Mapping[str, tuple[str, Iterable[str]]] = {
    "person.channel": ("channel", Channel),
    "languageLevel": ("level", Level),
    "reading": ("reading", Reading),
    "themes": ("theme", Theme),
    "audiences": ("audience", Audience),
    "ageGroup": ("age_group", AgeGroup),
    "needs": ("need", Requirement),
    "travel.mode": ("travel_mode", TravelMode),
    "delivery": ("delivery", Delivery),
}
# The question that each field answers: the last part of its key in the catalogues.
_ASKED: Mapping[str, str] = {
    "person.firstName": "first_name",
    "person.contactLanguage": "contact_language",
    "person.channel": "channel",
    "person.phone": "phone",
    "clientReference": "client_reference",
    "assignedTo": "assigned_to",
    "otherPerson": "other_person",
    "languageLevel": "level",
    "reading": "reading",
    "themes": "themes",
    "audiences": "audiences",
    "needs": "needs",
    "ageGroup": "age_group",
    "location": "location",
    "residence": "residence",
    "times": "times",
    "availability": "availability",
    "travel.mode": "travel_mode",
    "travel.maxMinutes": "max_minutes",
    "delivery": "delivery",
    "agreement.refer": "agree_refer",
    "agreement.sms": "agree_sms",
    "agreement.reportBack": "agree_report",
    "countHours": "count_hours",
    "note": "note",
}


def labels(visit: Visit) -> Mapping[str, str]:
    """What each field asks, by its name."""
    return {name: visit.say(f"page.refer.{key}") for name, key in _ASKED.items()}


def options(visit: Visit) -> Mapping[str, list[Option]]:
    """The choices of each field that has some, by its name."""

    def worded(vocabulary: str, codes: Iterable[str]) -> list[Option]:
        return [(code, visit.say(f"vocabulary.{vocabulary}.{code}")) for code in codes]

    languages = [(code, visit.say(f"language.{code}")) for code in language_codes()]
    return {
        **{name: worded(vocabulary, codes) for name, (vocabulary, codes) in _WORDS.items()},
        "person.contactLanguage": sorted(languages, key=_by_word),
        "times": [(name, visit.say(f"page.times.{name}")) for name in (*TIMES, OWN)],
        "availability": [(slot, _slot_said(visit, slot)) for slot in SLOTS],
        "travel.maxMinutes": [(str(m), visit.say("page.refer.minutes", count=m)) for m in _MINUTES],
    }


def _slot_said(visit: Visit, slot: str) -> str:
    day, _, part = slot.partition("_")
    return f"{visit.say(f'vocabulary.weekday.{day}')} {visit.say(f'page.newcomer.{part}').lower()}"


def _by_word(option: Option) -> Any:
    return option[1]
