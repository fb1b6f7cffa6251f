"""Every code that is said has its words, in every language that says it."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from chalicelib.adapters.rendering import COUNTED, DATA, GettextWords
from chalicelib.domain import vocabulary
from chalicelib.domain.agreement import AgreedTo
from chalicelib.domain.errors import WegwijsError
from chalicelib.domain.events import EventKind
from chalicelib.domain.geography import Precision, TravelMode
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ledger import Presence
from chalicelib.domain.looks import Purpose
from chalicelib.domain.matching import reasons
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.matching.scoring import WEIGHTS
from chalicelib.domain.message import MessageState
from chalicelib.domain.newcomer_words import PAGE_KEYS
from chalicelib.domain.placement import DeclinedBy, State
from chalicelib.domain.referral import ReferralStatus
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.sms import KEYS
from chalicelib.domain.task import TaskReason
from chalicelib.entry.problems import STATUS
from tests.catalogues import DRAFTS, FINAL, LANGUAGES, entries

WORDS = GettextWords(drafts=True)
SOURCES = Path(reasons.__file__).parents[2]

VOCABULARIES: dict[str, type[StrEnum]] = {
    "level": vocabulary.Level,
    "level_policy": vocabulary.LevelPolicy,
    "reading": vocabulary.Reading,
    "reading_asked": vocabulary.ReadingAsked,
    "theme": vocabulary.Theme,
    "activity_type": vocabulary.ActivityType,
    "audience": vocabulary.Audience,
    "delivery": vocabulary.Delivery,
    "entry": vocabulary.Entry,
    "need": vocabulary.Requirement,
    "facility": vocabulary.Facility,
    "channel": vocabulary.Channel,
    "role": vocabulary.Role,
    "age_group": vocabulary.AgeGroup,
    "activity_status": vocabulary.ActivityStatus,
    "withdrawal_reason": vocabulary.WithdrawalReason,
    "library_decline_reason": vocabulary.LibraryDeclineReason,
    "referral_status": ReferralStatus,
    "placement_status": State,
    "declined_by": DeclinedBy,
    "outcome": vocabulary.Outcome,
    "presence": Presence,
    "message_status": MessageState,
    "travel_mode": TravelMode,
    "precision": Precision,
    "weekday": Weekday,
    "school_holiday_region": HolidayRegion,
}


def reason_codes() -> frozenset[str]:
    """The codes of the table at the head of reasons.py."""
    table = (reasons.__doc__ or "").partition("true when\n")[2].partition("\n\n")[0]
    return frozenset(re.findall(r"^([a-z_]+) {2,}", table, re.MULTILINE))


def error_codes(error: type[WegwijsError] = WegwijsError) -> Iterator[str]:
    yield error.code
    for kind in error.__subclasses__():
        yield from error_codes(kind)


def keys_said() -> Iterator[str]:
    """Every key that the code can ask for, as far as it follows from a list of codes."""
    yield from KEYS
    yield from PAGE_KEYS
    yield from (f"reason.{code}" for code in reason_codes())
    yield from (f"near_miss.{constraint}" for constraint in Constraint)
    yield from (f"score.{part}" for part in WEIGHTS)
    yield from (f"event.{kind}" for kind in EventKind)
    yield from (f"task.{reason}" for reason in TaskReason)
    yield from (f"page.held.for_{purpose}" for purpose in Purpose)
    yield from (f"page.held.to_{to}" for to in AgreedTo)
    for code in {*STATUS, *error_codes()}:
        yield f"problem.{code}.title"
        yield f"problem.{code}.detail"
    for name, codes in VOCABULARIES.items():
        yield from (f"vocabulary.{name}.{code}" for code in codes)


def say(language: str, key: str) -> str:
    """The text of the key with something in every place."""
    entry = entries(language).get(key)
    names = entry.placeholders if entry else frozenset()
    return WORDS.say(language, key, {name: 2 for name in names if name not in LABELLED} | EXAMPLES)


EXAMPLES = {
    "level": "a1",
    "lowest": "a1",
    "highest": "b1",
    "mode": "walk",
    "weekday": "mon",
    "audience": "women",
    "delivery": "online",
    "needs": ["quiet"],
    "themes": ["work"],
    "languages": ["ar"],
    "sessions": [{"weekday": "mon", "start": "10:00"}],
    "area": "GM0344",
}
LABELLED = EXAMPLES.keys() | {"range"}


def test_the_table_of_reasons_is_the_one_that_the_code_gives() -> None:
    tree = ast.parse(Path(reasons.__file__).read_text(encoding="utf-8"))
    yielded = [node.value for node in ast.walk(tree) if isinstance(node, ast.Yield)]
    firsts = [pair.elts[0] for pair in yielded if isinstance(pair, ast.Tuple)]
    given = {
        leaf.value
        for first in firsts
        for leaf in ast.walk(first)
        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
    } | {"fits_free_time", "any_time"}  # chosen a line before
    assert given == reason_codes()


@pytest.mark.parametrize("key", sorted(set(keys_said())))
@pytest.mark.parametrize("language", FINAL)
def test_every_code_has_its_words_in_dutch_and_english(language: str, key: str) -> None:
    text = say(language, key)
    assert text.strip()
    assert "{" not in text
    is_its_own = key in entries(language) or (language, key.partition(".")[0]) == (
        "nl",
        "vocabulary",
    )
    assert is_its_own, "said in another language"


def test_a_key_written_in_the_code_exists() -> None:
    written = {
        key
        for path in SOURCES.rglob("*.py")
        for key in re.findall(
            r'"((?:sms|reason|near_miss|problem|fallback|event|score|location|list)\.[a-z_.0-9]+)"',
            path.read_text(encoding="utf-8"),
        )
    }
    assert written >= set(KEYS)
    assert written - entries("nl").keys() == set()


def test_a_key_written_in_a_template_or_a_page_exists() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in (*SOURCES.rglob("staff/*.html"), *SOURCES.rglob("pages/[a-z]*.py"))
    ]
    written = {key for text in texts for key in re.findall(r"[\"'](page\.[a-z_.]+)[\"']", text)}
    begun = {key for key in written if key.endswith(".")}  # the rest follows from a code
    assert written - begun - entries("nl").keys() == set()
    assert all(any(known.startswith(key) for known in entries("nl")) for key in begun)


def test_dutch_and_english_have_the_same_keys() -> None:
    labels = {key for key in entries("en") if key.startswith("vocabulary.")}
    assert entries("en").keys() - labels == entries("nl").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_the_same_placeholders_in_every_language(language: str) -> None:
    for key, entry in entries(language).items():
        if key in entries("nl"):
            assert entry.placeholders == entries("nl")[key].placeholders, key


@pytest.mark.parametrize("language", DRAFTS)
def test_what_no_speaker_checked_is_marked_as_a_draft(language: str) -> None:
    assert set(entries(language)) == {*KEYS, *PAGE_KEYS}
    assert all(entry.is_draft for entry in entries(language).values())


@pytest.mark.parametrize("language", FINAL)
def test_nothing_final_is_marked_as_a_draft(language: str) -> None:
    assert not [key for key, entry in entries(language).items() if entry.is_draft]


def test_the_labels_are_those_of_the_enums() -> None:
    known = {key for key in entries("en") if key.startswith("vocabulary.")}
    of_enums = {
        f"vocabulary.{name}.{code}" for name, codes in VOCABULARIES.items() for code in codes
    }
    # A list whose enum belongs to what comes later: her own no.
    later = {key for key in known if key.startswith("vocabulary.newcomer_decline_reason.")}
    assert known - later == of_enums
    for key in known:
        assert WORDS.say("nl", key, {})


def test_only_a_text_that_counts_has_forms_for_one_and_many() -> None:
    counting = {key for key, entry in entries("nl").items() if len(entry.forms) > 1}
    assert counting == COUNTED.keys()
    for key, name in COUNTED.items():
        assert name in entries("nl")[key].placeholders


def test_no_text_to_a_newcomer_names_what_a_passer_by_must_not_learn() -> None:
    for language in LANGUAGES:
        for key in (*KEYS, *PAGE_KEYS):
            (form,) = entries(language)[key].forms
            assert not re.search("inburger|integrat|asiel|status|vluchtel", form.lower())


def test_the_languages_that_have_texts_are_known_by_code() -> None:
    rows = (DATA / "languages.csv").read_text(encoding="utf-8").splitlines()
    assert set(LANGUAGES) <= {row.partition(",")[0] for row in rows}
