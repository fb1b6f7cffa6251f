"""Sessions in one cell: how they are written, and how people may write them.

    tue 10:00 90 min | last thu 19:00 120 min from 2026-09-01 | 2026-12-01 09:00 60 min

A session is a day, a time and, where it needs them, the words every, from, until and except. What
is written here reads back to the same sessions; Dutch words and times from–until are read as well.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chalicelib.adapters.tables import readings
from chalicelib.adapters.tables.readings import Unclear, plain
from chalicelib.adapters.tables.vocabulary import weekdays
from chalicelib.domain.opening_hours import OPEN_TO_WALK_IN, parts_of_the_day
from chalicelib.domain.schedule import LAST, Session

Rule = dict[str, Any]  # a session in the API's shape
Hours = tuple[int, int | None]  # from and until in minutes; no end where none is said


def written(sessions: Iterable[Session]) -> str:
    """The sessions as `read` understands them."""
    return " | ".join(" ".join(_words(session)) for session in sessions)


_NTH = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", LAST: "last"}


def _words(session: Session) -> Iterator[str]:
    if session.on_date is not None:
        yield session.on_date.isoformat()
    else:
        if session.monthly_ordinal is not None:
            yield _NTH[session.monthly_ordinal]
        yield session.day
    yield f"{session.start:%H:%M} {session.duration_minutes} min"
    if session.every_weeks != 1:
        yield f"every {session.every_weeks} weeks"
    if session.valid_from is not None:
        yield f"from {session.valid_from.isoformat()}"
    if session.valid_until is not None:
        yield f"until {session.valid_until.isoformat()}"
    if session.except_on:
        yield "except " + " ".join(day.isoformat() for day in sorted(session.except_on))


_DATE = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4})"
_TIME = r"\d{1,2}(?:\s?[:.u]\s?\d{2}|\s?u)?(?:\s?uur)?"
_PIECES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("except", re.compile(rf"\b(?:except|behalve|niet op)\s+((?:{_DATE}[\s,+]*)+)")),
    ("valid_until", re.compile(rf"\b(?:until|tot en met|t/m|tot)\s+{_DATE}")),
    ("valid_from", re.compile(rf"\b(?:from|vanaf|van)\s+{_DATE}")),
    (
        "every",
        re.compile(r"\b((?:every|elke|iedere|om de)\s+(?:\d{1,2}\s+)?(?:week|weken|weeks))\b"),
    ),
    ("on_date", re.compile(rf"\b{_DATE}\b")),
    ("minutes", re.compile(r"\b(\d{1,4})\s*(?:min|minuten|minutes)\b")),
    ("hours", re.compile(rf"\b({_TIME}\s*(?:-|tot|until|to)\s*{_TIME})(?=\s|$)")),
    (
        "start",
        re.compile(r"\b(\d{1,2}\s?[:.u]\s?\d{2}(?:\s?uur)?|\d{1,2}\s?(?:uur|u))(?=\s|$)"),
    ),
    (
        "ordinal",
        re.compile(
            r"\b(\d(?:e|de|ste|st|nd|rd|th)|eerste|tweede|derde|vierde|vijfde|laatste|first"
            r"|second|third|fourth|fifth|last)\b"
        ),
    ),
)
_DATES = re.compile(_DATE)
_FILLING = re.compile(r"\b(?:van de maand|of the month|op|on|de|om|van|at|elke|iedere|every)\b|,")


def read(cell: str, *, walk_in: bool) -> list[Rule]:
    """The sessions of a cell, between | or ; or new lines.

    Raises:
        Unclear: a word that is none of a session's.
    """
    lines = [line for line in re.split(r"[|;\n]", plain_lines(cell)) if line.strip()]
    return [rule for line in lines for rule in _read_one(line, walk_in=walk_in)]


def plain_lines(cell: str) -> str:
    return "\n".join(plain(line) for line in cell.splitlines())


def _read_one(line: str, *, walk_in: bool) -> list[Rule]:
    pieces, rest = _taken_apart(line)
    rule: Rule = {}
    for name, key, reading in _SIMPLE:
        if name in pieces:
            rule[key] = reading(pieces[name])
    if "except" in pieces:
        rule["except"] = [readings.day(match[0]) for match in _DATES.finditer(pieces["except"])]
    # A written length is one session; hours from–until may be opening hours.
    walk_in = walk_in and "hours" in pieces
    days = weekdays(rest) if rest else []
    if "onDate" in rule and not days:
        return timed([rule], _hours(pieces), walk_in=walk_in)
    if "onDate" in rule or not days:
        raise Unclear("bad_sessions")
    return timed([{"weekday": day, **rule} for day in days], _hours(pieces), walk_in=walk_in)


_SIMPLE: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("on_date", "onDate", readings.day),
    ("valid_from", "validFrom", readings.day),
    ("valid_until", "validUntil", readings.day),
    ("every", "everyWeeks", readings.every_weeks),
    ("ordinal", "monthlyOrdinal", readings.ordinal),
)


def _taken_apart(line: str) -> tuple[dict[str, str], str]:
    """The pieces that are found, in the order in which they cannot be mistaken, and the rest."""
    found: dict[str, str] = {}
    for name, pattern in _PIECES:
        if match := pattern.search(line):
            found[name] = match[1]
            line = f"{line[: match.start()]} {line[match.end() :]}"
    return found, " ".join(_FILLING.sub(" ", line).split())


def _hours(pieces: dict[str, str]) -> Hours:
    if "hours" in pieces:
        return readings.span(pieces["hours"])
    if "start" not in pieces or "minutes" not in pieces:
        raise Unclear("bad_sessions")
    start = readings.minute(pieces["start"])
    return start, start + int(pieces["minutes"])


def timed(rules: Iterable[Rule], hours: Hours, *, walk_in: bool) -> list[Rule]:
    """Each rule at these hours; where one may walk in, a rule for each part of the day."""
    opens, closes = hours
    if closes is None:
        raise Unclear("end_missing")
    spans = parts_of_the_day(opens, closes) if walk_in else ((opens, closes),)
    return [
        {**rule, "start": readings.clock_of(first), "durationMinutes": last - first}
        for rule in rules
        for first, last in spans
    ]


def is_walk_in(type_: object) -> bool:
    """Whether this type of activity (an id) is one to walk in at, within opening hours."""
    return type_ in OPEN_TO_WALK_IN
