"""The week of a library: on which day it expects whom, and what it said of who was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.events import Actor
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.ledger import Presence
from chalicelib.domain.meeting import expected_on
from chalicelib.domain.placement import State
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.expecting import Expected, expected
from chalicelib.usecases.ports import LibraryQuery, Ports

DAYS = 7
_MOST_SHOWN = 200  # people on one page; whoever has more goes on to the next
_WAITS = frozenset({State.WAITLISTED, State.SEAT_OFFERED})


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody on one day: when she is expected, and whether she was there, once that was said."""

    expected: Expected
    starts_at: datetime
    presence: Presence | None


@dataclass(frozen=True, slots=True)
class Day:
    """Who is expected that day, the first to come first; `is_over` once it has begun."""

    day: date
    coming: tuple[Coming, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Week:
    """All who come to a library: by day where a day is known, and who waits for it."""

    days: tuple[Day, ...]
    everybody: tuple[Expected, ...]
    next_cursor: str | None = None

    @property
    def unanswered(self) -> tuple[Expected, ...]:
        """Who asked for a place and has no answer yet."""
        return tuple(one for one in self.everybody if one.placement.state is State.HELD)

    @property
    def waiting(self) -> tuple[Expected, ...]:
        """Who stands on a waiting list, or thinks about the seat that came free."""
        return tuple(one for one in self.everybody if one.placement.state in _WAITS)

    @property
    def later(self) -> tuple[Expected, ...]:
        """Who comes, but not on a day of this week: by arrangement, or another week."""
        here = {coming.expected.placement.id for day in self.days for coming in day.coming}
        others = (*self.unanswered, *self.waiting)
        here |= {one.placement.id for one in others}
        return tuple(one for one in self.everybody if one.placement.id not in here)


def week_of(
    library: LibraryId,
    first_day: date,
    *,
    cursor: str | None = None,
    by: Actor | None = None,
    ports: Ports,
) -> Week:
    """The seven days from this one at this library; `by` as in `expected`.

    Raises:
        InvalidRequest: the cursor is none of ours.
    """
    everybody, after = _live(library, cursor, by, ports=ports)
    days = (first_day + timedelta(days=number) for number in range(DAYS))
    return Week(tuple(_day(day, everybody, ports=ports) for day in days), everybody, after)


def recent_days(one: Expected, *, ports: Ports) -> tuple[date, ...]:
    """The days of the past week, today among them, on which she was expected and nothing was said.

    The last one first.
    """
    today = ports.now().astimezone(AMSTERDAM).date()
    days = (today - timedelta(days=number) for number in range(DAYS))
    return tuple(
        day for day in days if day not in one.presence and _start(day, one, ports=ports) is not None
    )


def _live(
    library: LibraryId, cursor: str | None, by: Actor | None, *, ports: Ports
) -> tuple[tuple[Expected, ...], str | None]:
    """Who comes, and where the list goes on; those who ended stand behind all of them."""
    query = LibraryQuery(library, page_size=_MOST_SHOWN, cursor=cursor)
    page = expected(query, by=by, ports=ports)
    live = tuple(one for one in page.items if one.placement.is_live)
    is_all = len(live) < len(page.items)
    return live, None if is_all else page.next_cursor


def _day(day: date, everybody: Iterable[Expected], *, ports: Ports) -> Day:
    coming = [
        Coming(one, start, one.presence.get(day))
        for one in everybody
        if (start := _start(day, one, ports=ports)) is not None
    ]
    today = ports.now().astimezone(AMSTERDAM).date()
    return Day(day, tuple(sorted(coming, key=_order)), is_over=day <= today)


def _order(coming: Coming) -> tuple[datetime, str, str]:
    one = coming.expected
    return coming.starts_at, one.placement.activity_id, one.guest.first_name if one.guest else ""


def _start(day: date, one: Expected, *, ports: Ports) -> datetime | None:
    """When she is expected that day; on no day before the library knew of her."""
    since = one.placement.known_since
    if one.activity is None or (since is not None and day < since.astimezone(AMSTERDAM).date()):
        return None
    return expected_on(day, one.placement, one.activity, holidays=ports.holidays)
