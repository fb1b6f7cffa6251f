"""Offers are made, replaced, completed, accepted and taken back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.agreement import Agreement
from chalicelib.domain.catalogue import Activity, Seats
from chalicelib.domain.errors import IllegalTransition, TooManyPlacements
from chalicelib.domain.events import EventKind
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching.result import Match
from chalicelib.domain.message import MessageState
from chalicelib.domain.offering import (
    MOST_PROPOSED,
    accept,
    accepting,
    confirmed_by_code,
    drop_owed_texts,
    not_again,
    offered,
    owe_offer_text,
    place_unknown,
    propose,
    top_up,
    withdraw,
)
from chalicelib.domain.placement import Happening, Offered, State
from chalicelib.domain.referral import Withdrawal
from chalicelib.domain.step import SeatMove, Step, begun
from chalicelib.domain.vocabulary import (
    ActivityStatus,
    ActivityType,
    Channel,
    Entry,
    WithdrawalReason,
)
from tests.domain.builders import (
    NAMES,
    a_match,
    a_placement_in,
    a_referral_with,
    a_step,
    matches,
    states_of,
)
from tests.fakes.making import CASE_WORKER, NOW, a_message, a_placement, a_referral, an_activity

LATER = NOW + timedelta(hours=3)
BEYOND = (State.HELD, State.WAITLISTED, State.CONFIRMED)


def proposing(step: Step, found: Iterable[Match]) -> Step:
    return propose(step, found, naming=NAMES, actor=CASE_WORKER, at=NOW)


def topping_up(step: Step, found: Iterable[Match]) -> Step:
    return top_up(step, found, naming=NAMES, actor=CASE_WORKER, at=NOW)


def owing(step: Step, *, due_at: datetime = LATER) -> Step:
    return owe_offer_text(
        step, segments=2, language="ar", due_at=due_at, naming=NAMES, actor=CASE_WORKER, at=NOW
    )


def kinds(step: Step) -> list[EventKind]:
    return [event.kind for event in step.events]


def open_activities(step: Step) -> list[str]:
    return [p.activity_id for p in step.referral.open_proposals]


# What is offered


def test_an_offer_keeps_the_match_as_it_was() -> None:
    assert offered(a_match("act_1", rank=2, score=0.7)) == Offered(
        rank=2,
        score=0.7,
        parts=(("travel", 0.7, 1.0),),
        reasons=(("drop_in", {}),),
        distance_km=1.5,
        travel_minutes=9,
        next_session_at=None,
        type=ActivityType.LANGUAGE_CAFE,
    )


def test_the_best_three_are_proposed_in_a_first_round() -> None:
    step = proposing(begun(a_referral(round=0)), matches("act_1", "act_2", "act_3", "act_4"))
    placements = step.referral.placements
    assert [p.id for p in placements] == ["plc_1_act_1", "plc_1_act_2", "plc_1_act_3"]
    assert {(p.state, p.round, p.seat_counted) for p in placements} == {("proposed", 1, False)}
    assert placements[0].code == "code of plc_1_act_1"
    assert placements[0].offered == offered(matches("act_1")[0])
    assert (placements[0].library, placements[0].branch) == ("NL-0899040000", "NL-0899041002")
    assert step.referral.round == 1
    assert [(e.kind, e.placement_id, e.after) for e in step.events] == [
        (EventKind.PROPOSED, p.id, "proposed") for p in placements
    ]


def test_a_proposal_takes_away_the_flag_for_review() -> None:
    step = proposing(begun(a_referral(needs_review=True)), matches("act_1"))
    assert not step.referral.needs_review


def test_when_nothing_fits_that_is_written_down() -> None:
    step = proposing(begun(a_referral(round=0)), [])
    assert (kinds(step), step.referral.round) == ([EventKind.NOTHING_FITS], 0)


def test_what_still_fits_stays_and_the_rest_is_replaced() -> None:
    step = proposing(a_step(State.PROPOSED, State.PROPOSED), matches("act_2", "act_9"))
    assert states_of(step.referral.placements) == ["cancelled", "proposed", "proposed"]
    assert open_activities(step) == ["act_2", "act_9"]
    assert [p.round for p in step.referral.placements] == [1, 1, 2]
    assert step.referral.placements[1].id == "plc_2"


def test_what_stays_is_explained_as_it_fits_now() -> None:
    step = proposing(a_step(State.PROPOSED), [a_match("act_1", rank=1, score=0.33)])
    assert step.referral.placements[0].offered.score == 0.33
    assert step.referral.round == 1


def test_no_new_round_is_begun_when_nothing_new_is_proposed() -> None:
    step = proposing(a_step(State.PROPOSED, State.PROPOSED), matches("act_2"))
    assert step.referral.round == 1
    assert kinds(step) == [EventKind.PLACEMENT_MOVED]


def test_when_nothing_fits_any_longer_all_is_withdrawn() -> None:
    step = proposing(a_step(State.PROPOSED, State.HELD), [])
    assert states_of(step.referral.placements) == ["cancelled", "held"]
    assert kinds(step) == [EventKind.PLACEMENT_MOVED, EventKind.NOTHING_FITS]


def test_topping_up_completes_to_three_and_withdraws_nothing() -> None:
    step = topping_up(a_step(State.PROPOSED, State.PROPOSED), matches("act_8", "act_1", "act_9"))
    assert open_activities(step) == ["act_1", "act_2", "act_8"]
    assert step.referral.round == 2


def test_topping_up_three_open_ones_changes_nothing() -> None:
    step = a_step(State.PROPOSED, State.PROPOSED, State.PROPOSED)
    assert topping_up(step, matches("act_9")) is step


def test_topping_up_with_nothing_when_nothing_is_open_is_written_down() -> None:
    assert kinds(topping_up(a_step(State.DECLINED), [])) == [EventKind.NOTHING_FITS]


RANKINGS = st.lists(st.sampled_from([f"act_{n}" for n in range(6)]), unique=True, max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), RANKINGS), max_size=6))
def test_however_often_offers_are_made_no_more_than_three_are_open(
    rounds: list[tuple[bool, list[str]]],
) -> None:
    step = begun(a_referral(round=0))
    for anew, ranking in rounds:
        before = step.referral
        step = (proposing if anew else topping_up)(step, matches(*ranking))
        is_open = open_activities(step)
        assert len(is_open) == len(set(is_open)) <= MOST_PROPOSED
        if anew:
            assert set(is_open) == set(ranking[:3])
        fresh = {p.id for p in step.referral.placements} - {p.id for p in before.placements}
        assert step.referral.round == before.round + bool(fresh)


def test_what_was_refused_tried_or_is_hers_is_not_suggested_again() -> None:
    referral = a_referral_with(*State)
    open_again = {"proposed", "lapsed", "cancelled"}
    expected = {p.activity_id for p in referral.placements if p.state not in open_again}
    assert not_again(referral) == expected
    assert len(expected) == len(State) - 3


def test_when_nobody_knows_the_place_its_proposals_are_withdrawn_and_somebody_must_look() -> None:
    step = place_unknown(a_step(State.PROPOSED, State.LAPSED), actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements) == ["cancelled", "lapsed"]
    assert step.referral.status == "needs_review"
    assert kinds(step) == [EventKind.PLACEMENT_MOVED, EventKind.PLACE_UNKNOWN]


# The text that is owed


def test_a_text_is_owed_for_the_newest_round() -> None:
    step = owing(a_step(State.PROPOSED, round=2))
    (message,) = step.referral.messages
    assert (message.id, message.round) == ("msg_offer_2", 2)
    assert (message.language, message.segments, message.due_at) == ("ar", 2, LATER)
    assert [(e.kind, e.message_id, e.after, e.at) for e in step.events] == [
        (EventKind.MESSAGE_PENDING, "msg_offer_2", "pending", NOW)
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": Channel.LETTER},
        {"channel": Channel.VIA_CASE_WORKER},
        {"agreement": Agreement(refer=True, sms=False, report_back=True, recorded_on=NOW.date())},
        {"placements": ()},
        {"placements": (a_placement_in(State.LAPSED),)},
        {"messages": (a_message(round=1),)},
        {"messages": (a_message(round=1, state=MessageState.FAILED),)},
        {"messages": (a_message(round=1, state=MessageState.SENT), a_message("msg_2", round=0))},
    ],
    ids=["letter", "by hand", "no agreement", "nothing", "too late", "owed", "failed", "sent"],
)
def test_no_text_is_owed(changes: dict[str, Any]) -> None:
    step = a_step(State.PROPOSED, **changes)
    assert owing(step) is step


def test_a_round_never_has_two_texts() -> None:
    step = owing(a_step(State.PROPOSED))
    assert owing(step) is step


def test_a_new_round_replaces_the_text_that_was_not_sent_yet() -> None:
    waiting = a_message("msg_1", round=1)
    given_back = a_message("msg_2", round=1, attempt=2)
    under_way = a_message("msg_3", round=1, attempt=1, state=MessageState.SENDING)
    step = owing(a_step(State.PROPOSED, round=2, messages=(waiting, given_back, under_way)))
    assert [(m.id, m.state, m.failure) for m in step.referral.messages] == [
        ("msg_1", "none", "replaced"),
        ("msg_2", "none", "replaced"),
        ("msg_3", "sending", None),  # left to its sender
        ("msg_offer_2", "pending", None),
    ]


def test_dropping_leaves_what_is_over_as_it_is() -> None:
    step = a_step(messages=(a_message(state=MessageState.SENT, failure=None),))
    assert drop_owed_texts(step, why="withdrawn", actor=CASE_WORKER, at=NOW) == step


# Her yes


FULL = Seats(capacity=10, taken=7, taken_elsewhere=3)


@pytest.mark.parametrize(
    ("activity", "happening"),
    [
        (an_activity(), Happening.ACCEPTED_DROP_IN),  # just come
        (an_activity(entry=Entry.REGISTER), Happening.ACCEPTED),
        (an_activity(entry=Entry.INTAKE), Happening.ACCEPTED),
        (an_activity(entry=Entry.REFERRAL, seats=Seats()), Happening.ACCEPTED),  # no limit
        (an_activity(seats=FULL, waiting_list=True), Happening.ACCEPTED_TO_LIST),
        (an_activity(seats=FULL), Happening.FOUND_FULL),
        (an_activity(status=ActivityStatus.PAUSED), Happening.FOUND_FULL),
        (an_activity(status=ActivityStatus.INACTIVE, waiting_list=True), Happening.FOUND_FULL),
    ],
)
def test_what_her_yes_means_depends_on_the_activity(
    activity: Activity, happening: Happening
) -> None:
    assert accepting(activity) is happening


def test_a_seat_that_was_offered_from_the_list_is_hers_although_the_activity_is_full() -> None:
    activity = an_activity(entry=Entry.INTAKE, seats=FULL, waiting_list=True)
    step = a_step(State.SEAT_OFFERED)
    placement = step.referral.placements[0]
    step = accept(step, placement, activity, actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements) == ["held"]
    assert step.seat_moves == ()


def test_accepting_one_leaves_the_others_open() -> None:
    step = a_step(State.PROPOSED, State.PROPOSED)
    step = accept(step, step.referral.placements[1], an_activity(), actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements) == ["proposed", "confirmed"]
    assert step.seat_moves == (SeatMove(ActivityId("act_2"), 1),)


def test_the_same_place_cannot_be_accepted_twice() -> None:
    step = a_step(State.HELD)
    with pytest.raises(IllegalTransition):
        accept(step, step.referral.placements[0], an_activity(), actor=CASE_WORKER, at=NOW)


def test_a_fourth_placement_is_too_many() -> None:
    step = a_step(*BEYOND, State.PROPOSED)
    with pytest.raises(TooManyPlacements):
        accept(step, step.referral.placements[3], an_activity(), actor=CASE_WORKER, at=NOW)


def test_a_third_placement_is_not_too_many() -> None:
    step = a_step(*BEYOND[:2], State.PROPOSED)
    step = accept(step, step.referral.placements[2], an_activity(), actor=CASE_WORKER, at=NOW)
    assert step.referral.beyond_proposed == 3


def test_with_three_already_a_full_activity_is_still_told_to_be_full() -> None:
    step = a_step(*BEYOND, State.PROPOSED)
    full = an_activity(seats=FULL)
    step = accept(step, step.referral.placements[3], full, actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements)[3] == "lapsed"


def test_with_three_already_an_offered_seat_can_still_be_taken() -> None:
    step = a_step(State.HELD, State.CONFIRMED, State.SEAT_OFFERED)
    step = accept(step, step.referral.placements[2], an_activity(), actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements)[2] == "confirmed"


# Her code at the desk


@pytest.mark.parametrize(
    ("state", "after"),
    [(State.PROPOSED, "confirmed"), (State.HELD, "confirmed"), (State.ATTENDING, "attending")],
)
def test_a_code_at_the_desk_confirms(state: State, after: str) -> None:
    step = a_step(state)
    step = confirmed_by_code(step, step.referral.placements[0], actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements) == [after]


def test_a_code_of_a_fourth_placement_is_one_too_many() -> None:
    step = a_step(*BEYOND, State.PROPOSED)
    with pytest.raises(TooManyPlacements):
        confirmed_by_code(step, step.referral.placements[3], actor=CASE_WORKER, at=NOW)


def test_with_three_already_a_held_place_is_still_confirmed() -> None:
    step = a_step(State.HELD, State.CONFIRMED, State.WAITLISTED)
    step = confirmed_by_code(step, step.referral.placements[0], actor=CASE_WORKER, at=NOW)
    assert states_of(step.referral.placements)[0] == "confirmed"


@pytest.mark.parametrize("state", [State.WAITLISTED, State.CONFIRMED, State.DECLINED])
def test_a_code_confirms_nothing_else(state: State) -> None:
    step = a_step(state)
    with pytest.raises(IllegalTransition):
        confirmed_by_code(step, step.referral.placements[0], actor=CASE_WORKER, at=NOW)


# Taking it back


def test_a_referral_taken_back_ends_every_live_placement() -> None:
    step = a_step(*State, messages=(a_message(),))
    step = withdraw(step, WithdrawalReason.MOVED, actor=CASE_WORKER, at=NOW)
    live = ["cancelled"] * 6
    assert states_of(step.referral.placements) == [
        *live,
        "completed",
        "stopped",
        "declined",
        "lapsed",
        "cancelled",
    ]
    assert {p.reason for p in step.referral.placements[:6]} == {"moved"}
    assert [move.by for move in step.seat_moves] == [-1] * 4
    assert step.referral.withdrawal == Withdrawal(WithdrawalReason.MOVED, NOW)
    assert step.referral.messages[0].failure == "withdrawn"
    told = [EventKind.MESSAGE_MOVED, EventKind.WITHDRAWN]
    assert kinds(step) == [EventKind.PLACEMENT_MOVED] * 6 + told
    last = step.events[-1]
    assert (last.before, last.after, last.reason) == ("active", "closed", "moved")


def test_a_referral_with_nothing_on_offer_can_be_taken_back() -> None:
    step = withdraw(begun(a_referral()), WithdrawalReason.WORK, actor=CASE_WORKER, at=NOW)
    assert step.referral.status == "closed"


@pytest.mark.parametrize("states", [(State.COMPLETED,), (State.STOPPED,)])
def test_what_has_ended_cannot_be_taken_back(states: tuple[State, ...]) -> None:
    step = a_step(*states)
    assert withdraw(step, WithdrawalReason.MOVED, actor=CASE_WORKER, at=NOW) is step


def test_taking_back_twice_changes_nothing_more() -> None:
    step = withdraw(a_step(State.HELD), WithdrawalReason.MOVED, actor=CASE_WORKER, at=NOW)
    again = begun(step.referral)
    assert withdraw(again, WithdrawalReason.OTHER, actor=CASE_WORKER, at=NOW) is again


def test_a_code_is_named_for_its_placement_at_its_library() -> None:
    asked: list[tuple[str, str]] = []

    def code(placement_id: str, library: str) -> str:
        asked.append((placement_id, library))
        return "1234"

    naming = type(NAMES)(NAMES.placement_id, code, NAMES.message_id)
    step = propose(
        begun(a_referral(round=0)), matches("act_1"), naming=naming, actor=CASE_WORKER, at=NOW
    )
    assert asked == [("plc_1_act_1", "NL-0899040000")]
    assert step.referral.placements[0].code == "1234"
    assert step.referral.placements[0] != a_placement()
