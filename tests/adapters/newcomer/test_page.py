"""What her page says in every state, and that it never weighs more than it may."""

import re
from dataclasses import replace

import pytest

from chalicelib.adapters.newcomer.page import MOST_BYTES
from chalicelib.adapters.rendering import GettextWords
from chalicelib.domain.ids import MessageId, PlacementId
from chalicelib.domain.message import Message, MessageKind, MessageState
from chalicelib.domain.placement import LIVE as LIVE_STATES
from chalicelib.domain.placement import DeclinedBy, State
from chalicelib.domain.reply import LastReply, Wish
from chalicelib.domain.vocabulary import Channel
from tests.adapters.newcomer.pages import ACTIVITIES, page_of, placed, with_placements
from tests.catalogues import LANGUAGES
from tests.fakes.making import NOW

S = State
OPEN = (S.PROPOSED, S.PROPOSED, S.PROPOSED)
LIVE = (S.HELD, S.WAITLISTED, S.CONFIRMED)


def answers_on(page: str) -> set[str]:
    return {value.partition(":")[0] for value in re.findall(r'name="answer" value="([^"]+)"', page)}


@pytest.mark.parametrize("states", [OPEN, LIVE, LIVE + OPEN + (S.LAPSED, S.STOPPED, S.COMPLETED)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_weighs_at_most_15_000_bytes(language: str, states: tuple[State, ...]) -> None:
    said = LastReply(Wish.OTHER_TIME, NOW, 1)
    page = page_of(with_placements(*states, language=language, last_reply=said), ACTIVITIES)
    assert len(page.encode()) <= MOST_BYTES
    assert f'<html lang="{language}"' in page
    live = zip(ACTIVITIES, states, strict=False)
    assert all(activity.title in page for activity, state in live if state in LIVE_STATES)
    assert page.count('value="yes:') == states.count(S.PROPOSED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_options_leave_room_for_the_map_and_all_dutch(language: str) -> None:
    page = page_of(with_placements(*OPEN, language=language), ACTIVITIES)
    assert "<figure>" in page
    assert language == "nl" or "ongeveer 45 minuten" in page


STATES = {  # what she is told, whether she is shown her code, and what she can answer
    S.PROPOSED: ("Does this suit you?", False, {"yes", "no"}),
    S.HELD: ("the library is checking your place", True, {"leave"}),
    S.WAITLISTED: ("You are on the waiting list", False, {"leave"}),
    S.SEAT_OFFERED: ("A place is free. Do you want it?", False, {"yes", "no"}),
    S.CONFIRMED: ("It is settled. You can come.", True, {"leave"}),
    S.ATTENDING: ("You are taking part.", True, {"leave"}),
    S.COMPLETED: ("You have completed this.", False, set()),
    S.STOPPED: ("You have stopped this.", False, set()),
    S.DECLINED: ("Sorry, this is not going ahead.", False, set()),
    S.LAPSED: ("This place is no longer free.", False, set()),
    S.CANCELLED: ("Sorry, this is not going ahead.", False, set()),
}


@pytest.mark.parametrize("state", State)
def test_each_state_has_its_words_and_the_answers_that_make_sense(state: State) -> None:
    told, shows_code, answers = STATES[state]
    page = page_of(with_placements(state), ACTIVITIES)
    assert told in page
    assert ("4820" in page) is shows_code
    about_all = {"too_far", "other_time", "none", "not_now"} if state is S.PROPOSED else set()
    assert answers_on(page) == answers | about_all | {"call_me", "stop"}


def test_her_own_no_is_told_from_the_librarys() -> None:
    refused = placed(0, S.DECLINED, declined_by=DeclinedBy.NEWCOMER)
    page = page_of(with_placements(S.DECLINED).with_placement(refused), ACTIVITIES)
    assert "You said no." in page


def test_nothing_to_show_says_that_we_keep_looking() -> None:
    page = page_of(with_placements(), ())
    assert "We keep looking" in page
    assert answers_on(page) == {"call_me", "stop"}


def test_an_activity_that_is_gone_is_left_out() -> None:
    assert "We keep looking" in page_of(with_placements(S.PROPOSED), ())


@pytest.mark.parametrize(
    ("last", "notices", "offered"),
    [
        (None, (), "stop"),
        (Wish.STOP, (), "start"),
        (Wish.START, (MessageKind.STOPPED,), "stop"),
        (Wish.CALL_ME, (MessageKind.STOPPED,), "start"),
        (Wish.CALL_ME, (MessageKind.STOPPED, MessageKind.STARTED), "stop"),
    ],
)
def test_texts_can_be_stopped_or_started_whichever_they_are_not(
    last: Wish | None, notices: tuple[MessageKind, ...], offered: str
) -> None:
    told = tuple(
        Message(MessageId(f"msg_{kind}"), kind, "en", 1, 1, MessageState.SENT) for kind in notices
    )
    said = None if last is None else LastReply(last, NOW, 1)
    page = page_of(with_placements(messages=told, last_reply=said), ())
    assert answers_on(page) == {"call_me", offered}


def test_who_gets_letters_is_not_asked_about_texts() -> None:
    assert answers_on(page_of(with_placements(channel=Channel.LETTER), ())) == {"call_me"}


def test_a_text_asked_for_help_is_no_answer() -> None:
    said = LastReply(Wish.HELP, NOW, 1)
    assert 'role="status"' not in page_of(with_placements(last_reply=said), ())


def test_an_option_keeps_the_number_of_her_text_after_another_was_refused() -> None:
    ids = tuple(PlacementId(f"plc_{n:024d}") for n in range(3))
    offer = Message(MessageId("msg_1"), MessageKind.OFFER, "en", 1, 1, options=ids)
    page = page_of(
        with_placements(S.DECLINED, S.PROPOSED, S.PROPOSED, messages=(offer,)), ACTIVITIES
    )
    assert re.findall(r'<b class="n">(\d+)</b>', page) == ["2", "3"]


@pytest.mark.parametrize("language", ["ar", "fa", "prs", "ps", "ckb"])
def test_a_page_from_right_to_left_keeps_dutch_and_times_apart(language: str) -> None:
    page = page_of(with_placements(S.PROPOSED, language=language), ACTIVITIES)
    assert f'<html lang="{language}" dir="rtl">' in page
    assert f'<bdi lang="nl">{ACTIVITIES[0].title}</bdi>' in page
    assert '<bdi dir="ltr">10:00–11:30</bdi>' in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"(margin|padding|border|text-align)[-:](left|right)", style)


def test_without_drafts_an_unchecked_language_is_dutch_as_a_whole() -> None:
    page = page_of(
        with_placements(S.PROPOSED, language="ti"), ACTIVITIES, GettextWords(drafts=False)
    )
    assert '<html lang="nl"' in page
    assert not re.search("[\u1200-\u137f]", page)


def test_a_sum_is_written_as_each_language_writes_it() -> None:
    page = page_of(with_placements(S.PROPOSED, language="en"), ACTIVITIES)
    assert "12.50 euro" in page
    assert "12,50 euro" in page, "the Dutch beside it"


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    (activity,) = ACTIVITIES[:1]
    named = replace(activity, title='<script>alert("1")</script>')
    assert "<script" not in page_of(with_placements(S.PROPOSED), [named])
