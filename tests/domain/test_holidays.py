import csv
from datetime import UTC, date, datetime, time
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from chalicelib.domain.holidays import HolidayRegion, Holidays, read_holidays
from chalicelib.domain.schedule import AMSTERDAM, OPEN, ClosedDays, Session, Weekday, next_held

TABLE = Path(__file__).parents[2] / "chalicelib" / "data" / "school_holidays.csv"
NAMES = ["Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie"]
SCHOOL_YEARS = ["2025-2026", "2026-2027", "2027-2028"]


def school_year(holiday: dict[str, str]) -> str:
    first = date.fromisoformat(holiday["first_day"])
    began = first.year if first.month >= 9 else first.year - 1
    return f"{began}-{began + 1}"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def holidays(rows: list[dict[str, str]]) -> Holidays:
    return read_holidays(rows)


def row(**changed: str) -> dict[str, str]:
    return {
        "region": "noord",
        "name": "Kerstvakantie",
        "first_day": "2026-12-19",
        "last_day": "2027-01-03",
    } | changed


def test_each_region_is_closed_on_its_own_days() -> None:
    read = read_holidays(
        [row(), row(region="zuid", first_day="2027-02-13", last_day="2027-02-21")],
    )
    assert read.closed(HolidayRegion.NOORD) == ClosedDays(((date(2026, 12, 19), date(2027, 1, 3)),))
    assert read.closed(HolidayRegion.ZUID) == ClosedDays(((date(2027, 2, 13), date(2027, 2, 21)),))


def test_who_follows_no_region_is_open_and_so_is_a_region_without_dates() -> None:
    read = read_holidays([row()])
    assert read.closed(None) is OPEN
    assert read.closed(HolidayRegion.MIDDEN) is OPEN


@pytest.mark.parametrize(
    "fault",
    [
        {"region": "oost"},
        {"first_day": "19-12-2026"},
        {"last_day": "2027-02-30"},
        {"last_day": ""},
        {"last_day": "2026-12-18"},  # a day before it begins
    ],
)
def test_a_faulty_row_is_refused_by_its_number(fault: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="row 2"):
        read_holidays([row(), row(**fault)])


def test_a_table_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match=r"row 1.*last_day"):
        read_holidays([{"region": "noord", "first_day": "2026-12-19"}])


def test_every_region_has_five_holidays_in_each_of_three_school_years(
    rows: list[dict[str, str]],
) -> None:
    def region_of(holiday: dict[str, str]) -> str:
        return holiday["region"]

    for _, of_region in groupby(sorted(rows, key=region_of), key=region_of):
        in_order = sorted(of_region, key=lambda holiday: holiday["first_day"])
        assert [holiday["name"] for holiday in in_order] == NAMES * len(SCHOOL_YEARS)
    assert {region_of(holiday) for holiday in rows} == set(HolidayRegion)


def test_every_holiday_runs_from_a_saturday_to_a_sunday_for_its_usual_weeks(
    rows: list[dict[str, str]],
) -> None:
    weeks_by_name = dict(zip(NAMES, [1, 2, 1, 1, 6], strict=True))
    for holiday in rows:
        first = date.fromisoformat(holiday["first_day"])
        last = date.fromisoformat(holiday["last_day"])
        assert (first.weekday(), last.weekday()) == (5, 6), holiday
        # Two weekends around n weeks of school days.
        assert (last - first).days + 1 == weeks_by_name[holiday["name"]] * 7 + 2, holiday


def test_every_date_says_where_it_comes_from_and_how_sure_it_is(
    rows: list[dict[str, str]],
) -> None:
    for holiday in rows:
        where, how = holiday["source"].split("; ")
        assert where == f"Rijksoverheid, Overzicht schoolvakanties {school_year(holiday)}"
        assert how.startswith(("read on rijksoverheid.nl", "read in a copy", "provisional: "))


@pytest.mark.parametrize(
    ("name", "beginnings"),
    [("Kerstvakantie", 1), ("Meivakantie", 1), ("Zomervakantie", 3)],  # summer is spread
)
def test_christmas_and_may_begin_everywhere_at_once_and_summer_nowhere(
    rows: list[dict[str, str]], name: str, beginnings: int
) -> None:
    for year in SCHOOL_YEARS:
        of_year = [h for h in rows if h["name"] == name and school_year(h) == year]
        assert len({holiday["first_day"] for holiday in of_year}) == beginnings


def test_holidays_of_a_region_never_touch(holidays: Holidays) -> None:
    for region in HolidayRegion:
        periods = holidays.closed(region).periods
        assert len(periods) == len(NAMES) * len(SCHOOL_YEARS)  # none was joined with another
        assert all(last < first for (_, last), (first, _) in pairwise(periods))


@pytest.mark.parametrize(
    ("region", "day", "closed"),
    [
        (HolidayRegion.NOORD, date(2026, 7, 4), True),  # summer begins in the north
        (HolidayRegion.MIDDEN, date(2026, 7, 4), False),
        (HolidayRegion.ZUID, date(2027, 2, 15), True),  # a week before the others
        (HolidayRegion.NOORD, date(2027, 2, 15), False),
        (HolidayRegion.MIDDEN, date(2028, 8, 20), True),  # the last Sunday of summer
        (HolidayRegion.MIDDEN, date(2028, 8, 21), False),
    ],
)
def test_known_days_are_as_published(
    holidays: Holidays, region: HolidayRegion, day: date, *, closed: bool
) -> None:
    assert holidays.closed(region).contains(day) is closed


def test_a_cafe_that_follows_the_holidays_opens_again_after_christmas(holidays: Holidays) -> None:
    cafe = Session(time(10, 0), 90, weekday=Weekday.TUE)
    asked = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
    found = next_held(cafe, at=asked, closed=holidays.closed(HolidayRegion.MIDDEN))
    assert found == datetime(2027, 1, 5, 10, 0, tzinfo=AMSTERDAM)
