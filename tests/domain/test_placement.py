"""The one table of what may happen to a placement, against the same table written as words."""

from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.placement import (
    BEYOND_PROPOSED,
    COUNTS_A_SEAT,
    LIVE,
    DeclinedBy,
    Happening,
    Placement,
    State,
    advance,
    allowed,
)
from tests.domain.builders import a_placement_in
from tests.fakes.making import NOW, a_placement

# Written from INTERFACE.md, not from the code: state, then what may happen and where it leads.
# A dot means that it stays where it is.
TABLE = """
proposed      accepted_drop_in confirmed · accepted held · accepted_to_list waitlisted
proposed      found_full lapsed · newcomer_declined declined · code_confirmed confirmed
proposed      code_attended attending · silence lapsed · withdrawn cancelled
held          library_confirmed confirmed · code_confirmed confirmed · intake_scheduled .
held          library_declined declined · newcomer_declined declined · attended attending
held          code_attended attending · was_absent . · silence lapsed · withdrawn cancelled
waitlisted    seat_offered seat_offered · library_declined declined · newcomer_declined declined
waitlisted    still_wanted . · silence lapsed · withdrawn cancelled
seat_offered  accepted held · accepted_drop_in confirmed · library_declined declined
seat_offered  newcomer_declined declined · silence lapsed · withdrawn cancelled
confirmed     intake_scheduled . · library_declined declined · newcomer_declined declined
confirmed     attended attending · code_attended attending · was_absent . · silence lapsed
confirmed     still_wanted . · withdrawn cancelled
attending     library_confirmed . · code_confirmed . · intake_scheduled . · attended .
attending     code_attended . · was_absent . · newcomer_declined stopped
attending     still_wanted . · library_completed completed · library_stopped stopped
attending     silence lapsed
attending     withdrawn cancelled
"""


def rows(table: str) -> dict[tuple[State, Happening], State]:
    found = {}
    for line in table.strip().splitlines():
        before, moves = line.split(maxsplit=1)
        for move in moves.split(" · "):
            happening, after = move.split()
            row = State(before), Happening(happening)
            assert row not in found, row
            found[row] = State(before if after == "." else after)
    return found


EXPECTED = rows(TABLE)
LATER = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("state", "happening"), list(product(State, Happening)))
def test_every_state_and_happening_is_a_row_or_named_illegal(
    state: State, happening: Happening
) -> None:
    placement = a_placement_in(state)
    expected = EXPECTED.get((state, happening))
    if expected is not None:
        assert advance(placement, happening, at=LATER).placement.state is expected
        return
    with pytest.raises(IllegalTransition) as raised:
        advance(placement, happening, at=LATER)
    legal = [h for h in Happening if (state, h) in EXPECTED]
    assert raised.value.data == {"state": state, "happening": happening, "allowed": legal}


def test_what_is_allowed_stands_in_the_order_of_the_enum() -> None:
    assert allowed(State.WAITLISTED) == (
        Happening.NEWCOMER_DECLINED,
        Happening.STILL_WANTED,
        Happening.LIBRARY_DECLINED,
        Happening.SEAT_OFFERED,
        Happening.SILENCE,
        Happening.WITHDRAWN,
    )


def test_nothing_happens_to_what_has_ended() -> None:
    ended = [state for state in State if not allowed(state)]
    assert ended == ["completed", "stopped", "declined", "lapsed", "cancelled"]


BEYOND = "held waitlisted seat_offered confirmed attending"


@pytest.mark.parametrize(
    ("named", "states"),
    [
        (LIVE, "proposed held waitlisted seat_offered confirmed attending"),
        (BEYOND_PROPOSED, BEYOND),
        (COUNTS_A_SEAT, "held seat_offered confirmed attending"),
    ],
)
def test_the_sorts_of_state_are_these(named: frozenset[State], states: str) -> None:
    assert named == {State(word) for word in states.split()}


def test_a_library_knows_of_her_from_her_yes_on_and_after_it_ended() -> None:
    accepted = advance(a_placement(), Happening.ACCEPTED, at=NOW).placement
    left = advance(accepted, Happening.NEWCOMER_DECLINED, at=NOW + timedelta(days=1)).placement
    assert (accepted.known_since, left.known_since) == (NOW, NOW)
    assert accepted.is_known_to_library
    assert left.is_known_to_library


@pytest.mark.parametrize(
    "ending", [Happening.NEWCOMER_DECLINED, Happening.SILENCE, Happening.WITHDRAWN]
)
def test_a_library_never_hears_of_what_she_did_not_accept(ending: Happening) -> None:
    assert not a_placement().is_known_to_library
    assert not advance(a_placement(), ending, at=NOW).placement.is_known_to_library


