"""Small worlds in which ties, borders and near misses are common."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from chalicelib.domain.catalogue import Activity, Branch, Contact, LevelRange, Price, Seats
from chalicelib.domain.freetime import SLOTS, FreeInterval, slot
from chalicelib.domain.geography import Located, Point, Precision, TravelMode
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.matching.need import Need
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
IDS = [ActivityId(f"act_{number:02}") for number in range(40)]

_ranges = st.tuples(st.sampled_from(LADDER), st.sampled_from(LADDER)).map(
    lambda pair: sorted(pair, key=LADDER.index)
)
level_ranges = st.builds(
    lambda ends, policy: LevelRange(*ends, policy), _ranges, st.sampled_from(LevelPolicy)
)


def _some(values: object, most: int = 2) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(values), max_size=most)  # type: ignore[arg-type]


def _mostly(usual: object, values: object) -> st.SearchStrategy[object]:
    """The usual value half the time, or a world in which almost nothing fits would be common."""
    return st.just(usual) | st.sampled_from(values)  # type: ignore[arg-type]


_weekly = st.builds(
    Session,
    start=st.sampled_from([time(0, 30), time(9), time(10), time(12), time(18), time(22, 30)]),
    duration_minutes=st.sampled_from([60, 90]),
    weekday=st.sampled_from([Weekday.MON, Weekday.TUE, Weekday.SAT]),
    every_weeks=st.sampled_from([1, 1, 2]),
    valid_until=st.sampled_from([None, None, date(2026, 12, 1)]),
)
_monthly = st.builds(
    Session,
    start=st.just(time(10)),
    duration_minutes=st.just(60),
    weekday=st.just(Weekday.TUE),
    monthly_ordinal=st.sampled_from([1, -1]),
)
_once = st.builds(
    Session,
    start=st.just(time(10)),
    duration_minutes=st.just(60),
    on_date=st.sampled_from([date(2026, 11, 22), date(2026, 11, 24), date(2028, 1, 1)]),
)
sessions = st.lists(_weekly | _weekly | _monthly | _once, max_size=2).map(tuple)

holidays = st.sampled_from(
    [
        Holidays({}),
        Holidays(
            {
                HolidayRegion.NOORD: ClosedDays(((date(2026, 11, 23), date(2026, 11, 29)),)),
                HolidayRegion.MIDDEN: ClosedDays(((date(2026, 11, 24), date(2026, 12, 8)),)),
            }
        ),
        Holidays({HolidayRegion.NOORD: ClosedDays(((date(2026, 1, 1), date(2028, 12, 31)),))}),
    ]
)

branches = st.builds(
    lambda number, facilities: Branch(
        isil=BranchId(f"NL-089900100{number}"),
        name=f"Branch {number}",
        place="Somewhere",
        point=(GRID + AWAY)[number],
        facilities=facilities,
    ),
    st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    _some([Facility.STEP_FREE, Facility.QUIET]),
)

seats = st.builds(
    Seats,
    capacity=st.sampled_from([None, None, 1, 8, 10, 24]),
    taken=st.sampled_from([0, 0, 1, 8]),
    taken_elsewhere=st.sampled_from([0, 0, 2, 30]),
)


def activities(activity_id: ActivityId) -> st.SearchStrategy[Activity]:
    return st.builds(
        Activity,
        id=st.just(activity_id),
        library=st.just(LibraryId("NL-0899010000")),
        branch=branches,
        source_id=st.just("a-1"),
        title=st.sampled_from(["Taalcafé", "مقهى", "Samen “praten”"]),
        type=st.sampled_from(TYPES),
        level=level_ranges,
        last_confirmed_on=_mostly(
            NOW.date(), [NOW.date() - timedelta(days=days) for days in (89, 90, 180, 181)]
        ),
        description=st.sampled_from(["", "Kom binnen"]),
        themes=_some(list(Theme)[:4], 3).map(lambda themes: tuple(sorted(themes))),
        reading=st.sampled_from([ReadingAsked.NONE, ReadingAsked.NONE, ReadingAsked.LATIN]),
        helping_languages=_some(LANGUAGES).map(lambda spoken: tuple(sorted(spoken))),
        audience=_mostly(Audience.EVERYONE, list(Audience)),
        delivery=_mostly(Delivery.IN_PERSON, list(Delivery)),
        entry=st.sampled_from(Entry),
        facilities=_some(Facility),
        sessions=sessions,
        closed_in_school_holidays=st.sampled_from([None, *HolidayRegion]),
        seats=seats,
        waiting_list=st.booleans(),
        expected_wait_weeks=st.sampled_from([None, 0, 4, 40]),
        price=st.sampled_from([Price(), Price(Decimal("2.50"), "koffie")]),
        service_area=_mostly(frozenset(), [frozenset({"GM0344"}), frozenset(AREAS)]),
        contact=st.sampled_from([Contact(), Contact("030 1234567", "info@example.org")]),
        status=_mostly(ActivityStatus.ACTIVE, list(ActivityStatus)),
    )


@st.composite
def catalogues(draw: st.DrawFn, most: int = 24) -> list[Activity]:
    """Up to so many activities, often copies of each other but for the id."""
    size = draw(st.integers(0, most))
    ids = draw(st.permutations(IDS))[:size]
    made: list[Activity] = []
    for activity_id in ids:
        if made and draw(st.integers(0, 2)) == 0:
            model = draw(st.sampled_from(made))
            made.append(_twin(model, activity_id, draw(branches)))
        else:
            made.append(draw(activities(activity_id)))
    return made


def _twin(model: Activity, activity_id: ActivityId, branch: Branch) -> Activity:
    from dataclasses import replace

    return replace(model, id=activity_id, branch=branch)


intervals = st.builds(
    FreeInterval,
    weekday=st.sampled_from([Weekday.MON, Weekday.TUE]),
    from_minute=st.sampled_from([0, 525, 540, 600]),
    until_minute=st.sampled_from([660, 690, 1440]),
)
frees = st.none() | st.lists(
    st.sampled_from(SLOTS).map(slot) | intervals, max_size=4
).map(tuple)

needs = st.builds(
    Need,
    location=st.builds(
        Located,
        point=st.sampled_from(GRID * 3 + AWAY + OUTSIDE),
        precision=st.sampled_from(Precision),
        radius_km=st.just(1.0),
    ),
    residence=st.sampled_from(AREAS),
    level=st.sampled_from(Level),
    speaking_level=st.none() | st.sampled_from(Level),
    reading=_mostly(Reading.LATIN, list(Reading)),
    spoken_languages=_some(LANGUAGES).map(lambda spoken: tuple(sorted(spoken))),
    themes=_some(list(Theme)[:5], 3),
    audiences=_some(Audience),
    age_group=st.sampled_from(AgeGroup),
    free=frees,
    mode=st.sampled_from(TravelMode),
    max_minutes=st.sampled_from([1, 6, 15, 30, 240]),
    requirements=_mostly(frozenset(), [frozenset({one}) for one in Requirement]),
    delivery=_mostly(
        frozenset({Delivery.IN_PERSON}),
        [
            frozenset({Delivery.ONLINE}),
            frozenset({Delivery.HOME}),
            frozenset({Delivery.HYBRID}),
            frozenset({Delivery.IN_PERSON, Delivery.ONLINE}),
            frozenset(Delivery),
        ],
    ),
    parked=_some(IDS),
    limit=st.sampled_from([1, 2, 3, 3, 5, 10]),
)

instants = st.sampled_from(
    [NOW, NOW + timedelta(hours=14, minutes=45), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)]
)
