"""Words: which language is used, and how values stand in a sentence."""

import re
from typing import Any

import pytest

from chalicelib.adapters.rendering import GettextWords
from tests.catalogues import DRAFTS, LANGUAGES, entries

FINAL_ONLY = GettextWords(drafts=False)
WITH_DRAFTS = GettextWords(drafts=True)

RANGE = {"level": "a1", "lowest": "pre_a1", "highest": "b1"}
TRAVEL = {"minutes": 7, "maxMinutes": 30, "mode": "bicycle", "km": 1.9}


@pytest.mark.parametrize(
    ("key", "values", "dutch", "english"),
    [
        ("reason.level_in_range", RANGE, "niveau A1 past", "level A1 fits"),
        (
            "reason.level_above_range",
            RANGE | {"level": "b2"},
            "niveau B2, bedoeld voor A0–B1 (richtlijn)",
            "level B2, meant for A0–B1 (guideline)",
        ),
        (
            "near_miss.level",
            {"level": "a1", "lowest": "b1", "highest": "b1"},  # a range of one level is that level
            "zou passen bij niveau B1 (zij: A1)",
            "would fit at level B1 (hers: A1)",
        ),
        (
            "reason.within_travel",
            TRAVEL,
            "7 minuten fietsen (geschat)",
            "7 minutes by bicycle (estimated)",
        ),
        (
            "reason.within_travel",
            TRAVEL | {"minutes": 1, "mode": "walk"},
            "1 minuut lopen (geschat)",
            "1 minute on foot (estimated)",
        ),
        (
            "reason.fits_free_time",
            {"weekday": "tue", "start": "10:00"},
            "dinsdag 10:00, dan kan zij",
            "Tuesday 10:00, when she is free",
        ),
        ("reason.seats_left", {"seats": 1}, "nog 1 plek", "1 place left"),
        ("reason.seats_left", {"seats": 4}, "nog 4 plekken", "4 places left"),
        (
            "reason.waiting_list",
            {"weeks": 6},
            "wachtlijst, ongeveer 6 weken",
            "waiting list, about 6 weeks",
        ),
        (
            "reason.waiting_list",
            {"weeks": None},
            "wachtlijst, duur onbekend",
            "waiting list, length unknown",
        ),
        (
            "reason.call_first",
            {"days": 97},
            "bel eerst: niet bevestigd sinds 97 dagen",
            "call first: not confirmed for 97 days",
        ),
        ("reason.speaks_language", {"languages": ["ar"]}, "hulp in het Arabisch", "help in Arabic"),
        (
            "reason.themes",
            {"themes": ["language", "meeting", "work"]},
            "over taal, ontmoeting en werk",
            "about language, meeting people and work",
        ),
        (
            "reason.needs_met",
            {"needs": ["children_welcome", "step_free"]},
            "aanwezig: kind mag mee en drempelvrij",
            "available: child may come along and step-free",
        ),
        (
            "reason.location_estimated",
            {"radiusKm": 7.25},
            "woonplaats geschat, kan 7,2 km schelen",
            "place of residence estimated, may be 7.2 km off",
        ),
        (
            "near_miss.travel",
            TRAVEL | {"minutes": 40},
            "zou passen als zij 40 minuten mag reizen",
            "would fit if she could travel 40 minutes",
        ),
        (
            "near_miss.slot",
            {"sessions": [{"weekday": d, "start": "09:30"} for d in ("thu", "fri", "sat", "sun")]},
            "zou passen als zij kon op donderdag 09:30, vrijdag 09:30 en zaterdag 09:30",
            "would fit if she were free on Thursday 09:30, Friday 09:30 and Saturday 09:30",
        ),
        (
            "near_miss.area",
            {"area": ["GM0344", "GM0363"]},
            "zou passen als zij in het werkgebied woonde: GM0344, GM0363",
            "would fit if she lived in the service area: GM0344, GM0363",
        ),
        (
            "fallback.text",
            {"title": "Uur", "branch": "Neude", "km": 12.34, "phone": "030 1"},
            "Niets past nu. Dichtstbijzijnde taalhuis-spreekuur: Uur, Neude (12,3 km). Bel 030 1.",
            "Nothing fits now. Nearest language-house desk: Uur, Neude (12.3 km). Call 030 1.",
        ),
        (
            "fallback.text",
            {
                "title": "{phone}",
                "branch": "Neude",
                "km": 12.3,
                "phone": None,
            },  # a title is no text
            "Niets past nu. Dichtstbijzijnde taalhuis-spreekuur: {phone}, Neude (12,3 km).",
            "Nothing fits now. Nearest language-house desk: {phone}, Neude (12.3 km).",
        ),
        (
            "fallback.text_without_phone",
            {"title": "Uur", "branch": "Neude", "km": 0.0, "phone": ""},
            "Niets past nu. Dichtstbijzijnde taalhuis-spreekuur: Uur, Neude (0,0 km).",
            "Nothing fits now. Nearest language-house desk: Uur, Neude (0.0 km).",
        ),
        ("vocabulary.referral_status.placed", {}, "Geplaatst", "Placed"),
        ("language.ti", {}, "Tigrinya", "Tigrinya"),
    ],
)
def test_values_stand_in_the_sentence_as_words(
    key: str, values: dict[str, Any], dutch: str, english: str
) -> None:
    assert FINAL_ONLY.say("nl", key, values) == dutch
    assert FINAL_ONLY.say("en", key, values) == english


def test_what_a_language_lacks_is_said_in_dutch_throughout() -> None:
    dutch = WITH_DRAFTS.say("nl", "reason.within_travel", TRAVEL)
    assert WITH_DRAFTS.say("ar", "reason.within_travel", TRAVEL) == dutch
    assert WITH_DRAFTS.say("xx", "reason.within_travel", TRAVEL) == dutch


@pytest.mark.parametrize("language", DRAFTS)
def test_a_draft_is_used_only_where_drafts_are_on(language: str) -> None:
    draft = entries(language)["sms.offer.head"].forms[0]
    assert WITH_DRAFTS.language(language) == language
    assert WITH_DRAFTS.say(language, "sms.offer.head", {}) == draft
    assert FINAL_ONLY.language(language) == "nl"
    assert FINAL_ONLY.say(language, "sms.offer.head", {}) == FINAL_ONLY.say(
        "nl", "sms.offer.head", {}
    )


@pytest.mark.parametrize(
    "wanted", ["nl", "ur", "", "xx", "../nl", "nl/LC_MESSAGES", "ar-SY", "AR", "\x00"]
)
def test_any_other_wish_is_answered_in_dutch(wanted: str) -> None:
    assert WITH_DRAFTS.language(wanted) == "nl"


def test_english_needs_no_drafts() -> None:
    assert FINAL_ONLY.language("en") == "en"


@pytest.mark.parametrize("key", ["reason.unheard_of", "", "vocabulary.level.c2", "sms."])
@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_a_key_that_nobody_wrote_is_our_own_bug(language: str, key: str) -> None:
    with pytest.raises(KeyError, match=re.escape(repr(key))):
        WITH_DRAFTS.say(language, key, {})


def test_a_value_that_is_not_given_is_our_own_bug() -> None:
    with pytest.raises(KeyError, match="minutes"):
        FINAL_ONLY.say("nl", "sms.minutes", {})


def test_every_language_of_the_list_has_its_catalogue() -> None:
    assert {language for language in LANGUAGES if WITH_DRAFTS.language(language) == language} == (
        set(LANGUAGES)
    )
