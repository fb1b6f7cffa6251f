"""The values of the score, one by one, as the definition has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.domain.catalogue import BEST_SIZE, LevelRange, Seats
from chalicelib.domain.matching import scoring
from chalicelib.domain.matching.constraints import admits, level_that_counts, seat_holds
from chalicelib.domain.matching.facts import Room, Times, facts_of
from chalicelib.domain.schedule import OPEN, ClosedDays, Session, Weekday
from chalicelib.domain.vocabulary import ActivityType, Level, LevelPolicy, Theme
from tests.domain.matching import plain, worlds

NEED = worlds.ASKING
KIND = facts_of(worlds.FITTING).kind
TODAY = date(2026, 11, 23)


def test_the_weights_sum_to_one() -> None:
    assert sum(scoring.WEIGHTS.values()) == pytest.approx(1, abs=1e-12)
    assert scoring.WEIGHTS == {
        "travel": 0.36,
        "theme": 0.20,
        "level": 0.12,
        "help_language": 0.10,
        "soon": 0.10,
        "comfort": 0.04,
        "wait": 0.05,
        "scarcity": 0.03,
    }


@pytest.mark.parametrize(("minutes", "value"), [(0, 1.0), (15, 0.5**0.5), (30, 0.5), (60, 0.25)])
def test_travel_halves_with_each_maximum(minutes: int, value: float) -> None:
    assert scoring.travel_value(replace(NEED, max_minutes=30), minutes) == value


@pytest.mark.parametrize(
    ("wished", "value"),
    [((), 0.5), (("language",), 1.0), (("language", "work"), 0.5), (("work",), 0.0)],
)
def test_theme_is_the_share_of_her_wish(wished: tuple[str, ...], value: float) -> None:
    need = replace(NEED, themes=frozenset(map(Theme, wished)))
    kind = KIND._replace(themes=frozenset({Theme.LANGUAGE, Theme.HEALTH}))
    assert scoring.theme_value(need, kind) == value


@pytest.mark.parametrize(
    ("level", "value"),
    [
        (Level.ALFA, 0.25),  # two steps below the range
        (Level.PRE_A1, 0.5),  # one
        (Level.A1, 1.0),  # a step above her is left
        (Level.A2, 0.8),  # at its top
        (Level.B1, 0.4),  # one step above
        (Level.B2, 0.1),
        (Level.UNKNOWN, 0.5),
    ],
)
def test_level_is_headroom(level: Level, value: float) -> None:
    assert scoring.headroom_value(level, Level.A1, Level.A2) == value


def test_three_steps_below_the_range_is_far_outside() -> None:
    assert scoring.headroom_value(Level.ALFA, Level.A2, Level.B2) == 0.1


@pytest.mark.parametrize("activity_type", list(ActivityType))
def test_her_speaking_level_counts_where_one_talks(activity_type: ActivityType) -> None:
    need = replace(NEED, level=Level.A1, speaking_level=Level.B1)
    talks = activity_type in plain.TALKING
    assert level_that_counts(need, activity_type) is (Level.B1 if talks else Level.A1)
    silent = replace(need, speaking_level=None)
    assert level_that_counts(silent, activity_type) is Level.A1


@pytest.mark.parametrize("policy", list(LevelPolicy))
@pytest.mark.parametrize("level", list(Level))
def test_only_a_strict_range_excludes(level: Level, policy: LevelPolicy) -> None:
    kind = KIND._replace(level=LevelRange(Level.A1, Level.A2, policy))
    inside = level in {Level.A1, Level.A2}
    assert admits(kind, level) is (inside or policy is LevelPolicy.GUIDELINE)


def test_who_has_no_known_level_is_welcome_at_a_desk() -> None:
    strict = LevelRange(Level.A1, Level.A2, LevelPolicy.STRICT)
    desk = KIND._replace(type=ActivityType.LANGUAGE_HOUSE_DESK, level=strict)
    assert admits(desk, Level.UNKNOWN)
    assert not admits(desk, Level.B2)


@pytest.mark.parametrize(
    ("spoken", "value"), [((), 0.5), (("ar",), 1.0), (("ti", "ar"), 1.0), (("ti",), 0.0)]
)
def test_help_in_a_language_she_speaks(spoken: tuple[str, ...], value: float) -> None:
    need = replace(NEED, spoken_languages=spoken)
    assert scoring.help_language_value(need, frozenset({"ar", "en"})) == value


TUESDAYS = Times((Session(time(10), 60, Weekday.TUE),), None)


@pytest.mark.parametrize(
    ("next_at", "closed", "value"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), OPEN, 1.0),
        (datetime(2026, 11, 30, 9, tzinfo=UTC), OPEN, 1 - 7 / 28),
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), OPEN, 1 - 8 / 28),  # next day in Amsterdam
        (datetime(2027, 1, 5, 9, tzinfo=UTC), OPEN, 0.0),
        (None, OPEN, 0.0),
        # Two of the weeks until then are holidays: they do not count against the library.
        (
            datetime(2026, 12, 14, 9, tzinfo=UTC),
            ClosedDays(((date(2026, 11, 25), date(2026, 12, 8)),)),
            1 - 7 / 28,
        ),
    ],
)
def test_soon_counts_the_open_days_until_it_meets(
    next_at: datetime | None, closed: ClosedDays, value: float
) -> None:
    assert scoring.soon_value(TUESDAYS, next_at, today=TODAY, closed=closed) == value


def test_by_arrangement_is_neither_soon_nor_late() -> None:
    assert scoring.soon_value(Times((), None), None, today=TODAY, closed=OPEN) == 0.5


def room(seats: Seats, *, waiting_list: bool = False, weeks: int | None = None) -> Room:
    return Room(ActivityType.LITERACY_GROUP, seats, waiting_list, weeks)  # best with 8


@pytest.mark.parametrize(
    ("seats", "value"),
    [
        (Seats(None, 3, 4), 1.0),  # seven, one below its best size
        (Seats(None, 4, 4), 1 - 1 / 8),
        (Seats(None, 8, 7), 0.0),
        (Seats(None, 0, 99), 0.0),
    ],
)
def test_comfort_falls_once_the_group_is_full_enough(seats: Seats, value: float) -> None:
    assert scoring.comfort_value(room(seats)) == value


@pytest.mark.parametrize(
    ("waiting_list", "weeks", "value"),
    [
        (True, 0, 1.0),
        (True, 13, 0.5),
        (True, None, 1 - 12 / 26),  # nobody knows: as twelve weeks
        (True, 40, 0.0),
        (False, 2, 0.0),  # full without a list
    ],
)
def test_a_wait_costs(*, waiting_list: bool, weeks: int | None, value: float) -> None:
    full = room(Seats(8, 8, 0), waiting_list=waiting_list, weeks=weeks)
    assert scoring.wait_value(full) == value
    assert seat_holds(full) is waiting_list


def test_with_a_free_seat_there_is_no_wait() -> None:
    assert scoring.wait_value(room(Seats(8, 4, 3), waiting_list=True, weeks=40)) == 1.0


@pytest.mark.parametrize(
    ("seats", "value"),
    [(Seats(None), 1.0), (Seats(8, 0, 0), 1.0), (Seats(8, 6, 0), 2 / 3), (Seats(8, 9, 0), 0.0)],
)
def test_the_last_seats_are_dear(seats: Seats, value: float) -> None:
    assert scoring.scarcity_value(room(seats)) == value


def test_every_type_has_a_best_size_and_the_reference_the_same() -> None:
    assert set(BEST_SIZE) == set(ActivityType)
    assert {kind.value: size for kind, size in BEST_SIZE.items()} == plain.BEST


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        (OPEN, (0, 1, 2, 3, 4, 5, 6)),
        # Closed this week: whatever the weekday, it waits over the open days of next week only.
        (ClosedDays(((date(2026, 11, 23), date(2026, 11, 29)),)), (0, 1, 2, 3, 4, 5, 6)),
        # Closed from tomorrow for fifteen days: Tuesday's first is a week after they end.
        (ClosedDays(((date(2026, 11, 24), date(2026, 12, 8)),)), (0, 7, 1, 2, 3, 4, 5)),
    ],
)
def test_the_soonest_that_a_session_of_each_weekday_can_be(
    closed: ClosedDays, days: tuple[int, ...]
) -> None:
    best = scoring.soonest_values(TODAY, [closed])
    assert best == tuple(1 - waiting / 28 for waiting in days)


def test_a_weekday_closed_for_weeks_on_end_is_never_worth_less_than_nothing() -> None:
    tuesdays = (date(2026, 11, 24) + timedelta(weeks=week) for week in range(6))
    closed = ClosedDays(tuple((tuesday, tuesday) for tuesday in tuesdays))
    assert scoring.soonest_values(TODAY, [closed])[Weekday.TUE.number] == 0.0


def test_the_soonest_is_that_of_the_best_region() -> None:
    shut = ClosedDays(((date(2026, 11, 24), date(2026, 12, 8)),))
    best = scoring.soonest_values(TODAY, [shut, OPEN])
    assert best == tuple(1 - waiting / 28 for waiting in (0, 1, 1, 2, 3, 4, 5))


def test_order_and_repetition_in_an_activity_make_no_other_fact() -> None:
    activity = replace(
        worlds.FITTING, themes=(Theme.WORK, Theme.HEALTH), helping_languages=("ar", "en")
    )
    again = replace(
        activity,
        themes=(Theme.HEALTH, Theme.WORK, Theme.HEALTH),
        helping_languages=("en", "ar", "en"),
    )
    assert facts_of(activity) == facts_of(again)
