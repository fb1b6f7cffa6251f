"""Days and instants at the door: what RFC 3339 writes, and nothing else that pydantic can read."""

import json
from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter

from chalicelib.domain.errors import InvalidRequest
from chalicelib.entry.parsing.base import Day, Instant, parse_any

DAY: TypeAdapter[date] = TypeAdapter(Day)
INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def test_a_day_is_read_as_it_is_written() -> None:
    assert parse_any(DAY, "2026-11-20") == date(2026, 11, 20)


@pytest.mark.parametrize(
    "written",
    [
        "1574985600",  # seconds since 1970, at midnight: pydantic's own reading
        "20261120",  # ISO 8601 without dashes
        "2026-W47-5",  # by week
        "2026-02-30",
        "2026-11-20T00:00:00Z",
        " 2026-11-20",
        "",
        "٢٠٢٦-١١-٢٠",  # digits, but not those of RFC 3339
        1574985600,
        None,
        ["2026-11-20"],
    ],
)
def test_anything_else_is_no_day(written: object) -> None:
    with pytest.raises(InvalidRequest):
        parse_any(DAY, written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-20T10:00:00Z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T11:00:00+01:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20t10:00:00z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T10:00:00.5Z", datetime(2026, 11, 20, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-11-20T10:00:00.123456789Z", datetime(2026, 11, 20, 10, 0, 0, 123_456, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_utc(written: str, meant: datetime) -> None:
    read = parse_any(INSTANT, written)
    assert (read, read.tzinfo) == (meant, UTC)


@pytest.mark.parametrize(
    "written",
    [
        "1574985600",  # seconds since 1970
        "2026-11-20T10:00:00",  # where?
        "2026-11-20 10:00:00Z",
        "2026-11-20",
        "2026-11-20T24:01:00Z",
        "0001-01-01T00:00:00+23:59",  # before the first year in UTC
        "9999-12-31T23:59:59-23:59",
        1574985600,
        None,
    ],
)
def test_anything_else_is_no_instant(written: object) -> None:
    with pytest.raises(InvalidRequest):
        parse_any(INSTANT, written)


@pytest.mark.parametrize("adapter", [DAY, INSTANT])
def test_the_fault_is_said_in_words(adapter: TypeAdapter[object]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse_any(adapter, json.dumps("x"))
    assert refused.value.faults[0].reason.startswith("Hier hoort een ")
