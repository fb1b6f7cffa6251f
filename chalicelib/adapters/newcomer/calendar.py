"""Her calendar: the meetings that are really held of all that she chose (iCalendar)."""

from datetime import datetime, timedelta

from chalicelib.adapters.newcomer.cards import ActivityById, chosen_options, place_of
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM, held_between

_MOST_MEETINGS = 8
_LOOK_AHEAD = timedelta(weeks=26)


def calendar(
    referral: Referral, activities: ActivityById, *, holidays: Holidays, at: datetime
) -> str:
    """The next eight meetings."""
    from icalendar import Calendar, Event

    whole = Calendar()
    whole.add("prodid", "-//Wegwijs//NL")
    whole.add("version", "2.0")
    for placement, activity, start, minutes in _meetings(referral, activities, holidays, at):
        event = Event()
        event.add("uid", f"{placement.id}-{start:%Y%m%dT%H%M}@wegwijs")
        event.add("dtstamp", at)
        event.add("dtstart", start.astimezone(AMSTERDAM))
        event.add("dtend", (start + timedelta(minutes=minutes)).astimezone(AMSTERDAM))
        event.add("summary", activity.title)
        event.add("location", place_of(activity))
        whole.add_component(event)
    whole.add_missing_timezones()
    text: str = whole.to_ical().decode()
    return text


def _meetings(
    referral: Referral, activities: ActivityById, holidays: Holidays, at: datetime
) -> list[tuple[Placement, Activity, datetime, int]]:
    found = [
        (placement, activity, start, session.duration_minutes)
        for placement, activity in chosen_options(referral, activities)
        for session in activity.held_sessions
        for start in held_between(
            session,
            after=at,
            until=at + _LOOK_AHEAD,
            closed=holidays.closed(activity.closed_in_school_holidays),
        )
    ]
    return sorted(found, key=lambda meeting: meeting[2])[:_MOST_MEETINGS]
