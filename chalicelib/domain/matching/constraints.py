"""What must hold before an activity is suggested: one small question for each constraint.

Only ACTIVE activities are asked at all. The set of constraints that fail decides: none, and the
activity is a match; exactly one, and it may be a near miss; more, and it is not spoken of.

Where it takes place for her decides about travel. HYBRID in her wish means in person and online.
An in_person activity is at the branch, an online or home one at her own place: no kilometres, no
minutes. A hybrid one is at the branch when she wishes in_person and its travel fits her maximum,
else online when she wishes online, else at the branch.

level     The level that counts lies within the range, or the range is a guideline. For types
          that are about talking her speaking level counts when it is known, else her level.
          UNKNOWN holds for guidelines and at a language-house desk only.
reading   It asks no Latin script, or she reads it.
travel    At the branch: the minutes by her own mode are at most her maximum.
slot      One session rule fits her free time, travel included, and is really held within the
          horizon. An activity without sessions is by arrangement, and holds.
audience  everyone, or a group she wishes (women, parents), or one she wishes or is of (youth,
          adults).
delivery  One of the ways she wishes.
needs     What she needs is there, where a place or an activity can offer it. At her own place
          the building does not matter: step_free holds.
seat      A free seat, or a waiting list.
area      No service area, or she lives in it.
stale     Confirmed at most STALE_AFTER_DAYS ago, in days on the calendar in Amsterdam.
parked    Not set aside for her for now.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.domain.catalogue import STALE_AFTER_DAYS
from chalicelib.domain.freetime import fits
from chalicelib.domain.matching.facts import Kind, Room, Times
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.schedule import ClosedDays, Session, next_held
from chalicelib.domain.vocabulary import (
    RANK,
    ActivityType,
    AgeGroup,
    Audience,
    Delivery,
    Facility,
    Level,
    LevelPolicy,
    Reading,
    ReadingAsked,
    Requirement,
)

# A set of constraints is a number here, one bit each: the search compares millions of them.
BIT: dict[Constraint, int] = {constraint: 1 << n for n, constraint in enumerate(Constraint)}

TALKING_TYPES = frozenset(
    {
        ActivityType.LANGUAGE_CAFE,
        ActivityType.CONVERSATION_GROUP,
        ActivityType.WALK_AND_TALK,
        ActivityType.LANGUAGE_BUDDY,
        ActivityType.WOMEN_GROUP,
    }
)
# The requirements that a place or an activity can answer; `companion` and `call_first` never
# exclude, the case worker arranges them.
FACILITY_ASKED: dict[Requirement, Facility] = {
    Requirement(facility.value): facility for facility in Facility
}


class Timing(NamedTuple):
    """Whether she can come, and when it first meets; `next_at` is UTC, None when it does not."""

    fits: bool
    next_at: datetime | None


def named(bits: int) -> frozenset[Constraint]:
    """The constraints of a set of bits, by name."""
    return frozenset(constraint for constraint, bit in BIT.items() if bits & bit)


def failed_by_kind(need: Need, kind: Kind) -> int:
    """Which of level, reading, audience and delivery fail, as bits."""
    return _bits(
        (Constraint.LEVEL, admits(kind, level_that_counts(need, kind.type))),
        (Constraint.READING, reading_holds(need, kind.reading)),
        (Constraint.AUDIENCE, audience_holds(need, kind.audience)),
        (Constraint.DELIVERY, delivery_holds(need, kind.delivery)),
    )


def failed_bit(constraint: Constraint, *, holds: bool) -> int:
    """The bit of a constraint when it fails, else no bit."""
    return 0 if holds else BIT[constraint]


def wished_delivery(need: Need) -> frozenset[Delivery]:
    """In which ways she would attend; a wish for HYBRID means in person and online."""
    if Delivery.HYBRID in need.delivery:
        return need.delivery | {Delivery.IN_PERSON, Delivery.ONLINE}
    return need.delivery


def is_at_her_place(need: Need, delivery: Delivery, minutes_to_branch: int) -> bool:
    """She attends without travelling: online, at home, or hybrid where that suits her better."""
    if delivery is not Delivery.HYBRID:
        return delivery is not Delivery.IN_PERSON
    wished = wished_delivery(need)
    if Delivery.IN_PERSON in wished and minutes_to_branch <= need.max_minutes:
        return False
    return Delivery.ONLINE in wished


def level_that_counts(need: Need, activity_type: ActivityType) -> Level:
    """Her speaking level where the activity is about talking, else her level."""
    if activity_type in TALKING_TYPES and need.speaking_level is not None:
        return need.speaking_level
    return need.level


def admits(kind: Kind, level: Level) -> bool:
    """The constraint on level, for the level that counts."""
    if kind.level.policy is LevelPolicy.GUIDELINE:
        return True
    if level is Level.UNKNOWN:
        return kind.type is ActivityType.LANGUAGE_HOUSE_DESK
    return RANK[kind.level.lowest] <= RANK[level] <= RANK[kind.level.highest]


def reading_holds(need: Need, asked: ReadingAsked) -> bool:
    return asked is ReadingAsked.NONE or need.reading is Reading.LATIN


def travel_holds(need: Need, minutes: int) -> bool:
    return minutes <= need.max_minutes


def audience_holds(need: Need, audience: Audience) -> bool:
    if audience is Audience.EVERYONE or audience in need.audiences:
        return True
    if audience is Audience.YOUTH:
        return need.age_group is AgeGroup.YOUTH
    return audience is Audience.ADULTS and need.age_group is not AgeGroup.YOUTH


def delivery_holds(need: Need, delivery: Delivery) -> bool:
    wished = wished_delivery(need)
    if delivery is Delivery.HYBRID:
        return Delivery.IN_PERSON in wished or Delivery.ONLINE in wished
    return delivery in wished


def lacking(
    need: Need, facilities: frozenset[Facility], *, at_her_place: bool
) -> frozenset[Requirement]:
    """What she needs and will not find there; empty when the constraint holds."""
    return frozenset(
        requirement
        for requirement in need.requirements & FACILITY_ASKED.keys()
        if FACILITY_ASKED[requirement] not in facilities
        and not (at_her_place and requirement is Requirement.STEP_FREE)
    )


def seat_holds(room: Room) -> bool:
    return room.seats.has_room or room.waiting_list


def area_holds(need: Need, area: frozenset[str]) -> bool:
    return not area or need.residence in area


def is_fresh(confirmed: date, *, today: date) -> bool:
    return (today - confirmed).days <= STALE_AFTER_DAYS


def timing(need: Need, times: Times, minutes: int, *, at: datetime, closed: ClosedDays) -> Timing:
    """When it first meets among the rules that fit her; among all its rules when none does."""
    if not times.sessions:
        return Timing(fits=True, next_at=None)
    fitting = [session for session in times.sessions if fits(session, minutes, need.free)]
    first = _first_held(fitting, at, closed)
    if first is not None:
        return Timing(fits=True, next_at=first)
    return Timing(fits=False, next_at=_first_held(times.sessions, at, closed))


def _first_held(sessions: Iterable[Session], at: datetime, closed: ClosedDays) -> datetime | None:
    starts = (next_held(session, at=at, closed=closed) for session in sessions)
    return min((start for start in starts if start is not None), default=None)


def _bits(*held: tuple[Constraint, bool]) -> int:
    return sum(BIT[constraint] for constraint, holds in held if not holds)
