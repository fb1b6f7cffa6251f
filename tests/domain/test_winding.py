"""Clocks are wound: whatever was decided, every situation has its clock and no other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.answering import opened
from chalicelib.domain.clocks import Situation
from chalicelib.domain.events import CLOCK
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.placement import LIVE, Happening, State, advance
from chalicelib.domain.referral import Referral, Withdrawal
from chalicelib.domain.step import Step, begun, moved
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.domain.winding import (
    Due,
    first_due,
    situation_of,
    situation_of_referral,
    ticking,
    wound,
)
from tests.domain.builders import a_placement_in, a_referral_with, a_step
from tests.fakes.making import CASE_WORKER, NOW, a_referral, referring

LATER = NOW + timedelta(days=3)


def wound_up(referral: Referral) -> Referral:
    return wound(begun(referral), at=NOW).referral


def situations(referral: Referral) -> list[str]:
    clocks = [referral.clock, *(p.clock for p in referral.placements)]
    return [clock.situation.value for clock in clocks if clock]


@given(states=st.lists(st.sampled_from(State), max_size=5), flagged=st.booleans())
def test_whatever_is_not_an_end_has_a_clock_that_runs(
    states: list[State], *, flagged: bool
) -> None:
    referral = wound_up(a_referral_with(*states, needs_review=flagged))
    running = first_due(referral, at=NOW + timedelta(days=400))
    assert (running is None) == referral.has_ended
    assert (referral.ended_at is None) != referral.has_ended
    for placement in referral.placements:
        waits_alone = placement.state in LIVE - {State.PROPOSED}
        assert (placement.clock is not None) == waits_alone


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), ["no_offer"]),
        ((State.PROPOSED, State.PROPOSED), ["offered"]),
        ((State.PROPOSED, State.HELD), ["offered", "held"]),
        ((State.HELD, State.WAITLISTED), ["held", "waitlisted"]),
        ((State.SEAT_OFFERED,), ["seat_offered"]),
        ((State.CONFIRMED, State.ATTENDING), ["confirmed", "attending"]),
        ((State.DECLINED, State.LAPSED), ["no_offer"]),
        ((State.COMPLETED, State.LAPSED), []),
        ((State.STOPPED,), []),
    ],
)
def test_each_waits_for_its_own(states: tuple[State, ...], expected: list[str]) -> None:
    assert situations(wound_up(a_referral_with(*states))) == expected


def test_flagged_parked_and_withdrawn_wait_for_what_they_wait_for() -> None:
    assert situations(wound_up(a_referral(needs_review=True))) == ["needs_review"]
    assert situations(wound_up(a_referral(parked_at=NOW))) == ["parked"]
    withdrawn = a_referral(withdrawal=Withdrawal(WithdrawalReason.MOVED, NOW))
    assert situations(wound_up(withdrawn)) == []


def test_a_clock_that_fits_goes_on() -> None:
    referral = wound_up(a_referral_with(State.PROPOSED, State.HELD))
    assert wound(begun(referral), at=LATER).referral == referral


def test_a_new_round_begins_the_clock_of_the_offer_anew() -> None:
    referral = wound_up(a_referral_with(State.PROPOSED))
    after = wound(begun(referral).then(replace(referral, round=2)), at=LATER).referral
    assert after.clock is not None
    assert after.clock.since == LATER


def test_a_new_referral_begins_its_clock() -> None:
    assert situations(wound(referring(a_referral_with(State.PROPOSED)), at=NOW).referral) == [
        "offered"
    ]


def test_a_placement_that_moves_begins_another_clock() -> None:
    step = a_step(State.HELD)
    step = begun(wound(step, at=NOW).referral)
    change = advance(step.referral.placements[0], Happening.LIBRARY_CONFIRMED, at=LATER)
    (placement,) = wound(moved(step, change, actor=CASE_WORKER), at=LATER).referral.placements
    assert placement.clock is not None
    assert (placement.clock.situation, placement.clock.since) == ("confirmed", LATER)


def test_a_planned_intake_waits_from_its_own_day_and_moves_with_it() -> None:
    first, second = NOW + timedelta(days=9), NOW + timedelta(days=5)
    referral = a_referral(placements=(a_placement_in(State.HELD, scheduled_at=first),))
    (planned,) = wound_up(referral).placements
    assert planned.clock is not None
    assert (planned.clock.situation, planned.clock.since) == ("intake_planned", first)
    moved_up = replace(referral, placements=(replace(planned, scheduled_at=second),))
    (replanned,) = wound_up(moved_up).placements
    assert replanned.clock is not None
    assert replanned.clock.since == second


def test_of_somebody_whose_first_meeting_is_to_come_nothing_is_expected_before() -> None:
    begins, put_off = NOW + timedelta(weeks=6), NOW + timedelta(weeks=8)
    placement = a_placement_in(State.CONFIRMED, scheduled_at=begins)
    (placement,) = wound_up(a_referral(placements=(placement,))).placements
    assert placement.clock is not None
    assert placement.clock.since == begins
    later = a_referral(placements=(replace(placement, scheduled_at=put_off),))
    (placement,) = wound_up(later).placements
    assert placement.clock is not None
    assert placement.clock.since == put_off


def test_without_a_planned_meeting_it_counts_from_now() -> None:
    placement = a_placement_in(State.CONFIRMED)
    unplanned = replace(placement, offered=replace(placement.offered, next_session_at=None))
    (placement,) = wound_up(a_referral(placements=(unplanned,))).placements
    assert placement.clock is not None
    assert placement.clock.since == NOW


def test_the_clock_that_ran_out_first_is_due_first() -> None:
    referral = wound_up(a_referral_with(State.HELD, State.SEAT_OFFERED))
    assert first_due(referral, at=NOW) is None
    due = first_due(referral, at=NOW + timedelta(days=60))
    assert due is not None
    assert (due.placement_id, due.clock.situation) == ("plc_1", Situation.HELD)  # two working days


def test_a_clock_ticks_where_it_stands() -> None:
    referral = wound_up(a_referral_with(State.PROPOSED, State.HELD))
    (held,) = (p for p in referral.placements if p.clock)
    assert referral.clock is not None
    assert held.clock is not None
    own = ticking(begun(referral), Due(referral.clock), at=LATER).referral
    assert own.clock is not None
    assert own.clock.step == 1
    other = ticking(begun(referral), Due(held.clock, held.id), at=LATER).referral.placement(held.id)
    assert other.clock is not None
    assert other.clock.step == 1


def with_task(step: Step, reason: TaskReason, placement_id: str | None = None) -> Referral:
    about = None if placement_id is None else PlacementId(placement_id)
    return opened(step, reason, actor=CLOCK, at=NOW, placement_id=about).referral


def test_what_the_old_situation_asked_of_a_person_is_needless() -> None:
    referral = with_task(a_step(needs_review=True), TaskReason.PLACE_UNKNOWN)
    assert wound_up(referral).tasks[0].is_open
    found = wound(begun(replace(referral, needs_review=False)), at=LATER)
    assert not found.referral.tasks[0].is_open


def test_what_an_intake_asked_is_needless_once_its_library_answered() -> None:
    placement = a_placement_in(State.HELD, scheduled_at=NOW)
    referral = wound_up(a_referral(placements=(placement,)))
    referral = with_task(begun(referral), TaskReason.INTAKE_UNCLEAR, "plc_1")
    assert wound_up(referral).tasks[0].is_open
    change = advance(referral.placements[0], Happening.LIBRARY_CONFIRMED, at=LATER)
    after = wound(moved(begun(referral), change, actor=CASE_WORKER), at=LATER).referral
    assert not after.tasks[0].is_open


def test_once_a_referral_ends_nobody_has_anything_to_do_about_it() -> None:
    referral = with_task(a_step(State.ATTENDING), TaskReason.CALL_ME)
    change = advance(referral.placements[0], Happening.LIBRARY_COMPLETED, at=LATER)
    ended = wound(moved(begun(referral), change, actor=CASE_WORKER), at=LATER).referral
    assert (ended.tasks[0].is_open, ended.tasks[0].done_by) == (False, "usr_1")
    assert ended.ended_at == LATER
    again = with_task(begun(ended), TaskReason.DISLIKED)
    kept = wound(begun(ended).then(again), at=LATER + timedelta(days=1)).referral
    assert kept.tasks[-1].is_open  # what came up afterwards stays
    assert kept.ended_at == LATER


@pytest.mark.parametrize("state", State)
def test_a_placement_waits_alone_or_with_its_referral_or_has_ended(state: State) -> None:
    alone = situation_of(a_placement_in(state)) is not None
    together = situation_of_referral(a_referral_with(state)) is Situation.OFFERED
    assert alone + together == (state in LIVE)