@pytest.mark.parametrize("state", State)
def test_a_placement_is_live_until_it_ends(state: State) -> None:
    assert a_placement_in(state).is_live == bool(allowed(state))


@pytest.mark.parametrize(("row", "target"), EXPECTED.items())
def test_a_seat_is_counted_exactly_while_the_state_counts_one(
    row: tuple[State, Happening], target: State
) -> None:
    change = advance(a_placement_in(row[0]), row[1], at=LATER)
    counted = {"held", "seat_offered", "confirmed", "attending"}
    assert change.placement.seat_counted == (target in counted)
    assert change.seat == (target in counted) - (row[0] in counted)
    assert change.moved == (row[0] is not target)


def test_a_move_keeps_what_the_placement_is() -> None:
    before = a_placement(scheduled_at=LATER, round=2)
    after = advance(before, Happening.ACCEPTED, at=LATER).placement
    kept = ("id", "activity_id", "library", "branch", "code", "offered", "round", "scheduled_at")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_a_move_says_when_why_and_from_where() -> None:
    before = a_placement_in(State.HELD)
    change = advance(before, Happening.LIBRARY_DECLINED, at=LATER, reason="full")
    assert (change.before, change.happening, change.at) == (
        before,
        Happening.LIBRARY_DECLINED,
        LATER,
    )
    assert (change.placement.moved_at, change.placement.reason) == (LATER, "full")
    assert change.moved


def test_a_row_that_stays_moves_nothing() -> None:
    before = a_placement_in(State.CONFIRMED)
    change = advance(before, Happening.WAS_ABSENT, at=LATER, reason="ill")
    assert change.placement is before
    assert (change.before, change.seat, change.moved) == (before, 0, False)
    assert (change.happening, change.at) == (Happening.WAS_ABSENT, LATER)


@pytest.mark.parametrize(
    ("state", "happening", "by"),
    [
        (State.PROPOSED, Happening.NEWCOMER_DECLINED, DeclinedBy.NEWCOMER),
        (State.HELD, Happening.NEWCOMER_DECLINED, DeclinedBy.NEWCOMER),
        (State.CONFIRMED, Happening.LIBRARY_DECLINED, DeclinedBy.LIBRARY),
        (State.WAITLISTED, Happening.LIBRARY_DECLINED, DeclinedBy.LIBRARY),
        (State.ATTENDING, Happening.NEWCOMER_DECLINED, None),  # stopped: she was there
        (State.HELD, Happening.SILENCE, None),
        (State.HELD, Happening.LIBRARY_CONFIRMED, None),
        (State.HELD, Happening.WITHDRAWN, None),
        (State.PROPOSED, Happening.ACCEPTED, None),
    ],
)
def test_a_no_remembers_whose_it_was(
    state: State, happening: Happening, by: DeclinedBy | None
) -> None:
    assert advance(a_placement_in(state), happening, at=LATER).placement.declined_by is by


def lived(happenings: Sequence[Happening]) -> tuple[Placement, int]:
    """The placement after those of these that were legal, and the sum of the seats it moved."""
    placement, seats = a_placement(), 0
    for happening in happenings:
        if happening in allowed(placement.state):
            change = advance(placement, happening, at=LATER)
            placement, seats = change.placement, seats + change.seat
    return placement, seats


@settings(deadline=None)
@given(st.lists(st.sampled_from(Happening), max_size=12))
def test_over_any_history_the_seats_add_up(happenings: list[Happening]) -> None:
    placement, seats = lived(happenings)
    assert seats == placement.seat_counted == (placement.state in COUNTS_A_SEAT)


@settings(deadline=None)
@given(st.lists(st.sampled_from(Happening), max_size=12))
def test_what_ended_holds_no_seat(happenings: list[Happening]) -> None:
    placement, _ = lived([*happenings, Happening.WITHDRAWN])
    assert not placement.is_live
    assert not placement.seat_counted


def test_a_new_placement_is_a_proposal_of_the_first_round() -> None:
    placement = a_placement()
    assert (placement.state, placement.round, placement.heard) == ("proposed", 1, ())
    assert not placement.seat_counted


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (a_placement(), "state"),
        (a_placement().offered, "rank"),
        (advance(a_placement(), Happening.ACCEPTED, at=LATER), "placement"),
    ],
)
def test_nothing_of_a_placement_changes_in_place(thing: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)
