"""Activities and facts as bytes: JSON rows, each field at its own position.

Positions keep a row at a third of the size of a JSON object. A row begins with the number of its
layout, so that a reader refuses what it does not know instead of misreading it. Whoever adds a
field gives the row a new number.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

from chalicelib.domain.catalogue import Activity, Branch, Contact, LevelRange, Price, Seats
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.matching.facts import Kind, Room, Times
from chalicelib.domain.pause import Pause
from chalicelib.domain.schedule import ClosedDays, Session, Weekday
from chalicelib.domain.vocabulary import (
    ActivityStatus,
    ActivityType,
    Audience,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    ReadingAsked,
    Theme,
)

LAYOUT = 2

_Row = list[Any]


def encode_activity(activity: Activity) -> bytes:
    """One activity, whole; `decode_activity` gives an equal one back."""
    return _dump(
        [
            LAYOUT,
            activity.id,
            activity.library,
            _branch_row(activity.branch),
            activity.source_id,
            activity.title,
            activity.type,
            _level_row(activity.level),
            activity.last_confirmed_on.isoformat(),
            activity.description,
            activity.themes,
            activity.reading,
            activity.helping_languages,
            activity.audience,
            activity.delivery,
            activity.entry,
            sorted(activity.facilities),
            [_session_row(session) for session in activity.sessions],
            activity.closed_in_school_holidays,
            _seats_row(activity.seats),
            activity.waiting_list,
            activity.expected_wait_weeks,
            [str(activity.price.amount), activity.price.note],
            sorted(activity.service_area),
            activity.organised_by,
            activity.programme,
            [activity.contact.phone, activity.contact.email],
            activity.status,
            activity.version,
            sorted(activity.own_service_area),
            [activity.own_contact.phone, activity.own_contact.email],
            _pause_row(activity.pause),
        ]
    )


def decode_activity(data: bytes) -> Activity:
    """The activity that was encoded.

    Raises:
        ValueError: the row has another layout, or a field that cannot be.
    """
    row = json.loads(data)
    if row[0] != LAYOUT:
        raise ValueError(f"an activity in layout {row[0]}; this release reads {LAYOUT}")
    amount, note = row[22]
    return Activity(
        id=ActivityId(row[1]),
        library=LibraryId(row[2]),
        branch=_branch(row[3]),
        source_id=row[4],
        title=row[5],
        type=ActivityType(row[6]),
        level=_level(row[7]),
        last_confirmed_on=date.fromisoformat(row[8]),
        description=row[9],
        themes=tuple(map(Theme, row[10])),
        reading=ReadingAsked(row[11]),
        helping_languages=tuple(row[12]),
        audience=Audience(row[13]),
        delivery=Delivery(row[14]),
        entry=Entry(row[15]),
        facilities=frozenset(map(Facility, row[16])),
        sessions=tuple(map(_session, row[17])),
        closed_in_school_holidays=_region(row[18]),
        seats=Seats(*row[19]),
        waiting_list=row[20],
        expected_wait_weeks=row[21],
        price=Price(Decimal(amount), note),
        service_area=frozenset(row[23]),
        organised_by=row[24],
        programme=row[25],
        contact=Contact(*row[26]),
        status=ActivityStatus(row[27]),
        version=row[28],
        own_service_area=frozenset(row[29]),
        own_contact=Contact(*row[30]),
        pause=_pause(row[31]),
    )


def encode_kind(kind: Kind) -> bytes:
    """One kind; equal kinds give equal bytes."""
    return _dump(
        [
            kind.type,
            _level_row(kind.level),
            kind.reading,
            kind.audience,
            kind.delivery,
            sorted(kind.themes),
        ]
    )


def decode_kind(data: bytes) -> Kind:
    """The kind that was encoded."""
    type_, level, reading, audience, delivery, themes = json.loads(data)
    return Kind(
        type=ActivityType(type_),
        level=_level(level),
        reading=ReadingAsked(reading),
        audience=Audience(audience),
        delivery=Delivery(delivery),
        themes=frozenset(map(Theme, themes)),
    )


def encode_words(words: Collection[str]) -> bytes:
    """A set of words, such as languages or municipalities."""
    return _dump(sorted(words))


def decode_words(data: bytes) -> frozenset[str]:
    """The set of words that was encoded."""
    return frozenset(json.loads(data))


def decode_facilities(data: bytes) -> frozenset[Facility]:
    """The facilities that were encoded as words."""
    return frozenset(map(Facility, json.loads(data)))


def encode_day(day: date) -> bytes:
    """A date."""
    return day.isoformat().encode()


def decode_day(data: bytes) -> date:
    """The date that was encoded."""
    return date.fromisoformat(data.decode())


def encode_times(times: Times) -> bytes:
    """When an activity meets; the order of its sessions is kept."""
    return _dump([[_session_row(session) for session in times.sessions], times.closed_in])


def decode_times(data: bytes) -> Times:
    """The times that were encoded."""
    sessions, closed_in = json.loads(data)
    return Times(tuple(map(_session, sessions)), _region(closed_in))


def encode_room(room: Room) -> bytes:
    """The seats and the list of an activity."""
    return _dump([room.type, _seats_row(room.seats), room.waiting_list, room.expected_wait_weeks])


def decode_room(data: bytes) -> Room:
    """The room that was encoded."""
    type_, seats, waiting_list, weeks = json.loads(data)
    return Room(ActivityType(type_), Seats(*seats), waiting_list, weeks)


def holidays_row(holidays: Holidays) -> dict[str, list[list[str]]]:
    """The school holidays as JSON values: first and last day of each period, by region."""
    return {
        region.value: [[first.isoformat(), last.isoformat()] for first, last in closed.periods]
        for region, closed in holidays.periods.items()
    }


def holidays_of(row: dict[str, list[list[str]]]) -> Holidays:
    """The school holidays of such a row."""
    return Holidays(
        {
            HolidayRegion(region): ClosedDays(
                tuple(
                    (date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans
                )
            )
            for region, spans in row.items()
        }
    )


def _branch_row(branch: Branch) -> _Row:
    return [
        branch.isil,
        branch.name,
        branch.place,
        branch.point.latitude,
        branch.point.longitude,
        branch.address,
        sorted(branch.facilities),
        branch.opening_hours,
    ]


def _branch(row: _Row) -> Branch:
    isil, name, place, latitude, longitude, address, facilities, opening_hours = row
    return Branch(
        isil=BranchId(isil),
        name=name,
        place=place,
        point=Point(latitude, longitude),
        address=address,
        facilities=frozenset(map(Facility, facilities)),
        opening_hours=tuple(opening_hours),
    )


def _level_row(level: LevelRange) -> _Row:
    return [level.lowest, level.highest, level.policy]


def _level(row: _Row) -> LevelRange:
    lowest, highest, policy = row
    return LevelRange(Level(lowest), Level(highest), LevelPolicy(policy))


def _seats_row(seats: Seats) -> _Row:
    return [seats.capacity, seats.taken, seats.taken_elsewhere]


def _session_row(session: Session) -> _Row:
    return [
        f"{session.start:%H:%M}",
        session.duration_minutes,
        session.weekday,
        session.every_weeks,
        session.monthly_ordinal,
        _day_row(session.on_date),
        _day_row(session.valid_from),
        _day_row(session.valid_until),
        [day.isoformat() for day in sorted(session.except_on)],
    ]


def _session(row: _Row) -> Session:
    start, minutes, weekday, every_weeks, ordinal, on_date, valid_from, valid_until, excepted = row
    return Session(
        start=time.fromisoformat(start),
        duration_minutes=minutes,
        weekday=None if weekday is None else Weekday(weekday),
        every_weeks=every_weeks,
        monthly_ordinal=ordinal,
        on_date=_day(on_date),
        valid_from=_day(valid_from),
        valid_until=_day(valid_until),
        except_on=frozenset(_days(excepted)),
    )


def _pause_row(pause: Pause | None) -> _Row | None:
    return None if pause is None else [pause.first_day.isoformat(), pause.last_day.isoformat()]


def _pause(row: _Row | None) -> Pause | None:
    return None if row is None else Pause(*_days(row))


def _day_row(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _days(written: Iterable[str]) -> Iterable[date]:
    return map(date.fromisoformat, written)


def _region(written: str | None) -> HolidayRegion | None:
    return None if written is None else HolidayRegion(written)


def _dump(row: _Row) -> bytes:
    written = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass")  # as json.loads reads bytes
