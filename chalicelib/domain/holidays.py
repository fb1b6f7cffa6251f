"""School holidays, in which most groups led by volunteers do not meet; they differ by region."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.schedule import OPEN, ClosedDays


class HolidayRegion(StrEnum):
    """The three regions over which the ministry of education spreads the holidays."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


@dataclass(frozen=True, slots=True)
class Holidays:
    """What is known of the school holidays; nothing is closed beyond what is known."""

    periods: Mapping[HolidayRegion, ClosedDays]

    def closed(self, region: HolidayRegion | None) -> ClosedDays:
        """The days on which an activity that follows this region is not held; None follows none."""
        return OPEN if region is None else self.periods.get(region, OPEN)


def read_holidays(rows: Iterable[Mapping[str, str]]) -> Holidays:
    """The holidays of a table with the columns region, first_day and last_day (inclusive).

    Raises:
        ValueError: a row has an unknown region or an impossible date, or ends before it begins;
            the message names the row, counted from 1.
    """
    spans: dict[HolidayRegion, list[tuple[date, date]]] = {}
    for number, row in enumerate(rows, start=1):
        region, span = _read(number, row)
        spans.setdefault(region, []).append(span)
    return Holidays({region: ClosedDays(tuple(periods)) for region, periods in spans.items()})


def _read(number: int, row: Mapping[str, str]) -> tuple[HolidayRegion, tuple[date, date]]:
    try:
        first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
        ClosedDays(((first, last),))  # refuses a holiday that ends before it begins
        return HolidayRegion(row["region"]), (first, last)
    except (KeyError, ValueError) as fault:
        raise ValueError(f"school holidays, row {number}: {fault}") from fault
