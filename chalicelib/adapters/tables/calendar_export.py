"""A library's sessions as iCalendar, to subscribe to from any agenda."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.tables.recurrence import LETTERS_BY_DAY, MAX_OCCURRENCES
from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.schedule import AMSTERDAM, HORIZON, Session, held_between

if TYPE_CHECKING:
    from icalendar import Event


def calendar(
    library: Library, activities: Iterable[Activity], *, holidays: Holidays, at: datetime
) -> str:
    """The sessions of the year after `at`, as rules; days on which nothing is held left out."""
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", "-//Wegwijs//NL")
    found.add("version", "2.0")
    found.add("x-wr-calname", library.name)
    for activity in activities:
        for number, session in enumerate(activity.held_sessions):
            for event in _events(activity, session, number, holidays=holidays, at=at):
                found.add_component(event)
    found.add_missing_timezones()
    return str(found.to_ical().decode("utf-8"))


def _events(
    activity: Activity, session: Session, number: int, *, holidays: Holidays, at: datetime
) -> Iterator["Event"]:
    """The session as an event, when it can still be held within a year."""
    from icalendar import Event

    closed = holidays.closed(activity.closed_in_school_holidays)
    rule = replace(session, except_on=frozenset())
    by_rule = list(_starts(held_between(rule, after=at, until=at + HORIZON)))
    held = set(held_between(session, after=at, until=at + HORIZON, closed=closed))
    if not by_rule or not held:
        return
    start = by_rule[0].astimezone(AMSTERDAM)
    event = Event()
    event.add("uid", f"{activity.id}-{number}@wegwijs")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", activity.title)
    event.add("location", _place(activity))
    if activity.description:
        event.add("description", activity.description)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=session.duration_minutes))
    if session.on_date is None:
        event.add("rrule", _recurrence(session))
    if skipped := [each.astimezone(AMSTERDAM) for each in by_rule if each not in held]:
        event.add("exdate", skipped)
    yield event


def _starts(starts: Iterable[datetime]) -> Iterable[datetime]:
    return islice(starts, MAX_OCCURRENCES)


def _recurrence(session: Session) -> Mapping[str, Any]:
    letters = LETTERS_BY_DAY[session.day]
    if session.monthly_ordinal is None:
        rule = {"freq": "WEEKLY", "interval": session.every_weeks, "byday": letters}
    else:
        rule = {"freq": "MONTHLY", "byday": f"{session.monthly_ordinal}{letters}"}
    if session.valid_until is not None:
        last_moment = datetime.combine(session.valid_until, time(23, 59), AMSTERDAM)
        rule["until"] = last_moment.astimezone(UTC)
    return rule


def _place(activity: Activity) -> str:
    branch = activity.branch
    return ", ".join(part for part in (branch.name, branch.address, branch.place) if part)
