"""What a group of activities surely lacks and may offer: three words of 32 bits.

The search passes over whole groups by them. `lacks` is the AND over the group of what each
activity lacks, so `lacks & asked` are faults that every one of them has. `offers` and `tongues`
are the OR, so a bit that is missing is missing everywhere; a bit that is set promises nothing.
"""

from collections.abc import Iterable
from functools import reduce
from math import ceil
from operator import and_, or_
from typing import NamedTuple
from zlib import crc32

from chalicelib.domain.freetime import FreeInterval
from chalicelib.domain.matching import scoring
from chalicelib.domain.matching.constraints import (
    BIT,
    TALKING_TYPES,
    admits,
    audience_holds,
    delivery_holds,
    seat_holds,
)
from chalicelib.domain.matching.facts import Kind, Room, Times
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Constraint
from chalicelib.domain.vocabulary import (
    ActivityType,
    Audience,
    Delivery,
    Facility,
    Level,
    Reading,
    ReadingAsked,
    Requirement,
    Theme,
)

WORD = 0xFFFFFFFF

# The bits of `lacks`. A level has two: one for types about talking, where her speaking level
# counts, and one for the others; an activity sets bits on its own side only.
_LEVEL = {
    (is_talking, level): 1 << n
    for n, (is_talking, level) in enumerate(
        (side, level) for side in (True, False) for level in Level
    )
}
_READING = 1 << 14
_AUDIENCE = {audience: 1 << 15 + n for n, audience in enumerate(Audience)}
_DELIVERY = {delivery: 1 << 20 + n for n, delivery in enumerate(Delivery)}
NOT_AT_HOME = _DELIVERY[Delivery.ONLINE] | _DELIVERY[Delivery.HYBRID]
_FACILITY = {facility: 1 << 24 + n for n, facility in enumerate(Facility)}
_SEAT = 1 << 28
NO_DESK = 1 << 29  # no language-house desk that she can walk into

_BITS_OF_CONSTRAINT = {
    Constraint.LEVEL: sum(_LEVEL.values()),
    Constraint.READING: _READING,
    Constraint.AUDIENCE: sum(_AUDIENCE.values()),
    Constraint.DELIVERY: sum(_DELIVERY.values()),
    Constraint.NEEDS: sum(_FACILITY.values()),
    Constraint.SEAT: _SEAT,
}

# The bits of `offers`: three parts of each weekday, then the themes, then by arrangement.
_PART_STARTS_AT = (0, 12 * 60, 18 * 60)  # the night counts with the part next to it
EVERY_PART = (1 << 21) - 1
_THEME = {theme: 1 << 21 + n for n, theme in enumerate(Theme)}
BY_ARRANGEMENT = 1 << 31


class Marks(NamedTuple):
    """The three words of one activity or of a group, and the worth of its seats.

    `worth` is the most that the seats of one of them add to its score, in steps of WORTH_STEP,
    rounded up.
    """

    lacks: int
    offers: int
    tongues: int
    worth: int


WORTH_STEP = sum(scoring.WEIGHTS[part] for part in ("comfort", "wait", "scarcity")) / 254


def together(group: Iterable[Marks]) -> Marks:
    """The marks of a group of one or more."""
    lacks, offers, tongues, worth = zip(*group, strict=True)
    return Marks(reduce(and_, lacks), reduce(or_, offers), reduce(or_, tongues), max(worth))


def worth_of(room: Room) -> int:
    """The worth of one activity's seats, at most 255."""
    return ceil(scoring.seat_parts(room).total / WORTH_STEP)


def lacks_of_kind(kind: Kind) -> int:
    """The bits of what it excludes or asks."""
    is_talking = kind.type in TALKING_TYPES
    lacking = [
        *(_LEVEL[is_talking, level] for level in Level if not admits(kind, level)),
        0 if kind.reading is ReadingAsked.NONE else _READING,
        _AUDIENCE[kind.audience],
        _DELIVERY[kind.delivery],
        0 if _is_desk(kind) else NO_DESK,
    ]
    return reduce(or_, lacking)


def _is_desk(kind: Kind) -> bool:
    """A language-house desk that she can walk into."""
    is_at_branch = kind.delivery in {Delivery.IN_PERSON, Delivery.HYBRID}
    return kind.type is ActivityType.LANGUAGE_HOUSE_DESK and is_at_branch


def lacks_of_facilities(facilities: frozenset[Facility]) -> int:
    """The bits of the facilities that are not there."""
    return reduce(or_, (bit for one, bit in _FACILITY.items() if one not in facilities), 0)


def lacks_of_room(room: Room) -> int:
    """The bit of a full activity without a list."""
    return 0 if seat_holds(room) else _SEAT


def parts_of_week(times: Times) -> int:
    """The parts of the week in which a session starts, or that it is by arrangement."""
    if not times.sessions:
        return BY_ARRANGEMENT
    return reduce(
        or_, (part_bit(session.day.number, session.start_minute) for session in times.sessions)
    )


def themes_word(themes: Iterable[Theme]) -> int:
    """The bits of these themes in `offers`."""
    return reduce(or_, (_THEME[theme] for theme in themes), 0)


def tongues_word(languages: Iterable[str]) -> int:
    """One bit a language out of 32; two languages may share one."""
    return reduce(or_, (1 << crc32(language.encode()) % 32 for language in languages), 0)


def free_word(free: Iterable[FreeInterval] | None) -> int:
    """The parts of the week in which a session that fits can start; by arrangement always fits."""
    if free is None:
        return EVERY_PART | BY_ARRANGEMENT
    starts = (
        part_bit(interval.weekday.number, minute)
        for interval in free
        for minute in (interval.from_minute, *_PART_STARTS_AT, interval.until_minute - 1)
        if interval.from_minute <= minute < interval.until_minute
    )
    return reduce(or_, starts, BY_ARRANGEMENT)


def weekdays_of(offers: int) -> list[int]:
    """The weekdays, Monday as 0, of the parts in this word."""
    return [day for day in range(7) if offers >> len(_PART_STARTS_AT) * day & 0b111]


def asked_word(need: Need, *, at_her_place: bool) -> int:
    """The bits of `lacks` that are a fault for her."""
    speaking = need.level if need.speaking_level is None else need.speaking_level
    faults = [
        _LEVEL[True, speaking],
        _LEVEL[False, need.level],
        0 if need.reading is Reading.LATIN else _READING,
        *(bit for audience, bit in _AUDIENCE.items() if not audience_holds(need, audience)),
        *(bit for delivery, bit in _DELIVERY.items() if not delivery_holds(need, delivery)),
        *(
            bit
            for facility, bit in _FACILITY.items()
            if Requirement(facility.value) in need.requirements
            and not (at_her_place and facility is Facility.STEP_FREE)
        ),
        _SEAT,
    ]
    return reduce(or_, faults)


def constraints_of(faults: int) -> int:
    """The constraints, as bits, that these faults of `lacks` break."""
    return sum(BIT[constraint] for constraint, bits in _BITS_OF_CONSTRAINT.items() if faults & bits)


def part_bit(weekday: int, minute: int) -> int:
    """The bit in `offers` of a part of a weekday, counted from Monday as 0."""
    part = sum(minute >= start for start in _PART_STARTS_AT) - 1
    return 1 << len(_PART_STARTS_AT) * weekday + part
