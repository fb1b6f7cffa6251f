"""The controlled words as libraries write them: ids, Dutch labels and the usual other names."""

import csv
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from chalicelib.adapters.tables.readings import Reading, Unclear, is_no, plain, squeezed
from chalicelib.domain.schedule import WEEK

_DATA = Path(__file__).parents[2] / "data"

# Other names, beside the id and the Dutch label of each word. Where a word is not known it is left
# as it stands, so that the door can say which words it expects.
_SYNONYMS: Mapping[str, Mapping[str, Iterable[str]]] = {
    "activity_type": {
        "language_cafe": ("taalcafe's", "praatcafe", "taal cafe", "language café"),
        "language_house_desk": ("taalhuis", "taalspreekuur", "taalpunt", "spreekuur taalhuis"),
        "language_buddy": ("taalmaatjes", "taalcoach", "buddy"),
        "conversation_group": ("samen praten", "praatgroep", "conversatie", "gespreksgroep"),
        "walk_and_talk": ("wandelen en praten", "wandel & praat", "taalwandeling"),
        "language_course_nonformal": ("taalcursus", "taalles", "nt2", "nederlandse les"),
        "literacy_group": ("alfabetisering", "leren lezen en schrijven", "alfagroep"),
        "exam_practice": ("examentraining", "oefenen examen"),
        "self_study": ("zelfstudie", "open leercentrum", "oefenplek"),
        "reading_group": ("leesclub", "leesgroep", "leeskring"),
        "society_workshop": ("workshop", "workshop samenleving"),
        "ido": ("informatiepunt", "digitaal spreekuur"),
        "digital_course": ("klik & tik", "klik en tik", "computercursus", "digitale cursus"),
        "e_government_course": ("digisterker", "digi sterker"),
        "digital_health": ("digivitaler", "digitale zorg"),
        "read_aloud_home": ("voorleesexpress", "voorlezen thuis"),
        "bookstart": ("boekstart",),
        "family_language": ("taal voor ouders", "taal en ouders", "gezinstaal"),
        "women_group": ("vrouwengroep", "vrouwen taalgroep", "vrouwencafe"),
        "job_support": ("werkcafe", "solliciteren", "hulp bij werk"),
        "library_tour": ("rondleiding", "tour"),
    },
    "theme": {
        "digital_skills": ("digitaal", "digivaardig"),
        "government_contact": ("overheid",),
        "parents_children": ("ouders", "kinderen", "ouder en kind"),
        "society": ("maatschappij", "inburgering"),
        "money": ("geld", "administratie", "financien"),
        "reading": ("lezen", "leesplezier"),
        "meeting": ("ontmoeten",),
    },
    "audience": {
        "everyone": ("alle", "allen", "all", "iedereen welkom"),
        "women": ("alleen vrouwen", "vrouw"),
        "parents": ("ouder", "ouders met kinderen"),
        "youth": ("jongeren", "jeugd"),
        "adults": ("volwassen",),
    },
    "delivery": {
        "in_person": ("fysiek", "in de bibliotheek", "bibliotheek", "locatie", "live"),
        "online": ("digitaal", "op afstand"),
        "hybrid": ("hybride", "beide"),
        "home": ("bij mensen thuis", "aan huis"),
    },
    "entry": {
        "drop_in": ("vrije inloop", "zonder afspraak", "walk in"),
        "register": ("inschrijven", "aanmelding", "met aanmelding", "op afspraak", "registration"),
        "intake": ("met intake", "intakegesprek"),
        "referral": ("verwijzing", "op verwijzing", "doorverwijzing"),
    },
    "facility": {
        "step_free": ("rolstoeltoegankelijk", "rolstoel", "toegankelijk", "wheelchair"),
        "childcare": ("oppas",),
        "children_welcome": ("kinderen welkom", "kinderen mee", "kind welkom"),
        "quiet": ("rustig", "stilte", "rust"),
    },
    "reading_asked": {
        "none": ("geen", "nee", "niet nodig", "no", "leest niet", "0", "false"),
        "latin": ("latijns", "ja", "latijns schrift", "yes", "leest latijns schrift", "true"),
    },
    "level_policy": {
        "strict": ("streng", "strikt", "vast", "verplicht"),
        "guideline": ("richtlijn", "indicatie", "advies"),
    },
    "activity_status": {
        "active": ("actief", "open", "loopt"),
        "paused": ("gepauzeerd", "pauze", "temporarily closed"),
        "inactive": ("inactief", "gestopt", "defunct", "vervallen"),
    },
    "school_holiday_region": {
        "noord": ("north", "regio noord"),
        "midden": ("middle", "central", "regio midden"),
        "zuid": ("south", "regio zuid"),
    },
    "weekday": {
        "mon": ("ma", "maandag", "maandags", "monday", "mo"),
        "tue": ("di", "dinsdag", "dinsdags", "tuesday", "tu", "tues"),
        "wed": ("wo", "woe", "woensdag", "woensdags", "wednesday", "we"),
        "thu": ("do", "don", "donderdag", "donderdags", "thursday", "th", "thur", "thurs"),
        "fri": ("vr", "vrij", "vrijdag", "vrijdags", "friday", "fr"),
        "sat": ("za", "zat", "zaterdag", "zaterdags", "saturday", "sa"),
        "sun": ("zo", "zon", "zondag", "zondags", "sunday", "su"),
    },
}


