"""Logs by allow-list: one line of JSON an event, with ids, states, durations and counts only.

A line says its event, which is a constant of the source, and of its `extra` what FIELDS names and
what looks as it should. Nothing else of a record comes through: no arguments, no text of an
exception, no word of a library that logs something of its own. So a line can be shown to anybody.
"""

import json
import logging
import re
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from traceback import extract_tb
from typing import Any, TextIO

OURS = "chalicelib"
_ID = r"[a-z]{3}_[A-Za-z0-9_-]{1,80}"
_WORD = r"[a-z][a-z_]{0,60}"
FIELDS: Mapping[str, str] = {
    "function": _WORD,
    "message_id": rf"{_ID}|[0-9a-fA-F-]{{1,64}}",  # a text of ours, or what a queue calls it
    "referral": _ID,
    "catalogue": r"[0-9TZ]{1,20}-[0-9a-f]{1,64}|none|v\d{1,9}",
    "correlation": r"[A-Za-z0-9-]{8,64}",
    "settings": r"[A-Z0-9_,]{1,500}",  # names of ours that nobody reads
}
"""What a line may say beside numbers, and what it looks like; anything else is withheld."""
NUMBERS = frozenset({"sent", "failed", "without_address", "lagged", "drifted", "days", "mended"})
COUNTS = frozenset({"forgotten"})  # numbers by a word of ours
METRIC = "metric"  # the extra that holds a metric, ready to be written: see adapters/emf.py
_WITHHELD = "withheld"
_FRAMES = 12

_correlation: ContextVar[str | None] = ContextVar("correlation", default=None)


def correlation() -> str | None:
    """What everything that is done now was begun by: a request, or a message that came from one."""
    return _correlation.get()


@contextmanager
def correlated(begun_by: object = None) -> Iterator[str]:
    """Within, everything is said to be begun by this; by something new where it is no id."""
    looks_right = isinstance(begun_by, str) and re.fullmatch(FIELDS["correlation"], begun_by)
    name = str(begun_by) if looks_right else secrets.token_hex(16)
    before = _correlation.set(name)
    try:
        yield name
    finally:
        _correlation.reset(before)


class AllowedJson(logging.Formatter):
    """The line for a record."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON; of a metric, what it brings along."""
        metric = getattr(record, METRIC, None)
        said = dict(metric) if isinstance(metric, Mapping) else _event(record)
        if (begun_by := correlation()) is not None:
            said["correlation"] = begun_by
        return json.dumps(said)


def _event(record: logging.LogRecord) -> dict[str, Any]:
    """What is said of an event: ours by its name, another's by its logger's only."""
    is_ours = record.name.partition(".")[0] == OURS
    said: dict[str, Any] = {
        "at": int(record.created * 1000),
        "level": record.levelname,
        "logger": record.name,
    }
    if is_ours:
        said["event"] = record.msg
        said |= {name: _allowed(name, value) for name, value in _extra(record)}
    if record.exc_info and record.exc_info[0] is not None:
        said |= _error(*record.exc_info[:2], record.exc_info[2])
    return said


def _extra(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    known = vars(logging.makeLogRecord({}))
    yield from ((name, value) for name, value in vars(record).items() if name not in known)


def _allowed(name: str, value: object) -> object:
    if name in NUMBERS:
        return value if isinstance(value, int | float) else _WITHHELD
    if name in COUNTS and isinstance(value, Mapping):
        return {k: v for k, v in value.items() if _is_count(k, v)}
    pattern = FIELDS.get(name)
    return value if pattern and re.fullmatch(pattern, str(value)) else _WITHHELD


def _is_count(word: object, number: object) -> bool:
    return isinstance(number, int) and re.fullmatch(_WORD, str(word)) is not None


def _error(kind: type[BaseException], error: BaseException | None, trace: Any) -> dict[str, Any]:
    """Which sort of error, where, and what caused it; never what it says, which may be somebody."""
    frames = [f"{_file(f.filename)}:{f.lineno} {f.name}" for f in extract_tb(trace)]
    said: dict[str, Any] = {"error": kind.__name__, "where": frames[-_FRAMES:]}
    cause = None if error is None else error.__cause__ or error.__context__
    return said if cause is None else {**said, "cause": type(cause).__name__}


def _file(path: str) -> str:
    return "/".join(path.split("/")[-2:])


def set_up(stream: TextIO | None = None) -> None:
    """From now on this process logs so, and only so; on standard output, unless told otherwise."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(AllowedJson())
    root = logging.getLogger()
    for other in list(root.handlers):
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
