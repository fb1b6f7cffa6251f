"""Libraries, branches, activities and the seats that are left."""

import pytest

from chalicelib.domain.catalogue import (
    BEST_SIZE,
    CALL_FIRST_AFTER_DAYS,
    STALE_AFTER_DAYS,
    LevelRange,
    Seats,
)
from chalicelib.domain.vocabulary import ActivityType, Facility, Level, LevelPolicy
from tests.fakes.making import OVERVECHT, a_library, an_activity


@pytest.mark.parametrize(
    ("seats", "left", "has_room"),
    [
        (Seats(), None, True),  # no limit
        (Seats(taken=900), None, True),
        (Seats(capacity=12, taken=5, taken_elsewhere=3), 4, True),  # INTERFACE.md's example
        (Seats(capacity=12, taken=9, taken_elsewhere=3), 0, False),
        (Seats(capacity=12, taken=9, taken_elsewhere=9), 0, False),  # more came than fit
        (Seats(capacity=0), 0, False),
        (Seats(capacity=1), 1, True),
    ],
)
def test_the_seats_left_are_capacity_minus_ours_minus_theirs(
    seats: Seats, left: int | None, *, has_room: bool
) -> None:
    assert (seats.left, seats.has_room) == (left, has_room)


@pytest.mark.parametrize(
    ("lowest", "highest"),
    [(Level.ALFA, Level.ALFA), (Level.PRE_A1, Level.B1), (Level.ALFA, Level.B2)],
)
def test_a_level_range_goes_up(lowest: Level, highest: Level) -> None:
    range_ = LevelRange(lowest, highest, LevelPolicy.STRICT)
    assert (range_.lowest, range_.highest) == (lowest, highest)


@pytest.mark.parametrize(
    ("lowest", "highest", "why"),
    [
        (Level.B1, Level.A1, "upside down"),
        (Level.UNKNOWN, Level.A1, "known ends"),
        (Level.A1, Level.UNKNOWN, "known ends"),
    ],
)
def test_no_other_level_range_can_be(lowest: Level, highest: Level, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        LevelRange(lowest, highest, LevelPolicy.GUIDELINE)


def test_a_branch_is_found_by_its_isil() -> None:
    assert a_library().branch("NL-0899041002") is OVERVECHT
    assert a_library().branch("NL-0899041003") is None


def test_an_activity_offers_what_its_building_offers() -> None:
    activity = an_activity(facilities=frozenset({Facility.QUIET}))
    assert activity.offered_facilities == {Facility.QUIET, Facility.STEP_FREE}


def test_every_type_of_activity_has_a_best_size() -> None:
    assert set(BEST_SIZE) == set(ActivityType)
    assert min(BEST_SIZE.values()) >= 1


def test_an_entry_is_first_shown_with_call_first_and_later_not_at_all() -> None:
    assert (CALL_FIRST_AFTER_DAYS, STALE_AFTER_DAYS) == (90, 180)  # DOMAIN.md
