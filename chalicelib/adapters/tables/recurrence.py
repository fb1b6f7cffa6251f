"""Recurrences of iCalendar as sessions of ours, on the clock on the wall in Amsterdam.

A rule that our sessions can say is taken over as a rule, also without an end. Any other is worked
out, at most 366 times, and the days are gathered into as few sessions as say the same: so a rule
in UTC, which moves by an hour where our clock is changed, becomes one session for each half year.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from math import gcd
from typing import Any

from chalicelib.adapters.tables.readings import clock_of, minute
from chalicelib.adapters.tables.session_text import Rule
from chalicelib.domain.opening_hours import parts_of_the_day
from chalicelib.domain.schedule import AMSTERDAM, MINUTES_A_DAY, WEEK

MAX_OCCURRENCES = 366
MOST_WEEKS = 52  # between two sessions of one rule


class Unfit(Exception):
    """A property that cannot become a session, and the code of why."""

    def __init__(self, property_: str, code: str) -> None:
        self.property, self.code = property_, code
        super().__init__(f"{property_}: {code}")


@dataclass(frozen=True, slots=True)
class _Held:
    """One time that it is held: the Dutch day, minutes since midnight, and how long."""

    day: date
    start: int
    minutes: int


def sessions_of(event: Any, moved: Sequence[Any], *, walk_in: bool) -> list[Rule]:
    """When an event is held, with the events that took the place of one of its times.

    Raises:
        Unfit: it cannot be said in our sessions, or no more than 366 times.
    """
    first = _start_of(event)
    held = _held(first, _minutes(event, first))
    excepted = {_on_the_wall(at).date() for at in _instants(event, "EXDATE")}
    excepted |= {_on_the_wall(_instant(e["RECURRENCE-ID"])).date() for e in moved}
    rules = _rules(event, first, held, excepted) if "RECURRENCE-ID" not in event else []
    elsewhere = [_held(at, held.minutes) for at in _instants(event, "RDATE")]
    others = [event, *moved] if "RECURRENCE-ID" in event else moved
    elsewhere += [_held(_start_of(e), _minutes(e, _start_of(e))) for e in _going(others)]
    rules += [_once(each) for each in elsewhere]
    if not rules:
        raise Unfit("RRULE" if "RRULE" in event else "DTSTART", "never_held")
    return [part for rule in rules for part in _in_parts(rule, walk_in=walk_in)]


def _going(moved: Iterable[Any]) -> list[Any]:
    """The exceptions that are held at another time; a cancelled one is not held at all."""
    exceptions = list(moved)
    if any("RANGE" in event["RECURRENCE-ID"].params for event in exceptions):
        raise Unfit("RECURRENCE-ID", "this_and_future")
    return [e for e in exceptions if str(e.get("STATUS", "")).upper() != "CANCELLED"]


def _start_of(event: Any) -> datetime:
    if event.errors or "DTSTART" not in event:
        raise Unfit("DTSTART", "unreadable" if event.errors else "required")
    return _instant(event["DTSTART"])


def _instant(value: Any) -> datetime:
    """The instant of a property; without a zone it is the clock on the wall here."""
    at = value.dt
    if not isinstance(at, datetime):
        raise Unfit("DTSTART", "all_day")
    if at.tzinfo is None and "TZID" in value.params:
        raise Unfit("DTSTART", "unknown_time_zone")
    return at


def _minutes(event: Any, first: datetime) -> int:
    if "DTEND" in event:
        length = _on_the_wall(_instant(event["DTEND"])) - _on_the_wall(first)
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        raise Unfit("DTEND", "end_missing")
    minutes = length // timedelta(minutes=1)
    if minutes < 1:
        raise Unfit("DTEND", "upside_down")
    return int(minutes)


def _instants(event: Any, name: str) -> list[datetime]:
    """Every instant of EXDATE or RDATE; whole days as the beginning of that day."""
    given = event.get(name, [])
    values = [v for each in (given if isinstance(given, list) else [given]) for v in each.dts]
    if len(values) > MAX_OCCURRENCES:
        raise Unfit(name, "too_many_occurrences")
    return [_beginning(value.dt) for value in values]


def _beginning(at: Any) -> datetime:
    if isinstance(at, datetime):
        return at
    if isinstance(at, date):
        return datetime.combine(at, time.min)
    raise Unfit("RDATE", "unreadable")  # a period


def _on_the_wall(at: datetime) -> datetime:
    return at if at.tzinfo is None else at.astimezone(AMSTERDAM).replace(tzinfo=None)


def _held(at: datetime, minutes: int) -> _Held:
    local = _on_the_wall(at)
    return _Held(local.date(), local.hour * 60 + local.minute, minutes)


def _once(held: _Held) -> Rule:
    return {"onDate": held.day.isoformat(), **_time(held)}


def _time(held: _Held) -> Rule:
    return {"start": clock_of(held.start), "durationMinutes": held.minutes}


def _in_parts(rule: Rule, *, walk_in: bool) -> Iterator[Rule]:
    """The rule, or where one may walk in a rule for each part of the day."""
    opens = minute(rule["start"])
    closes = opens + rule["durationMinutes"]
    if not walk_in or closes > opens + MINUTES_A_DAY:
        yield rule
        return
    for first, last in parts_of_the_day(opens, closes):
        yield {**rule, "start": clock_of(first), "durationMinutes": last - first}


def _with_exceptions(rule: Rule, excepted: Iterable[date]) -> Rule:
    days = sorted(
        day.isoformat()
        for day in excepted
        if str(WEEK[day.weekday()]) == rule["weekday"] and day.isoformat() >= rule["validFrom"]
    )
    return {**rule, "except": days} if days else rule


def _gathered(held: Iterable[_Held]) -> list[Rule]:
    """As few sessions as say the same: a weekly rhythm where one is kept more often than not."""
    rhythms: dict[tuple[int, int, int], list[date]] = defaultdict(list)
    for each in held:
        rhythms[each.day.weekday(), each.start, each.minutes].append(each.day)
    return [
        rule
        for (_, start, minutes), days in rhythms.items()
        for rule in _in_a_rhythm(sorted(set(days)), start, minutes)
    ]


def _in_a_rhythm(days: Sequence[date], start: int, minutes: int) -> list[Rule]:
    """These days, all on one weekday: as one rule, or as those before and after the longest gap."""
    first, last = days[0], days[-1]
    weeks = gcd(*((day - first).days // 7 for day in days[1:]))
    if len(days) < 3 or weeks > MOST_WEEKS:
        return [_once(_Held(day, start, minutes)) for day in days]
    whole = {first + timedelta(weeks=n) for n in range(0, (last - first).days // 7 + 1, weeks)}
    missing = whole - set(days)
    if len(missing) >= len(days):
        cut = max(range(1, len(days)), key=lambda at: days[at] - days[at - 1])
        halves = (days[:cut], days[cut:])
        return [rule for half in halves for rule in _in_a_rhythm(half, start, minutes)]
    rule: Rule = {
        "weekday": str(WEEK[first.weekday()]),
        "everyWeeks": weeks,
        **_time(_Held(first, start, minutes)),
        "validFrom": first.isoformat(),
        "validUntil": last.isoformat(),
    }
    return [_with_exceptions(rule, missing)]


def _rules(event: Any, first: datetime, held: _Held, excepted: set[date]) -> list[Rule]:
    rule = event.get("RRULE")
    if rule is None:
        return [] if held.day in excepted else [_once(held)]
    if isinstance(rule, list):
        raise Unfit("RRULE", "one_rule")
    parts = {name.upper(): values for name, values in rule.items()}
    _refuse(parts)
    taken_over = _as_rules(parts, first, held) if _is_ours(first) else None
    if taken_over is None:
        days = [_held(at, held.minutes) for at in _worked_out(parts, first)]
        return _gathered([each for each in days if each.day not in excepted])
    return [_with_exceptions(each, excepted) for each in taken_over]


_KNOWN_PARTS = frozenset(
    {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


def _refuse(parts: Mapping[str, list[Any]]) -> None:
    if str(parts.get("FREQ", [""])[0]) not in _FREQUENCIES:
        raise Unfit("RRULE", "more_than_daily")
    if not parts.keys() <= _KNOWN_PARTS:
        raise Unfit("RRULE", "rule_too_fine")
    if not 1 <= int(parts.get("INTERVAL", [1])[0]) <= 1000:
        raise Unfit("RRULE", "rule_too_fine")
    if int(parts.get("COUNT", [1])[0]) > MAX_OCCURRENCES:
        raise Unfit("RRULE", "too_many_occurrences")


def _is_ours(first: datetime) -> bool:
    """Whether the rule runs on the Dutch clock: in a zone that goes with it, or in none."""
    if first.tzinfo is None:
        return True
    noons = (datetime(first.year, month, 1, 12, tzinfo=AMSTERDAM) for month in (1, 7))
    return all(noon.replace(tzinfo=first.tzinfo) == noon for noon in noons)


BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
LETTERS_BY_DAY = dict(zip(WEEK, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
DAY_BY_LETTERS = {letters: str(day) for day, letters in LETTERS_BY_DAY.items()}


def _as_rules(parts: Mapping[str, list[Any]], first: datetime, held: _Held) -> list[Rule] | None:
    """The rule in our own words, or None where it has to be worked out."""
    every = int(parts.get("INTERVAL", [1])[0])
    when = _rhythms(parts, every, held)
    if when is None:
        return None
    valid: Rule = {"validFrom": held.day.isoformat()}
    last = _last(parts, first, held)
    if last is not None:
        valid["validUntil"] = last.isoformat()
    return [{**rhythm, **_time(held), **valid} for rhythm in when]


def _rhythms(parts: Mapping[str, list[Any]], every: int, held: _Held) -> list[Rule] | None:
    matches = [BYDAY.fullmatch(str(day)) for day in parts.get("BYDAY", [])]
    days = [(m[1], DAY_BY_LETTERS[m[2]]) for m in matches if m]
    position = [int(at) for at in parts.get("BYSETPOS", [])]
    bare = [day for nth, day in days if nth is None]
    if parts.keys() & {"BYMONTHDAY", "BYMONTH"}:
        return None
    match str(parts["FREQ"][0]):
        case "WEEKLY" if not position and len(bare) == len(days) and _weeks_fit(parts, every):
            named = bare or [str(WEEK[held.day.weekday()])]
            return [{"weekday": day, "everyWeeks": every} for day in named]
        case "DAILY" if every == 1 and not position and len(bare) == len(days):
            return [{"weekday": day} for day in bare or map(str, WEEK)]
        case "MONTHLY" if every == 1 and days:
            return _monthly(days, bare, position)
        case _:
            return None


def _weeks_fit(parts: Mapping[str, list[Any]], every: int) -> bool:
    return every <= MOST_WEEKS and (every == 1 or str(parts.get("WKST", ["MO"])[0]) == "MO")


def _monthly(
    days: list[tuple[str | None, str]], bare: list[str], position: list[int]
) -> list[Rule] | None:
    if len(bare) == 1 and len(days) == 1 and len(position) == 1:
        days = [(str(position[0]), bare[0])]
    elif bare or position:
        return None
    nths = [(int(nth), day) for nth, day in days if nth is not None]
    if any(nth not in {1, 2, 3, 4, 5, -1} for nth, _ in nths):
        return None
    return [{"weekday": day, "monthlyOrdinal": nth} for nth, day in nths]


def _last(parts: Mapping[str, list[Any]], first: datetime, held: _Held) -> date | None:
    """The last day on which the rule can fall; None without an end."""
    if "COUNT" in parts:
        days = list(islice(_occurrences(parts, first), MAX_OCCURRENCES))
        return days[-1].date() if days else held.day
    if "UNTIL" not in parts:
        return None
    until: date = parts["UNTIL"][0]
    if not isinstance(until, datetime):
        return until
    local = _on_the_wall(until)
    before_it_starts = local.hour * 60 + local.minute < held.start
    return local.date() - timedelta(days=1) if before_it_starts else local.date()


def _worked_out(parts: Mapping[str, list[Any]], first: datetime) -> list[datetime]:
    """Every time it is held, when that is no more often than is allowed."""
    if not parts.keys() & {"COUNT", "UNTIL"}:
        raise Unfit("RRULE", "endless_rule")
    found = list(islice(_occurrences(parts, first), MAX_OCCURRENCES + 1))
    if len(found) > MAX_OCCURRENCES:
        raise Unfit("RRULE", "too_many_occurrences")
    return found


def _occurrences(parts: Mapping[str, list[Any]], first: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    text = ";".join(f"{name}={_written(values, first)}" for name, values in parts.items())
    try:
        return iter(rrulestr(text, dtstart=first))
    except (ValueError, TypeError, KeyError) as error:
        raise Unfit("RRULE", "unreadable") from error


def _written(values: list[Any], first: datetime) -> str:
    """The values of a part as dateutil reads them, which wants an end in UTC."""
    return ",".join(
        _until(value, first) if isinstance(value, date) else str(value) for value in values
    )


def _until(value: date, first: datetime) -> str:
    at = value if isinstance(value, datetime) else datetime.combine(value, time.max)
    if first.tzinfo is None:
        return _on_the_wall(at).strftime("%Y%m%dT%H%M%S")
    aware = at if at.tzinfo else at.replace(tzinfo=first.tzinfo)
    return aware.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
