"""An invented catalogue of any size, and needs that ask of it; the same for the same seed.

The Netherlands at N/20 branches, clustered like towns: a few large ones, many small. Twenty
activities a branch, with the mix of types, levels, audiences and seats that the demo files have.
Nothing here is a real library.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from chalicelib.domain.catalogue import Activity, Branch, LevelRange, Seats
from chalicelib.domain.freetime import SLOTS, FreeInterval, slot
from chalicelib.domain.geography import Located, Point, Precision, TravelMode
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.schedule import ClosedDays, Session, Weekday
from chalicelib.domain.vocabulary import ActivityType as Type
from chalicelib.domain.vocabulary import (
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

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = AT.date()
A_BRANCH = 20
TOWNS = 340  # as many as there are municipalities

HOLIDAYS = Holidays(
    {
        region: ClosedDays(
            (
                (date(2026, 12, 19), date(2027, 1, 3)),
                (date(2027, 2, first), date(2027, 2, first + 7)),
            )
        )
        for region, first in (
            (HolidayRegion.NOORD, 20),
            (HolidayRegion.MIDDEN, 20),
            (HolidayRegion.ZUID, 13),
        )
    }
)

_LANGUAGES = ("ar", "en", "es", "fa", "fr", "pl", "so", "ti", "tr", "uk")
_STARTS = tuple(
    time(h, m)
    for h, m in (
        (9, 0),
        (9, 30),
        (10, 0),
        (10, 30),
        (11, 0),
        (13, 0),
        (13, 30),
        (14, 0),
        (15, 30),
        (19, 0),
        (19, 30),
    )
)
_WORKDAYS = (*tuple(Weekday)[:5], Weekday.SAT)
_G, _S = LevelPolicy.GUIDELINE, LevelPolicy.STRICT


class _Model(NamedTuple):
    """One type as libraries hold it; `share` of a hundred activities."""

    share: int
    type: Type
    themes: tuple[Theme, ...]
    level: LevelRange
    minutes: int
    reading: ReadingAsked = ReadingAsked.NONE
    audience: Audience = Audience.EVERYONE
    entry: Entry = Entry.REGISTER
    capacity: int | None = None
    waiting_list: bool = False
    is_monthly: bool = False
    online: float = 0.0
    delivery: Delivery = Delivery.IN_PERSON


def _levels(lowest: Level, highest: Level, policy: LevelPolicy) -> LevelRange:
    return LevelRange(lowest, highest, policy)


_NONE, _LATIN = ReadingAsked.NONE, ReadingAsked.LATIN
_ALL, _PARENTS = Audience.EVERYONE, Audience.PARENTS
_MODELS = (
    _Model(
        13,
        Type.LANGUAGE_CAFE,
        (Theme.LANGUAGE, Theme.MEETING),
        _levels(Level.PRE_A1, Level.B1, _G),
        120,
        entry=Entry.DROP_IN,
    ),
    _Model(
        10,
        Type.LANGUAGE_HOUSE_DESK,
        (Theme.LANGUAGE,),
        _levels(Level.ALFA, Level.B2, _G),
        120,
        entry=Entry.DROP_IN,
    ),
    _Model(
        10,
        Type.IDO,
        (Theme.GOVERNMENT_CONTACT, Theme.DIGITAL_SKILLS),
        _levels(Level.ALFA, Level.B2, _G),
        180,
        entry=Entry.DROP_IN,
    ),
    _Model(
        3,
        Type.LANGUAGE_COURSE_NONFORMAL,
        (Theme.LANGUAGE,),
        _levels(Level.A1, Level.A2, _S),
        120,
        _LATIN,
        _ALL,
        Entry.INTAKE,
        10,
        waiting_list=True,
    ),
    _Model(
        4,
        Type.EXAM_PRACTICE,
        (Theme.SOCIETY, Theme.LANGUAGE),
        _levels(Level.A1, Level.B1, _S),
        120,
        _LATIN,
        capacity=10,
    ),
    _Model(
        5,
        Type.DIGITAL_COURSE,
        (Theme.DIGITAL_SKILLS,),
        _levels(Level.A1, Level.B2, _G),
        120,
        _LATIN,
        capacity=10,
        waiting_list=True,
        online=0.1,
    ),
    _Model(
        4,
        Type.WOMEN_GROUP,
        (Theme.MEETING, Theme.LANGUAGE),
        _levels(Level.ALFA, Level.A2, _G),
        120,
        audience=Audience.WOMEN,
        capacity=12,
        online=0.08,
    ),
    _Model(
        4,
        Type.READ_ALOUD_HOME,
        (Theme.PARENTS_CHILDREN,),
        _levels(Level.ALFA, Level.B2, _G),
        60,
        _NONE,
        _PARENTS,
        Entry.REFERRAL,
        5,
        waiting_list=True,
        delivery=Delivery.HOME,
    ),
    _Model(
        5,
        Type.CONVERSATION_GROUP,
        (Theme.LANGUAGE,),
        _levels(Level.A2, Level.B2, _G),
        90,
        capacity=10,
        waiting_list=True,
        online=0.04,
    ),
    _Model(
        4,
        Type.FAMILY_LANGUAGE,
        (Theme.PARENTS_CHILDREN, Theme.LANGUAGE),
        _levels(Level.PRE_A1, Level.A2, _G),
        90,
        _NONE,
        _PARENTS,
        capacity=10,
        online=0.04,
    ),
    _Model(
        5,
        Type.READING_GROUP,
        (Theme.READING, Theme.LANGUAGE),
        _levels(Level.A2, Level.B2, _S),
        90,
        _LATIN,
        capacity=10,
        is_monthly=True,
    ),
    _Model(
        5,
        Type.JOB_SUPPORT,
        (Theme.WORK,),
        _levels(Level.A2, Level.B2, _G),
        120,
        _LATIN,
        entry=Entry.DROP_IN,
        capacity=12,
        is_monthly=True,
    ),
    _Model(
        4,
        Type.E_GOVERNMENT_COURSE,
        (Theme.GOVERNMENT_CONTACT, Theme.DIGITAL_SKILLS),
        _levels(Level.A2, Level.B2, _S),
        120,
        _LATIN,
        capacity=10,
        online=0.1,
    ),
    _Model(
        4,
        Type.LANGUAGE_BUDDY,
        (Theme.LANGUAGE, Theme.MEETING),
        _levels(Level.A1, Level.B2, _G),
        90,
        entry=Entry.INTAKE,
        capacity=6,
        waiting_list=True,
    ),
    _Model(
        5,
        Type.BOOKSTART,
        (Theme.PARENTS_CHILDREN,),
        _levels(Level.ALFA, Level.B2, _G),
        60,
        _NONE,
        _PARENTS,
        Entry.DROP_IN,
        15,
    ),
    _Model(
        4,
        Type.LITERACY_GROUP,
        (Theme.LANGUAGE,),
        _levels(Level.ALFA, Level.PRE_A1, _S),
        120,
        entry=Entry.INTAKE,
        capacity=8,
        waiting_list=True,
    ),
    _Model(
        3,
        Type.SELF_STUDY,
        (Theme.LANGUAGE, Theme.DIGITAL_SKILLS),
        _levels(Level.A1, Level.B1, _G),
        120,
        _LATIN,
        entry=Entry.DROP_IN,
        capacity=8,
    ),
    _Model(
        4,
        Type.WALK_AND_TALK,
        (Theme.MEETING, Theme.HEALTH),
        _levels(Level.A1, Level.B1, _G),
        75,
        capacity=12,
    ),
    _Model(
        4,
        Type.SOCIETY_WORKSHOP,
        (Theme.SOCIETY,),
        _levels(Level.A1, Level.B1, _G),
        90,
        capacity=15,
        is_monthly=True,
    ),
)
_SHARES = tuple(model.share for model in _MODELS)


class _Town(NamedTuple):
    """A town, its share of all branches, and how far it spreads in kilometres."""

    number: int
    point: Point
    share: float
    spread_km: float


def towns(seed: int = 1) -> tuple[_Town, ...]:
    """The towns of the invented country; the first is the largest (Zipf)."""
    dice = Random(f"towns {seed}")
    shares = [1 / (rank + 3) ** 0.9 for rank in range(TOWNS)]
    return tuple(
        _Town(
            number,
            Point(dice.uniform(51.3, 53.3), dice.uniform(4.3, 6.8)),
            share / sum(shares),
            1.0 + 60 * share / sum(shares),
        )
        for number, share in enumerate(shares)
    )


def activities(count: int, seed: int = 1) -> Iterator[Activity]:
    """So many activities, branch by branch; the branches in no particular order."""
    dice = Random(f"activities {seed}")
    here = towns(seed)
    places = dice.choices(here, [town.share for town in here], k=-(-count // A_BRANCH))
    rules: dict[Session, Session] = {}
    for number, town in enumerate(places):
        branch, area = _branch(number, town, dice), frozenset({f"GM{town.number:04}"})
        for one in range(min(A_BRANCH, count - number * A_BRANCH)):
            yield _activity(number * A_BRANCH + one, branch, area, dice, rules)


def needs(count: int, seed: int = 1) -> Iterator[Need]:
    """So many needs of people who live where the branches are."""
    dice = Random(f"needs {seed}")
    here = towns(seed)
    for town in dice.choices(here, [town.share for town in here], k=count):
        yield _need(town, dice)


def _near(town: _Town, dice: Random) -> Point:
    north, east = dice.gauss(0, town.spread_km), dice.gauss(0, town.spread_km)
    return Point(town.point.latitude + north / 111.2, town.point.longitude + east / 68.0)


def _branch(number: int, town: _Town, dice: Random) -> Branch:
    facilities = {Facility.STEP_FREE} if dice.random() < 0.6 else set()
    return Branch(
        isil=BranchId(f"NL-08{number:08}"),
        name=f"Voorbeeldbibliotheek {number}",
        place=f"Plaats {town.number}",
        point=_near(town, dice),
        facilities=frozenset(facilities | ({Facility.QUIET} if dice.random() < 0.2 else set())),
    )


def _activity(
    number: int, branch: Branch, area: frozenset[str], dice: Random, rules: dict[Session, Session]
) -> Activity:
    (model,) = dice.choices(_MODELS, _SHARES)
    session = _session(model, dice)
    rule = rules.setdefault(session, session)
    return Activity(
        id=ActivityId(f"act_{dice.getrandbits(64):016x}"),
        library=LibraryId(f"{branch.isil[:7]}0000"),
        branch=branch,
        source_id=f"act-{number}",
        title=f"{model.type.value.replace('_', ' ').capitalize()} in {branch.place}",
        type=model.type,
        level=model.level,
        last_confirmed_on=TODAY - timedelta(days=int(dice.triangular(0, 220, 20))),
        description="Iedereen is welkom. Samen praten, samen leren.",
        themes=model.themes,
        reading=model.reading,
        helping_languages=tuple(
            sorted(dice.sample(_LANGUAGES, dice.choice((0, 1, 1, 1, 2, 2, 3))))
        ),
        audience=model.audience,
        delivery=_delivery(model, dice),
        entry=model.entry,
        facilities=frozenset(dice.choice(_OFFERED)),
        sessions=() if model.type is Type.LANGUAGE_BUDDY else (rule,),
        closed_in_school_holidays=dice.choice((*HolidayRegion, None)),
        seats=_seats(model, dice),
        waiting_list=model.waiting_list,
        expected_wait_weeks=dice.choice((None, 4, 8, 16)) if model.waiting_list else None,
        service_area=area if dice.random() < 0.3 else frozenset(),
    )


_OFFERED: tuple[tuple[Facility, ...], ...] = (
    (),
    (),
    (),
    (Facility.CHILDREN_WELCOME,),
    (Facility.CHILDCARE, Facility.CHILDREN_WELCOME),
)


def _delivery(model: _Model, dice: Random) -> Delivery:
    if dice.random() < model.online:
        return Delivery.ONLINE if dice.random() < 0.7 else Delivery.HYBRID
    return model.delivery


def _session(model: _Model, dice: Random) -> Session:
    return Session(
        start=dice.choice(_STARTS),
        duration_minutes=model.minutes,
        weekday=dice.choice(_WORKDAYS),
        monthly_ordinal=dice.choice((1, 2, 3)) if model.is_monthly else None,
    )


def _seats(model: _Model, dice: Random) -> Seats:
    if model.capacity is None:
        return Seats(None, dice.randrange(4), dice.randrange(20))
    elsewhere = dice.randrange(model.capacity + 1)
    return Seats(model.capacity, dice.randrange(3), elsewhere)


_LEVELS = (Level.ALFA, Level.PRE_A1, Level.A1, Level.A2, Level.B1, Level.B2, Level.UNKNOWN)
_LEVEL_SHARES = (10, 15, 25, 25, 15, 5, 5)
_MODES = (
    (TravelMode.BICYCLE, 30),
    (TravelMode.BICYCLE, 20),
    (TravelMode.PUBLIC_TRANSPORT, 45),
    (TravelMode.WALK, 25),
    (TravelMode.CAR, 30),
)


def _need(town: _Town, dice: Random) -> Need:
    (level,) = dice.choices(_LEVELS, _LEVEL_SHARES)
    mode, minutes = dice.choice(_MODES)
    is_reader = level not in {Level.ALFA, Level.PRE_A1} or dice.random() < 0.5
    return Need(
        location=Located(_near(town, dice), Precision.POSTCODE, 1.0),
        residence=f"GM{town.number:04}",
        level=level,
        speaking_level=dice.choice((None, None, Level.A1, Level.A2)),
        reading=Reading.LATIN if is_reader else dice.choice((Reading.NONE, Reading.OWN_SCRIPT)),
        spoken_languages=tuple(dice.sample(_LANGUAGES, dice.choice((0, 1, 1, 2)))),
        themes=frozenset(dice.sample(tuple(Theme), dice.choice((0, 1, 1, 2, 3)))),
        audiences=frozenset(dice.choice(((), (), (Audience.WOMEN,), (Audience.PARENTS,)))),
        age_group=dice.choice((AgeGroup.ADULT, AgeGroup.ADULT, AgeGroup.YOUTH, AgeGroup.SENIOR)),
        free=_free(dice),
        mode=mode,
        max_minutes=minutes,
        requirements=frozenset(dice.choice(_REQUIREMENTS)),
        delivery=frozenset(dice.choice(_DELIVERIES)),
    )


_REQUIREMENTS: tuple[tuple[Requirement, ...], ...] = (
    (),
    (),
    (),
    (),
    (Requirement.STEP_FREE,),
    (Requirement.CHILDREN_WELCOME,),
    (Requirement.CHILDCARE,),
)
_DELIVERIES: tuple[tuple[Delivery, ...], ...] = (
    (Delivery.IN_PERSON,),
    (Delivery.IN_PERSON,),
    (Delivery.IN_PERSON,),
    (Delivery.IN_PERSON, Delivery.ONLINE),
)


def _free(dice: Random) -> tuple[FreeInterval, ...] | None:
    if dice.random() < 0.3:
        return None
    slots = tuple(map(slot, dice.sample(SLOTS, 4)))
    if dice.random() < 0.3:
        return (*slots, FreeInterval(dice.choice(_WORKDAYS), 525, 840))
    return slots
