"""When a library expects her: at the intake first, then whenever it is really held."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domain.holidays import Holidays
from chalicelib.domain.meeting import is_expected_on, next_expected
from chalicelib.domain.placement import State
from tests.domain.builders import a_placement_in
from tests.fakes.making import NOW, an_activity

NO_HOLIDAYS = Holidays({})
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
INTAKE = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)


def expected(state: State, **changes: Any) -> datetime | None:
    placement = a_placement_in(state, **changes)
    return next_expected(placement, an_activity(), holidays=NO_HOLIDAYS, at=NOW)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.ATTENDING])
def test_who_has_a_place_is_expected_at_the_next_meeting(state: State) -> None:
    assert expected(state) == TUESDAY


@pytest.mark.parametrize("state", [State.HELD, State.CONFIRMED])
def test_an_intake_comes_before_the_meetings(state: State) -> None:
    assert expected(state, scheduled_at=INTAKE) == INTAKE


def test_an_intake_that_attendance_overtook_or_that_is_past_is_not_waited_for() -> None:
    assert expected(State.ATTENDING, scheduled_at=INTAKE) == TUESDAY
    assert expected(State.CONFIRMED, scheduled_at=NOW) == TUESDAY


@pytest.mark.parametrize("state", sorted(set(State) - {State.CONFIRMED, State.ATTENDING}))
def test_nobody_else_is_expected(state: State) -> None:
    assert expected(state) is None


@pytest.mark.parametrize(
    ("day", "comes"),
    [(date(2026, 11, 24), False), (date(2026, 11, 26), True), (date(2026, 12, 1), True)],
)
def test_a_day_is_that_of_amsterdam_and_the_intake_is_the_first(*, day: date, comes: bool) -> None:
    placement = a_placement_in(State.CONFIRMED, scheduled_at=INTAKE)
    assert is_expected_on(day, placement, an_activity(), holidays=NO_HOLIDAYS) is comes
