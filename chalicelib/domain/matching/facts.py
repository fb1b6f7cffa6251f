"""What matching knows of an activity: a few small facts, each shared by many activities.

A café in Almelo and one in Sneek are often the same kind of thing, meet at the same hours and
have as many seats. So each distinct fact is kept once and judged once for a question, however
many activities share it; the snapshot packs activities as references to facts.
"""

from datetime import date
from typing import NamedTuple

from chalicelib.domain.catalogue import Activity, LevelRange, Seats
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.schedule import Session
from chalicelib.domain.vocabulary import (
    ActivityType,
    Audience,
    Delivery,
    Facility,
    ReadingAsked,
    Theme,
)


class Kind(NamedTuple):
    """What sort of thing it is, wherever and whenever it is."""

    type: ActivityType
    level: LevelRange
    reading: ReadingAsked
    audience: Audience
    delivery: Delivery
    themes: frozenset[Theme]


class Times(NamedTuple):
    """When it meets; no sessions means by arrangement."""

    sessions: tuple[Session, ...]
    closed_in: HolidayRegion | None


class Room(NamedTuple):
    """Who can still join; the type says how many people it is at its best with."""

    type: ActivityType
    seats: Seats
    waiting_list: bool
    expected_wait_weeks: int | None


class Facts(NamedTuple):
    """All that matching asks of one activity, but its place, its id and its status.

    `languages` are those in which help is given, `facilities` what it offers with its building,
    `area` the municipalities it is meant for, empty for all, `confirmed` when it last was.
    """

    kind: Kind
    languages: frozenset[str]
    facilities: frozenset[Facility]
    times: Times
    room: Room
    area: frozenset[str]
    confirmed: date


def facts_of(activity: Activity) -> Facts:
    """The facts of one activity; order and repetition in its lists make no difference."""
    return Facts(
        kind=Kind(
            activity.type,
            activity.level,
            activity.reading,
            activity.audience,
            activity.delivery,
            frozenset(activity.themes),
        ),
        languages=frozenset(activity.helping_languages),
        facilities=activity.offered_facilities,
        times=Times(activity.held_sessions, activity.closed_in_school_holidays),
        room=Room(
            activity.type, activity.seats, activity.waiting_list, activity.expected_wait_weeks
        ),
        area=activity.service_area,
        confirmed=activity.last_confirmed_on,
    )
