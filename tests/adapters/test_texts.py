"""The texts to newcomers, in every language, with names as long as libraries make them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.rendering import GettextWords
from chalicelib.adapters.sms.segments import GSM7, alphabet, segments
from chalicelib.adapters.texts import NewcomerTexts
from chalicelib.domain.catalogue import Activity, Branch, LevelRange, Price
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId, PlacementId
from chalicelib.domain.message import OFFERS, YES_OR_NO, MessageKind
from chalicelib.domain.placement import Offered, Placement
from chalicelib.domain.schedule import ClosedDays, Session, Weekday
from chalicelib.domain.vocabulary import ActivityType, Delivery, Level, LevelPolicy
from tests.catalogues import LANGUAGES, entries

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHRISTMAS = (datetime(2026, 12, 19, tzinfo=UTC).date(), datetime(2027, 1, 3, tzinfo=UTC).date())
HOLIDAYS = Holidays({HolidayRegion.MIDDEN: ClosedDays((CHRISTMAS,))})
LINK = "https://wegwijs.example.nl/s/abcdefghijklmnopqrstuvwx"
ISOLATES = "\u2068\u2069"

Option = tuple[Placement, Activity]

TUESDAY_AT_TEN = Session(start=time(10), duration_minutes=90, weekday=Weekday.TUE)
CAFE = Activity(
    id=ActivityId("act_1"),
    library=LibraryId("NL-0899040000"),
    branch=Branch(
        BranchId("NL-0899041002"), "Bibliotheek Overvecht", "Utrecht", Point(52.118, 5.109)
    ),
    source_id="1",
    title="Taalcafé",
    type=ActivityType.LANGUAGE_CAFE,
    level=LevelRange(Level.PRE_A1, Level.B1, LevelPolicy.GUIDELINE),
    last_confirmed_on=MONDAY.date(),
    sessions=(TUESDAY_AT_TEN,),
)
PROPOSAL = Placement(
    id=PlacementId("plc_1"),
    activity_id=CAFE.id,
    library=CAFE.library,
    branch=CAFE.branch.isil,
    code="0482",
    offered=Offered(
        rank=1,
        score=0.7,
        parts=(),
        reasons=(),
        distance_km=1.2,
        travel_minutes=7,
        next_session_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    ),
)


WITH_DRAFTS = GettextWords(drafts=True)
FINAL_ONLY = GettextWords(drafts=False)


def texts(*, now: datetime = MONDAY, drafts: bool = True) -> NewcomerTexts:
    said = WITH_DRAFTS if drafts else FINAL_ONLY
    return NewcomerTexts(said, segments=segments, now=lambda: now, holidays=HOLIDAYS)


def option(activity: Activity = CAFE, *, minutes: int = 7, km: float = 1.2) -> Option:
    offered = replace(PROPOSAL.offered, travel_minutes=minutes, distance_km=km)
    return replace(PROPOSAL, offered=offered), activity


def at(activity: Activity, *, branch: str, place: str = "Utrecht") -> Activity:
    return replace(activity, branch=replace(activity.branch, name=branch, place=place))


def first_line(chosen: Option, *, language: str = "nl") -> str:
    """How one option stands in the text."""
    return texts().offer(language, [chosen], link=LINK).text.splitlines()[1]


WALK = at(replace(CAFE, title="Wandel en praat"), branch="Bibliotheek Neude")
TALK = at(replace(CAFE, title="Samen praten"), branch="Bibliotheek Kanaleneiland")


def test_three_options_fit_in_dutch() -> None:
    link = "https://wegwijs.nl/s/abcdefghijklmnopqrstuvwx"
    composed = texts().offer(
        "nl", [option(), option(WALK, minutes=12), option(TALK, minutes=18)], link=link
    )
    assert composed.text == (
        "Bibliotheek en gemeente: past dit bij u? Vrijwillig, nee heeft geen gevolgen. Gratis.\n"
        "1 Taalcafé, di 10:00, Overvecht\n"
        "2 Wandel en praat, di 10:00, Neude\n"
        "3 Samen praten, di 10:00, Kanaleneiland\n"
        "Antwoord 1, 2, 3 of 0 (geen). STOP = geen sms\n"
        f"{link}"
    )
    assert (composed.language, composed.segments, composed.shown) == ("nl", 2, 3)


def test_one_option_with_its_minutes_and_one_that_costs_money() -> None:
    dear = replace(CAFE, price=Price(Decimal("2.50")))
    lines = texts().offer("nl", [option(dear), option(WALK)], link=LINK).text.splitlines()
    assert lines[1:3] == [
        "1 Taalcafé, di 10:00, Bibliotheek Overvecht, 7 min, 2,50 euro",
        "2 Wandel en praat, di 10:00, Bibliotheek Neude, 7 min, gratis",
    ]


def test_in_arabic_the_dutch_names_are_isolated_and_the_clock_is_european() -> None:
    composed = texts().offer("ar", [option()], link="https://w.nl/s/abcdefghijklmnop")
    assert (
        composed.text.splitlines()[1]
        == "1 \u2068Taalcafé\u2069، الثلاثاء 10:00، \u2068Overvecht\u2069"
    )
    assert composed.segments == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_isolated_where_the_script_runs_from_right_to_left_only(language: str) -> None:
    text = texts().confirmation(language, PROPOSAL, CAFE).text
    is_right_to_left = language in {"ar", "fa", "prs", "ps", "ckb"}
    assert text.count(ISOLATES[0]) == text.count(ISOLATES[1]) == (2 if is_right_to_left else 0)


@pytest.mark.parametrize(
    ("delivery", "minutes", "place"),
    [
        (Delivery.ONLINE, 0, "online"),
        (Delivery.HOME, 0, "bij u thuis"),
        (Delivery.HYBRID, 0, "online"),
        (Delivery.HYBRID, 7, "Bibliotheek Overvecht, 7 min"),
        (Delivery.IN_PERSON, 0, "Bibliotheek Overvecht"),  # next door
    ],
)
def test_the_place_is_where_she_would_take_part(
    delivery: Delivery, minutes: int, place: str
) -> None:
    chosen = option(replace(CAFE, delivery=delivery), minutes=minutes, km=minutes / 4)
    assert first_line(chosen) == f"1 Taalcafé, di 10:00, {place}"


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (TUESDAY_AT_TEN, "di 10:00"),
        (replace(TUESDAY_AT_TEN, every_weeks=2), "di 24 nov 10:00"),  # not each Tuesday
        (replace(TUESDAY_AT_TEN, monthly_ordinal=-1), "di 24 nov 10:00"),
        (
            Session(start=time(10), duration_minutes=60, on_date=MONDAY.date().replace(day=24)),
            "di 24 nov 10:00",
        ),
    ],
)
def test_a_weekday_alone_is_said_of_what_meets_every_week(session: Session, said: str) -> None:
    assert first_line(option(replace(CAFE, sessions=(session,)))).split(", ")[1] == said


def test_what_has_no_fixed_hours_is_by_arrangement() -> None:
    proposal = replace(PROPOSAL, offered=replace(PROPOSAL.offered, next_session_at=None))
    by_arrangement = replace(CAFE, sessions=())
    text = texts().offer("nl", [(proposal, by_arrangement)], link=LINK).text
    assert "1 Taalcafé, in overleg, Bibliotheek Overvecht" in text
    assert ", in overleg, " in texts().confirmation("nl", proposal, by_arrangement).text


def test_a_meeting_that_passed_since_it_was_offered_gives_way_to_the_next() -> None:
    thursday = datetime(2026, 12, 17, 12, 0, tzinfo=UTC)
    closing = replace(CAFE, closed_in_school_holidays=HolidayRegion.MIDDEN)
    said = texts(now=thursday).offer("nl", [option(closing)], link=LINK).text.splitlines()[1]
    assert said.startswith("1 Taalcafé, di 5 jan 10:00, ")  # after the Christmas holidays


def test_a_scheduled_intake_is_what_she_is_expected_at() -> None:
    scheduled = replace(PROPOSAL, scheduled_at=datetime(2026, 12, 3, 13, 30, tzinfo=UTC))
    assert texts().confirmation("nl", scheduled, CAFE).text == (
        "Het is geregeld: Taalcafé, do 3 dec 14:30, Bibliotheek Overvecht. Laat uw code zien: 0482."
    )


@pytest.mark.parametrize(
    ("title", "branch", "said"),
    [
        (
            "Inburgering oefenen",
            "Bibliotheek Oost",
            "1 Taalcafé, di 10:00, Bibliotheek Oost, 7 min",
        ),
        ("Samen praten", "Leesplek AZC Utrecht", "1 Samen praten, di 10:00, Utrecht, 7 min"),
        ("Taal\n café ", "Neude", "1 Taal café, di 10:00, Neude, 7 min"),
    ],
)
def test_a_name_that_would_tell_too_much_is_not_in_the_text(
    title: str, branch: str, said: str
) -> None:
    assert first_line(option(at(replace(CAFE, title=title), branch=branch))) == said


def test_without_drafts_an_arabic_reader_gets_dutch() -> None:
    composed = texts(drafts=False).offer("ar", [option()], link=LINK)
    assert composed == texts().offer("nl", [option()], link=LINK)
    assert composed.language == "nl"


def test_a_language_without_texts_is_answered_in_dutch() -> None:
    assert texts().offer("ur", [option()], link=LINK).language == "nl"
    assert texts().confirmation("ur", PROPOSAL, CAFE).language == "nl"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_offer_says_that_it_is_voluntary_and_how_to_stop(language: str) -> None:
    text = texts().offer(language, [option()], link=LINK).text
    assert text.startswith(entries(language)["sms.offer.head"].forms[0])
    assert entries(language)["sms.offer.stop"].forms[0] in text


def test_dutch_english_and_plain_latin_go_in_septets() -> None:
    cheap = {
        language
        for language in LANGUAGES
        if alphabet(texts().offer(language, [option()], link=LINK).text) is GSM7
    }
    assert cheap == {"nl", "en", "so", "pl", "es", "fr", "pt"}


# The longest names of the demo catalogue, and inventions of sixty characters.
LONG_TITLES = (
    "Informatiepunt Digitale Overheid",
    "Leesclub in makkelijke taal",
    "Samen eten, praten en zingen in de grote zaal bij het park",
    "Oefengroep “Spréékuur ’s ochtends” voor ouders én opa’s, ë",
    "Hottentottententententoonstellingsvoorbereidingsbijeenkomst",
)
LONG_BRANCHES = (
    "Voorbeeldbibliotheek 's-Hertogenbosch 5211",
    "Openbare Bibliotheek en Kultuurhus Sint-Michielsgestel-Noord",
    "Huis van de wijk De Gouden Regen, ingang aan de zuidzijde, B",
    "Przemyśl-Straße 12 Ελλάδα Größenwahn (Ø) [twee] {drie} €uro",
)
TOWNS = ("Utrecht", "Westerhaar-Vriezenveensewijk", "Sint Jacobiparochie")
DELIVERIES = st.sampled_from(Delivery)
PRICES = st.sampled_from([Decimal(0), Decimal(5), Decimal("12.50")])

activities = st.builds(
    lambda title, type_, branch, town, delivery, price: at(
        replace(CAFE, title=title, type=type_, delivery=delivery, price=Price(price)),
        branch=branch,
        place=town,
    ),
    st.sampled_from(LONG_TITLES),
    st.sampled_from(ActivityType),
    st.sampled_from(LONG_BRANCHES),
    st.sampled_from(TOWNS),
    DELIVERIES,
    PRICES,
)
offers = st.lists(
    st.builds(option, activities, minutes=st.integers(0, 240)), min_size=0, max_size=3
)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=50)
@given(offered=offers)
def test_an_offer_is_two_segments_at_most_and_nothing_in_it_is_cut(
    language: str, offered: Sequence[Option]
) -> None:
    composed = texts().offer(language, offered, link=LINK)
    assert 1 <= composed.segments == segments(composed.text) <= 2
    assert composed.text.splitlines().count(LINK) == 1
    assert composed.shown <= len(offered)
    for number in range(1, composed.shown + 1):
        assert re.search(rf"^{number} ", composed.text, re.MULTILINE)
    assert words(composed.text) <= whole_words(language, offered)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=30)
@given(chosen=st.builds(option, activities))
def test_a_confirmation_is_two_segments_at_most_and_has_the_code(
    language: str, chosen: Option
) -> None:
    composed = texts().confirmation(language, *chosen)
    assert 1 <= composed.segments == segments(composed.text) <= 2
    assert "0482" in composed.text


def words(text: str) -> set[str]:
    """What stands between blanks, marks and digits."""
    bare = re.sub(rf"[{ISOLATES}]", "", text.replace(LINK, ""))
    return {word for word in re.split(r"[\s0-9,،፣，。:=.]+", bare) if word}


def whole_words(language: str, offered: Sequence[Option]) -> set[str]:
    """Every word that may stand in the offer: of the texts, the names, the labels and the days."""
    sources = [form for entry in entries(language).values() for form in entry.forms]
    sources += [first_line(option(replace(CAFE, title="x")), language=language)]
    for _, activity in offered:
        kind = WITH_DRAFTS.say("nl", f"vocabulary.activity_type.{activity.type}", {})
        sources += [activity.title, kind, activity.branch.name, activity.branch.place]
    filled = (re.sub(r"\{(?:digits|minutes|euros)\}", " ", source) for source in sources)
    return set().union(*map(words, filled))


LINKED = (MessageKind.GONE, MessageKind.HELP, MessageKind.STARTED)
UNLINKED = (MessageKind.ASK_TIME, MessageKind.STOPPED, MessageKind.GOODBYE)
ABOUT_ONE = (
    MessageKind.INTAKE_SCHEDULED,
    MessageKind.REMINDER,
    MessageKind.HOW_WAS_IT,
    MessageKind.ENCOURAGEMENT,
    MessageKind.SEAT_FREE,
    MessageKind.STILL_INTERESTED,
    MessageKind.MISSED_YOU,
    MessageKind.STILL_COMING,
    MessageKind.CANCELLED,
    MessageKind.PASSED_BY,
)
SAY_WHEN = frozenset({MessageKind.INTAKE_SCHEDULED, MessageKind.REMINDER, MessageKind.SEAT_FREE})
SAY_THE_CODE = frozenset({MessageKind.INTAKE_SCHEDULED, MessageKind.REMINDER})


def test_every_kind_of_text_has_its_way_of_being_composed() -> None:
    others = {MessageKind.CONFIRMATION, *OFFERS}
    assert {*LINKED, *UNLINKED, *ABOUT_ONE, *others} == set(MessageKind)


@pytest.mark.parametrize("kind", [*LINKED, *UNLINKED])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_is_two_segments_at_most(language: str, kind: MessageKind) -> None:
    composed = texts().notice(language, kind, link=LINK)
    assert 1 <= composed.segments == segments(composed.text) <= 2
    assert composed.language == language
    assert (composed.text.splitlines()[-1] == LINK) is (kind in LINKED)


@pytest.mark.parametrize("kind", ABOUT_ONE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_of_the_catalogue_fit_with_every_type(
    language: str, kind: MessageKind
) -> None:
    long = at(CAFE, branch=max(LONG_BRANCHES, key=len), place=max(TOWNS, key=len))
    long = replace(long, title=max(LONG_TITLES, key=len))
    for type_, month in product(ActivityType, (9, 11, 12)):  # whose names are the longest
        meets = datetime(2026, month, 23, 9, 0, tzinfo=UTC)
        chosen = option(replace(long, type=type_))
        composed = texts().about(language, kind, *chosen, session_at=meets, line=1)
        assert composed.segments <= 2, composed.text


@pytest.mark.parametrize("kind", ABOUT_ONE)
@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=15)
@given(chosen=st.builds(option, activities))
def test_what_is_said_of_one_activity_is_two_segments_at_most(
    language: str, kind: MessageKind, chosen: Option
) -> None:
    meets = datetime(2026, 12, 23, 9, 0, tzinfo=UTC)
    composed = texts().about(language, kind, *chosen, session_at=meets, line=1)
    assert 1 <= composed.segments == segments(composed.text) <= 2
    assert ("0482" in composed.text) is (kind in SAY_THE_CODE)
    assert ("10:00" in composed.text) is (kind in SAY_WHEN)
    if kind in YES_OR_NO:
        assert re.search(r"(?<!\d)4(?!\d)", composed.text)
        assert re.search(r"(?<!\d)0(?!\d)", composed.text)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=30)
@given(offered=offers)
def test_a_reminder_of_an_offer_is_two_segments_at_most(
    language: str, offered: Sequence[Option]
) -> None:
    composed = texts().offer(language, offered, link=LINK, again=True)
    assert 1 <= composed.segments == segments(composed.text) <= 2
    assert composed.text.startswith(entries(language)["sms.offer_reminder.head"].forms[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_shows_as_many_options_as_its_offer_did(language: str) -> None:
    offered = [option(), option(WALK, minutes=12), option(TALK, minutes=18)]
    first, second = (
        texts().offer(language, offered, link=LINK, again=again) for again in (False, True)
    )
    assert second.shown >= first.shown


def test_without_a_meeting_a_free_place_is_by_arrangement() -> None:
    proposal = replace(PROPOSAL, offered=replace(PROPOSAL.offered, next_session_at=None))
    chosen = (proposal, replace(CAFE, sessions=()))
    said = texts().about("nl", MessageKind.SEAT_FREE, *chosen).text
    assert said == (
        "Er is een plek vrij: Taalcafé, in overleg, Bibliotheek Overvecht. "
        "Wilt u de plek? Antwoord binnen 48 uur: 1 (ja) of 0 (nee)."
    )


def test_questions_are_numbered_on_from_her_line() -> None:
    asked = texts().about("nl", MessageKind.HOW_WAS_IT, PROPOSAL, CAFE, line=1).text
    assert "Antwoord 4 (goed), 5 (gaat wel) of 6 (niet goed)" in asked
    part = texts().notice("nl", MessageKind.ASK_TIME, link=LINK, line=2).text
    assert "Antwoord 7 (ochtend), 8 (middag), 10 (avond) of 0" in part


def test_a_reminder_says_the_day_of_that_meeting() -> None:
    meets = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    said = texts().about("nl", MessageKind.REMINDER, PROPOSAL, CAFE, session_at=meets).text
    assert said.startswith("Denkt u eraan? Taalcafé, di 1 dec 10:00, Bibliotheek Overvecht.")


def test_options_are_numbered_on_from_her_line() -> None:
    text = texts().offer("nl", [option(), option()], link=LINK, line=1).text
    assert [line[0] for line in text.splitlines()[1:3]] == ["4", "5"]
    assert "Antwoord 4, 5 of 0" in text


# What is said in Dutch is bridged by a language she speaks.


@pytest.mark.parametrize(
    ("wanted", "spoken", "drafts", "bridge"),
    [
        ("ti", ("ti", "en"), False, "en"),  # in production drafts are off
        ("ti", ("ti", "am"), False, None),
        ("ti", ("am", "en"), True, None),  # her own may be used
        ("ur", ("am", "en"), True, "am"),
        ("nl", ("en",), False, None),
        ("ti", ("nl",), False, None),
    ],
)
def test_the_bridge_is_a_language_she_speaks_that_may_be_used(
    wanted: str,
    spoken: tuple[str, ...],
    drafts: bool,  # noqa: FBT001
    bridge: str | None,
) -> None:
    assert texts(drafts=drafts).bridge(wanted, spoken) == bridge


def test_an_offer_with_a_bridge_says_both_and_shows_an_option() -> None:
    composed = texts(drafts=False).offer("ti", [option(), option(WALK)], link=LINK, bridge="en")
    assert (composed.language, composed.segments, composed.shown) == ("nl", 2, 1)
    for key in ("sms.offer.head", "sms.offer.answer"):
        for language in ("nl", "en"):
            said = entries(language)[key].forms[0].format(digits="1")
            assert said in composed.text


def test_what_would_not_fit_in_two_languages_is_said_in_dutch_alone() -> None:
    composed = texts().offer("ur", [option()], link=LINK, bridge="ar")
    assert composed == texts().offer("nl", [option()], link=LINK)


@pytest.mark.parametrize("kind", [*ABOUT_ONE, *LINKED, *UNLINKED])
@pytest.mark.parametrize("bridge", LANGUAGES)
def test_a_bridged_text_is_two_segments_at_most(bridge: str, kind: MessageKind) -> None:
    if kind in ABOUT_ONE:
        composed = texts().about("ur", kind, PROPOSAL, CAFE, bridge=bridge)
    else:
        composed = texts().notice("ur", kind, link=LINK, bridge=bridge)
    assert 1 <= composed.segments == segments(composed.text) <= 2
    assert composed.language == "nl"


def test_english_bridges_every_text_about_what_she_has() -> None:
    for kind in ABOUT_ONE:
        said = texts(drafts=False).about("ti", kind, PROPOSAL, CAFE, bridge="en").text
        assert len(said.splitlines()) == 2, said
    confirmed = texts(drafts=False).confirmation("ti", PROPOSAL, CAFE, bridge="en").text
    assert confirmed.count("0482") == 2
