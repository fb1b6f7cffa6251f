"""What the form of a referral asks and what can be chosen in it, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import itemgetter

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
from chalicelib.entry.pages.referral_form import OWN, SLOTS, TIMES, Fields
from chalicelib.entry.pages.sheet import COLUMNS
from chalicelib.entry.pages.visit import LANGUAGES, Visit
from chalicelib.entry.parsing.words import language_codes

Option = tuple[str, str]
_MINUTES = (15, 20, 30, 45, 60, 90)
_WORDS: Mapping[str, tuple[str, Iterable[str]]] = {
    "person.channel": ("channel", Channel),
    "languageLevel": ("level", Level),
    "speakingLevel": ("level", Level),
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
    "speakingLevel": "speaking_level",
    "spokenLanguages": "spoken_languages",
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


def headings(visit: Visit) -> Mapping[str, str]:
    """The field of each heading of a pasted sheet: in both languages and ours, in small letters."""
    said = {
        visit.ports.words.say(language, f"page.many.column.{_ASKED[name]}", {}): name
        for name in COLUMNS
        for language in LANGUAGES
    }
    return {heading.casefold(): name for heading, name in said.items()} | {
        name.casefold(): name for name in COLUMNS
    }


def columns(visit: Visit) -> list[str]:
    """The columns a sheet of hers has, as the last parts of their keys in the catalogues."""
    asked = (n for n in COLUMNS if n != "residence" or visit.caller.municipality is None)
    return [_ASKED[name] for name in asked]


def words(visit: Visit) -> Mapping[str, Mapping[str, str]]:
    """The code of each choice of each field, by its word in both languages, in small letters."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for name, chosen in options(replace(visit, language=language), {}).items():
            found.setdefault(name, {}).update({word.casefold(): code for code, word in chosen})
    return found


def options(visit: Visit, fields: Fields) -> Mapping[str, list[Option]]:
    """The choices of each field that has some, by its name; among them whatever is chosen now."""

    def worded(vocabulary: str, codes: Iterable[str]) -> list[Option]:
        return [(code, visit.say(f"vocabulary.{vocabulary}.{code}")) for code in codes]

    said = ((code, visit.say(f"language.{code}")) for code in language_codes())
    languages = sorted(said, key=itemgetter(1))
    return {
        **{name: worded(vocabulary, codes) for name, (vocabulary, codes) in _WORDS.items()},
        "person.contactLanguage": languages,
        "spokenLanguages": languages,
        "times": [(name, visit.say(f"page.times.{name}")) for name in (*TIMES, OWN)],
        "availability": [(slot, _slot_said(visit, slot)) for slot in SLOTS],
        "travel.maxMinutes": [
            (str(m), visit.say("page.refer.minutes", count=m)) for m in _minutes(fields)
        ],
    }


def _minutes(fields: Fields) -> list[int]:
    written = fields.get("travel.maxMinutes", ())
    chosen = (int(m) for m in written if m.isascii() and m.isdigit() and len(m) < 4)
    return sorted({*_MINUTES, *chosen})


def _slot_said(visit: Visit, slot: str) -> str:
    day, _, part = slot.partition("_")
    return f"{visit.say(f'vocabulary.weekday.{day}')} {visit.say(f'page.newcomer.{part}').lower()}"
