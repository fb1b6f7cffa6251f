"""Codes of municipalities: which stands today for one of earlier days."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from chalicelib.domain.municipalities import UNCHANGED, Municipalities, read_municipalities

TABLE = Path(__file__).parents[2] / "chalicelib" / "data" / "municipality_changes.csv"
TODAY = date(2026, 11, 23)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def known() -> Municipalities:
    return read_municipalities(rows())


@pytest.mark.parametrize(
    ("code", "on", "now"),
    [
        ("GM0344", TODAY, "GM0344"),  # Utrecht stands
        ("GM0738", TODAY, "GM1959"),  # Aalburg: Altena
        ("GM0738", date(2018, 12, 31), "GM0738"),  # the day before
        ("GM0738", date(2019, 1, 1), "GM1959"),
        ("GM0457", date(2022, 3, 23), "GM0457"),  # Weesp, in the middle of a year
        ("GM0457", date(2022, 3, 24), "GM0363"),
        ("GM0788", TODAY, "GM0824"),  # Haaren was divided: most of it is Oisterwijk
        ("GM0017", TODAY, "GM0014"),  # Haren went into Groningen
        ("", TODAY, ""),
    ],
)
def test_a_code_stands_for_what_it_is_today(
    known: Municipalities, code: str, on: date, now: str
) -> None:
    assert known.current_code(code, on) == now


def test_an_area_covers_every_part_of_a_municipality_that_was_divided(
    known: Municipalities,
) -> None:
    area = known.current_area({"GM0788", "GM0344"}, TODAY)
    assert area == {"GM0824", "GM0865", "GM0855", "GM0757", "GM0344"}


def test_an_area_that_is_everywhere_stays_everywhere(known: Municipalities) -> None:
    assert known.current_area(frozenset(), TODAY) == frozenset()


def test_a_code_is_valid_until_the_day_before_its_successor(known: Municipalities) -> None:
    assert known.valid_until("GM0457") == date(2022, 3, 23)
    assert known.valid_until("GM0363") is None


def test_who_merges_twice_is_followed_twice() -> None:
    written = [("GM0001", "GM0002", "2019-01-01"), ("GM0002", "GM0003", "2021-01-01")]
    twice = read_municipalities(
        {"old_code": old, "new_code": new, "since": since} for old, new, since in written
    )
    assert twice.current_code("GM0001", date(2020, 1, 1)) == "GM0002"
    assert twice.current_code("GM0001", date(2021, 1, 1)) == "GM0003"
    assert twice.successors("GM0001", date(2021, 1, 1)) == {"GM0003"}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (
            [("GM0001", "GM0002", "2019-01-01"), ("GM0001", "GM0003", "2020-01-01")],
            "GM0001 ends on two days",
        ),
        (
            [("GM0001", "GM0002", "2019-01-01"), ("GM0002", "GM0001", "2019-01-01")],
            "GM0001 lives on in GM0002, which had ended",
        ),
    ],
)
def test_a_table_that_cannot_be_is_refused(written: list[tuple[str, str, str]], why: str) -> None:
    given = [{"old_code": old, "new_code": new, "since": since} for old, new, since in written]
    with pytest.raises(ValueError, match=why):
        read_municipalities(given)


def test_where_nothing_is_known_every_code_stands_for_itself() -> None:
    assert UNCHANGED.current_code("GM0738", TODAY) == "GM0738"


@pytest.mark.parametrize(
    ("year", "ended"),
    [
        # How many municipalities CBS counted fewer: 380 in 2018, 355, 355, 352, 345, 342 since.
        (2019, 34),  # and 9 new ones
        (2020, 0),
        (2021, 4),  # and Eemsdelta
        (2022, 11),  # and 3 new ones; Weesp in March
        (2023, 3),  # and Voorne aan Zee
        (2024, 0),
        (2025, 0),
        (2026, 0),
    ],
)
def test_the_table_holds_what_ended_in_each_year(
    known: Municipalities, year: int, ended: int
) -> None:
    assert sum(change.since.year == year for change in known.ended.values()) == ended


def test_every_row_is_well_formed_and_names_its_source() -> None:
    for row in rows():
        assert re.fullmatch("GM[0-9]{4}", row["old_code"])
        assert re.fullmatch("GM[0-9]{4}", row["new_code"])
        assert row["old_name"]
        assert row["new_name"]
        assert row["source"].startswith("CBS")


def test_every_code_has_one_name() -> None:
    names = {(row["old_code"], row["old_name"]) for row in rows()}
    names |= {(row["new_code"], row["new_name"]) for row in rows()}
    assert len({code for code, _ in names}) == len(names)
