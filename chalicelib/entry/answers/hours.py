"""Hours as they are answered to a municipality: as JSON, or as a table."""

from typing import Any

from chalicelib.domain.hours import Counting, Hours, Month

_COLUMNS = "month,attended_minutes,counted_minutes,total_hours,known_until_on"


def hours_answer(hours: Hours) -> dict[str, Any]:
    """The running total first: a whole number of hours, and until when they are known."""
    return {
        "hours": hours.total_hours,
        "knownUntilOn": None if hours.known_until is None else hours.known_until.isoformat(),
        "attendedMinutes": hours.attended_minutes,
        "countedMinutes": hours.counted_minutes,
        "months": [_month(month) for month in hours.months],
        "notReported": hours.not_reported,
    }


def _month(month: Month) -> dict[str, Any]:
    return {
        "month": f"{month.first:%Y-%m}",
        "attendedMinutes": month.attended_minutes,
        "countedMinutes": month.counted_minutes,
        "totalHours": month.total_hours,
        "knownUntilOn": month.known_until.isoformat(),
    }


def hours_table(hours: Hours) -> str:
    """A line a month; all of it is numbers and dates, so nothing in it can be a formula."""
    lines = (",".join(str(cell) for cell in _month(month).values()) for month in hours.months)
    return "".join(f"{line}\r\n" for line in (_COLUMNS, *lines))


def counting_answer(counting: Counting) -> dict[str, Any]:
    """What counts, as it is sent in."""
    return {
        "types": None if counting.types is None else sorted(counting.types),
        "also": sorted(counting.also),
        "never": sorted(counting.never),
    }
