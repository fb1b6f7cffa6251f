"""The week of a library: who comes, by day, on one page and one print; one tap for each answer."""

from collections.abc import Mapping
from datetime import date, timedelta

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ledger import Presence
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.own import own_library, today
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.queries import WeekQuery
from chalicelib.usecases.week import DAYS, Week, week_of

week = Blueprint(__name__)
PATH = "/deze-week"
_FURTHEST = timedelta(days=366)


@week.route(PATH, methods=["GET"])
@staff_page(week, allow=LIBRARY_ROLES)
def shows_who_comes_this_week(visit: Visit) -> Response:
    return week_page(visit)


@week.route(f"{PATH}/vrijwilligers", methods=["GET"])
@staff_page(week, allow=LIBRARY_ROLES)
def prints_the_list_for_volunteers(visit: Visit) -> Response:
    """First names and codes, to print; nothing else of anybody."""
    asked = _asked(visit)
    monday = _monday(visit, asked.week)
    found = _found(visit, monday, asked)
    return visit.page("week_volunteers.html", week=found, monday=monday)


def week_page(visit: Visit, wrong: Mapping[str, str] | None = None, given: str = "") -> Response:
    """The week asked for; with what is wrong, the counter code that was given as well."""
    asked = _asked(visit)
    monday = _monday(visit, asked.week)
    found = _found(visit, monday, asked)
    return visit.page(
        "week.html",
        status=400 if wrong else 200,
        week=found,
        monday=monday,
        before=monday - timedelta(days=DAYS),
        after=monday + timedelta(days=DAYS),
        is_this_week=monday == _monday(visit, None),
        today=today(visit),
        reasons=list(LibraryDeclineReason),
        presences=(Presence.PRESENT, Presence.ABSENT),
        faults=wrong or {},
        given=given,
        undoes=visit.asked("gedaan"),
    )


def _found(visit: Visit, monday: date, asked: WeekQuery) -> Week:
    by, cursor = visit.caller.actor, asked.cursor
    return week_of(own_library(visit), monday, cursor=cursor, by=by, ports=visit.ports)


def _asked(visit: Visit) -> WeekQuery:
    given = {name: visit.asked(name) for name in ("week", "cursor")}
    try:
        return parse(WeekQuery, {name: value for name, value in given.items() if value})
    except InvalidRequest:
        return WeekQuery()


def _monday(visit: Visit, day: date | None) -> date:
    """The first day of that day's week; of this week's where none is named within a year."""
    here = today(visit)
    day = day if day and abs(day - here) <= _FURTHEST else here
    return day - timedelta(days=day.weekday())
