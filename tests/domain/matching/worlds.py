"""Small worlds in which ties, borders and near misses are common.

The activities are drawn from a pool that is always the same: many of them are copies of another
but for the id and the branch, all lie on the points of a small grid, and half of every property
has its usual value, so that something fits. Drawing from a pool is fast and shrinks well.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from chalicelib.domain.catalogue import Activity, Branch, Contact, LevelRange, Price, Seats
from chalicelib.domain.freetime import SLOTS, FreeInterval, slot
from chalicelib.domain.geography import Located, Point, Precision, TravelMode
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.pause import Pause
from chalicelib.domain.schedule import ClosedDays, Session, Weekday
from chalicelib.domain.vocabulary import (
    LADDER,
    ActivityStatus,
    ActivityType,
    AgeGroup,
    Audience,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    Reading,
    ReadingAsked,
    Requirement,
    Theme,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday

# A grid of some 1.1 by 0.7 km, so that many are equally far; one village, one branch abroad.
GRID = [Point(52.0 + 0.01 * row, 5.0 + 0.01 * column) for row in range(3) for column in range(3)]
AWAY = [Point(52.3, 5.4), Point(51.2, 4.4)]
OUTSIDE = [Point(51.5, -0.12), Point(-41.3, 174.8), Point(52.0, 179.99)]

TYPES = (
    ActivityType.LANGUAGE_CAFE,
    ActivityType.LANGUAGE_HOUSE_DESK,
    ActivityType.LANGUAGE_BUDDY,
    ActivityType.LITERACY_GROUP,
    ActivityType.WOMEN_GROUP,
)
AREAS = ("GM0344", "GM0363")
LANGUAGES = ("ar", "en", "ti", "uk")

_T = TypeVar("_T")


def _mostly(dice: Random, usual: _T, values: Sequence[_T]) -> _T:
    """The usual value more than half of the time."""
    return usual if dice.random() < 0.6 else dice.choice(values)


def _some(dice: Random, values: Sequence[_T], most: int = 2) -> tuple[_T, ...]:
    return tuple(dice.sample(values, dice.randint(0, most)))


def _session(dice: Random) -> Session:
    match dice.randrange(6):
        case 0:
            ordinal = dice.choice([1, -1])
            return Session(time(10), 60, Weekday.TUE, monthly_ordinal=ordinal)
        case 1:
            day = dice.choice([date(2026, 11, 22), date(2026, 11, 24), date(2028, 1, 1)])
            return Session(time(10), 60, on_date=day)
        case _:
            return Session(
                dice.choice([time(0, 30), time(9), time(10), time(12), time(18), time(22, 30)]),
                dice.choice([60, 90]),
                dice.choice([Weekday.MON, Weekday.TUE, Weekday.SAT]),
                every_weeks=dice.choice([1, 1, 2]),
                valid_until=dice.choice([None, None, date(2026, 12, 1)]),
            )


def _branch(dice: Random) -> Branch:
    number = dice.randrange(len(GRID + AWAY) + 2) % len(GRID + AWAY)
    return Branch(
        isil=BranchId(f"NL-08990010{number:02}"),
        name=f"Branch {number}",
        place="Somewhere",
        point=(GRID + AWAY)[number],
        facilities=frozenset(_some(dice, [Facility.STEP_FREE, Facility.QUIET])),
    )


def _activity(dice: Random, activity_id: ActivityId) -> Activity:
    lowest, highest = sorted(dice.choices(LADDER, k=2), key=LADDER.index)
    days = dice.choice([0, 89, 90, 180, 181])
    return Activity(
        id=activity_id,
        library=LibraryId("NL-0899010000"),
        branch=_branch(dice),
        source_id="a-1",
        title=dice.choice(["Taalcafé", "مقهى", "Samen “praten”"]),
        type=dice.choice(TYPES),
        level=LevelRange(lowest, highest, dice.choice(list(LevelPolicy))),
        last_confirmed_on=NOW.date() - timedelta(days=_mostly(dice, 1, [days])),
        description=dice.choice(["", "Kom binnen"]),
        themes=_some(dice, list(Theme)[:4], 3),
        reading=_mostly(dice, ReadingAsked.NONE, list(ReadingAsked)),
        helping_languages=_some(dice, LANGUAGES),
        audience=_mostly(dice, Audience.EVERYONE, list(Audience)),
        delivery=_mostly(dice, Delivery.IN_PERSON, list(Delivery)),
        entry=dice.choice(list(Entry)),
        facilities=frozenset(_some(dice, list(Facility))),
        sessions=tuple(_session(dice) for _ in range(dice.choice([0, 1, 1, 2]))),
        closed_in_school_holidays=dice.choice([None, *HolidayRegion]),
        seats=Seats(
            dice.choice([None, None, 1, 8, 10, 24]),
            dice.choice([0, 0, 1, 8]),
            dice.choice([0, 0, 2, 30]),
        ),
        waiting_list=dice.random() < 0.5,
        expected_wait_weeks=dice.choice([None, 0, 4, 40]),
        price=dice.choice([Price(), Price(Decimal("2.50"), "koffie")]),
        service_area=_mostly(
            dice, frozenset(), [frozenset({"GM0344"}), frozenset({"GM0363"}), frozenset(AREAS)]
        ),
        contact=dice.choice([Contact(), Contact("030 1234567", "info@example.org")]),
        status=_mostly(dice, ActivityStatus.ACTIVE, list(ActivityStatus)),
        pause=_mostly(dice, None, [Pause(NOW.date(), NOW.date() + timedelta(days=9))]),
    )


def _pool(size: int) -> list[Activity]:
    dice = Random("a pool of activities")
    ids = [ActivityId(f"act_{number:04}") for number in range(size)]
    dice.shuffle(ids)
    pool: list[Activity] = []
    for activity_id in ids:
        if pool and dice.random() < 0.4:
            model = dice.choice(pool[-6:])
            pool.append(replace(model, id=activity_id, branch=_branch(dice)))
        else:
            pool.append(_activity(dice, activity_id))
    return pool


POOL = _pool(1200)
ACTIVE = [activity for activity in POOL if activity.status is ActivityStatus.ACTIVE]

HOLIDAYS = [
    Holidays({}),
    Holidays(
        {
            HolidayRegion.NOORD: ClosedDays(((date(2026, 11, 23), date(2026, 11, 29)),)),
            HolidayRegion.MIDDEN: ClosedDays(((date(2026, 11, 24), date(2026, 12, 8)),)),
        }
    ),
    Holidays({HolidayRegion.NOORD: ClosedDays(((date(2026, 1, 1), date(2028, 12, 31)),))}),
]
holidays = st.sampled_from(HOLIDAYS)
instants = st.sampled_from(
    [NOW, NOW + timedelta(hours=14, minutes=45), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)]
)


@st.composite
def catalogues(draw: st.DrawFn, most: int = 60) -> list[Activity]:
    """Up to so many activities: a stretch of the pool, where copies are neighbours, and others."""
    size = draw(st.integers(0, most))
    begin = draw(st.integers(0, len(POOL) - 1))
    step = draw(st.sampled_from([1, 1, 7]))
    return [POOL[(begin + step * number) % len(POOL)] for number in range(size)]


_intervals = st.builds(
    FreeInterval,
    weekday=st.sampled_from([Weekday.MON, Weekday.TUE]),
    from_minute=st.sampled_from([0, 525, 540, 600]),
    until_minute=st.sampled_from([660, 690, 1440]),
)
_frees = st.none() | st.lists(st.sampled_from(SLOTS).map(slot) | _intervals, max_size=4).map(tuple)


def _need(values: tuple[int, object, frozenset[ActivityId]]) -> Need:
    seed, free, parked = values
    dice = Random(seed)
    deliveries = [
        frozenset({Delivery.ONLINE}),
        frozenset({Delivery.HOME}),
        frozenset({Delivery.HYBRID}),
        frozenset({Delivery.IN_PERSON, Delivery.ONLINE}),
        frozenset(Delivery),
    ]
    return Need(
        location=Located(dice.choice(GRID * 3 + AWAY + OUTSIDE), dice.choice(list(Precision)), 2.5),
        residence=dice.choice(AREAS),
        level=dice.choice(list(Level)),
        speaking_level=dice.choice([None, *Level]),
        reading=_mostly(dice, Reading.LATIN, list(Reading)),
        spoken_languages=_some(dice, LANGUAGES),
        themes=frozenset(_some(dice, list(Theme)[:5], 3)),
        audiences=frozenset(_some(dice, list(Audience))),
        age_group=dice.choice(list(AgeGroup)),
        free=free,  # type: ignore[arg-type]
        mode=dice.choice(list(TravelMode)),
        max_minutes=dice.choice([1, 6, 15, 30, 240]),
        requirements=_mostly(dice, frozenset(), [frozenset({one}) for one in Requirement]),
        delivery=_mostly(dice, frozenset({Delivery.IN_PERSON}), deliveries),
        parked=parked,
        limit=dice.choice([1, 2, 3, 3, 5, 10]),
    )


some_ids = st.frozensets(st.integers(0, 20).map(lambda number: POOL[number].id), max_size=6)
needs = st.tuples(st.integers(0, 1 << 32), _frees, some_ids).map(_need)


FITTING = Activity(
    id=ActivityId("act_fits"),
    library=LibraryId("NL-0899010000"),
    branch=Branch(BranchId("NL-0899001000"), "Branch 0", "Somewhere", GRID[0]),
    source_id="a-1",
    title="Taalgroep",
    type=ActivityType.LITERACY_GROUP,
    level=LevelRange(Level.A1, Level.A2, LevelPolicy.STRICT),
    last_confirmed_on=NOW.date(),
    sessions=(Session(time(10), 90, Weekday.TUE),),
    seats=Seats(8, 2, 1),
)
ASKING = Need(
    location=Located(GRID[0], Precision.POSTCODE, 1.0),
    residence="GM0518",
    level=Level.A1,
    free=(slot("tue_morning"),),
)


_ELSEWHERE = Located(GRID[3], Precision.POSTCODE, 1.0)
# What changes on her side and on that of the activity, so that just one constraint fails.
_SPOILED: dict[Constraint, tuple[dict[str, Any], dict[str, Any]]] = {
    Constraint.LEVEL: ({"level": Level.B2}, {}),
    Constraint.READING: ({"reading": Reading.OWN_SCRIPT}, {"reading": ReadingAsked.LATIN}),
    Constraint.TRAVEL: ({"location": _ELSEWHERE, "max_minutes": 1}, {}),
    Constraint.SLOT: ({"free": (slot("wed_morning"),)}, {}),
    Constraint.AUDIENCE: ({}, {"audience": Audience.WOMEN}),
    Constraint.DELIVERY: ({}, {"delivery": Delivery.ONLINE}),
    Constraint.NEEDS: ({"requirements": frozenset({Requirement.CHILDCARE})}, {}),
    Constraint.SEAT: ({}, {"seats": Seats(8, 8, 0)}),
    Constraint.AREA: ({}, {"service_area": frozenset(AREAS)}),
    Constraint.STALE: ({}, {"last_confirmed_on": NOW.date() - timedelta(days=181)}),
    Constraint.PARKED: ({"parked": frozenset({FITTING.id})}, {}),
}


def failing_only(constraint: Constraint) -> tuple[Need, Activity]:
    """A need and an activity between which exactly this constraint fails."""
    hers, its = _SPOILED[constraint]
    return replace(ASKING, **hers), replace(FITTING, **its)