def word_of(vocabulary: str) -> Reading:
    """Reads a word of this list into its id; an unknown word stays, for the door to refuse."""
    return lambda written: _ids(vocabulary).get(squeezed(written), written.strip())


def known(vocabulary: str, written: str) -> str | None:
    """The id of a word of this list, or None when it is none."""
    return _ids(vocabulary).get(squeezed(written))


@cache
def _ids(vocabulary: str) -> Mapping[str, str]:
    labels = _labels().get(vocabulary, {})
    found = {squeezed(label): id_ for id_, label in labels.items()}
    for id_, names in _SYNONYMS.get(vocabulary, {}).items():
        found |= {squeezed(name): id_ for name in (id_, *names)}
    return found | {squeezed(id_): id_ for id_ in labels}


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    loaded = json.loads((_DATA / "vocabularies.json").read_text(encoding="utf-8"))
    return {name: labels for name, labels in loaded.items() if isinstance(labels, dict)}


def region(written: str) -> str | None:
    """A holiday region, or None where it goes on in the holidays."""
    return None if is_no(written) else str(word_of("school_holiday_region")(written))


_DAYS = re.compile(r"[|;,/+\s]+|(?<=[a-z])-(?=[a-z])")
_THROUGH = re.compile(r"([a-z]+)\s*(?:t/m|tot en met|through)\s*([a-z]+)")


def weekdays(written: str) -> list[str]:
    """One or several days of the week: di, ma en wo, maandag t/m vrijdag."""
    asked = plain(written).rstrip(".")
    if match := _THROUGH.fullmatch(asked):
        first, last = (WEEK.index(weekday(day)) for day in match.groups())
        return [str(day) for day in WEEK[first : last + 1]]
    named = [part for part in _DAYS.split(asked) if part not in {"", "en", "and", "op", "on"}]
    return list(dict.fromkeys(weekday(part) for part in named))


def weekday(written: str) -> str:
    """One day of the week."""
    found = _ids("weekday").get(squeezed(written))
    if found is None:
        raise Unclear("bad_weekday")
    return found


# A0 and "0-A1" name those on their way to A1; a plus is still the level it stands behind.
_LEVELS: Mapping[str, str] = {
    "alfa": "alfa", "alpha": "alfa", "alfabetisering": "alfa", "alfaa": "alfa", "alfab": "alfa",
    "alfac": "alfa", "analfabeet": "alfa",
    "a0": "pre_a1", "0": "pre_a1", "prea1": "pre_a1", "0a1": "pre_a1", "a0a1": "pre_a1",
    "onderwegnaara1": "pre_a1", "a0opwegnaara1": "pre_a1", "beginner": "pre_a1", "start": "pre_a1",
    "a1": "a1", "a2": "a2", "b1": "b1", "b2": "b2",
}  # fmt: skip
_ALL_LEVELS = frozenset({"alle", "alleniveaus", "all", "alllevels", "elkniveau", "any"})
_TO = re.compile(r"\s*(?:t/m|tot en met|tot|naar|/|\||-|to|through)\s*")


def level(written: str) -> str:
    """One level; an unknown one stays, for the door to refuse."""
    return _LEVELS.get(squeezed(written), written.strip())


def levels(written: str) -> tuple[str, str]:
    """A range of levels in one cell: A1-B1, pre-A1 t/m A2, alle niveaus."""
    asked = plain(written)
    if squeezed(asked) in _ALL_LEVELS:
        return "alfa", "b2"
    if (only := _LEVELS.get(squeezed(asked))) is not None:
        return only, only
    ends = _ends(asked)
    if ends is None:
        raise Unclear("bad_level")
    return ends


def _ends(asked: str) -> tuple[str, str] | None:
    """Where the range can be cut so that both sides are levels ("pre-a1-b1" has two hyphens)."""
    for cut in _TO.finditer(asked):
        lowest = _LEVELS.get(squeezed(asked[: cut.start()]))
        highest = _LEVELS.get(squeezed(asked[cut.end() :]))
        if lowest and highest:
            return lowest, highest
    return None


def language(written: str) -> str:
    """A language's code, from its code or its name; an unknown one stays."""
    return _languages().get(squeezed(written), written.strip().lower())


@cache
def _languages() -> Mapping[str, str]:
    with (_DATA / "languages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {"nl": "nl", "nederlands": "nl", "dutch": "nl"}
    for row in rows:
        names = (row["name_nl"], row["name_en"], row["endonym"], row["iso639_3"], row["code"])
        found |= {squeezed(name): row["code"] for name in names if squeezed(name)}
    return found
