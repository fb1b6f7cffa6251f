"""Taking a move back is the move read backwards: for whoever made it, within a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.events import Actor
from chalicelib.domain.placement import (
    COUNTS_A_SEAT,
    TRANSITIONS,
    UNDOABLE,
    UNDONE_WITHIN,
    Happening,
    Placement,
    State,
    advance,
    undone,
)
from chalicelib.domain.step import begun, moved
from tests.domain.builders import a_placement_in
from tests.fakes.making import CASE_WORKER, NOW, a_referral

MOVES = [(before, what) for (before, what), after in TRANSITIONS.items() if before is not after]
TAKEN_BACK = [move for move in MOVES if move[1] in UNDOABLE]
OTHERS = [Actor("library", "NL-0899040000"), Actor("case_worker", "usr_2"), Actor("clock", "usr_1")]


def after(before: State, what: Happening) -> Placement:
    referral = a_referral(placements=(a_placement_in(before),))
    change = advance(referral.placements[0], what, at=NOW)
    return moved(begun(referral), change, actor=CASE_WORKER).referral.placements[0]


@given(move=st.sampled_from(TAKEN_BACK), later=st.timedeltas(timedelta(), UNDONE_WITHIN))
def test_it_is_where_it_was_and_the_seat_with_it(
    move: tuple[State, Happening], later: timedelta
) -> None:
    before, what = move
    there = after(before, what)
    back = undone(there, by=CASE_WORKER, at=NOW + later)
    assert back.placement.state is before
    assert back.placement.seat_counted == (before in COUNTS_A_SEAT)
    assert back.seat == (before in COUNTS_A_SEAT) - (there.state in COUNTS_A_SEAT)
    assert (back.placement.declined_by, back.placement.reason) == (None, None)
    assert back.placement.is_known_to_library == (before is not State.PROPOSED)


@given(
    move=st.sampled_from(MOVES),
    by=st.sampled_from([CASE_WORKER, *OTHERS]),
    later=st.timedeltas(timedelta(), timedelta(days=3)),
)
def test_it_is_taken_back_exactly_when_it_may_be(
    move: tuple[State, Happening], by: Actor, later: timedelta
) -> None:
    there, at = after(*move), NOW + later
    if move[1] in UNDOABLE and by == CASE_WORKER and later <= UNDONE_WITHIN:
        assert undone(there, by=by, at=at).moved
        return
    with pytest.raises(IllegalTransition):
        undone(there, by=by, at=at)


@pytest.mark.parametrize("state", State)
def test_what_nobody_is_known_to_have_moved_stays(state: State) -> None:
    placement = replace(a_placement_in(state), moved_at=NOW)
    with pytest.raises(IllegalTransition):
        undone(placement, by=CASE_WORKER, at=NOW)
