"""Draws the map of `chalicelib/domain/holiday_map.py`: `python -m tools.build_holiday_map`.

Each cell has the region of the postcodes whose place lies nearest to its middle. Which postcode
is in which region follows from the provinces and the municipalities that go with a neighbour, as
in the Regeling vaststelling schoolvakanties; a postcode range on a border goes with its larger
part. Prints the rows of the map.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from chalicelib.domain.geography import Point, distance_km
from chalicelib.domain.holiday_map import COLUMNS, ROWS, middle_of
from chalicelib.domain.holidays import HolidayRegion
from tools.local.paths import ROOT

GAZETTEER = ROOT / "chalicelib" / "data" / "gazetteer.csv"
NOORD, MIDDEN, ZUID = HolidayRegion
NEIGHBOURS = 3

# The last postcode of each run, and the region of the run.
RUNS: Sequence[tuple[int, HolidayRegion]] = (
    (1429, NOORD),  # Noord-Holland, Flevoland, and Abcoude
    (2158, NOORD),
    (2164, MIDDEN),  # Lisse
    (2165, NOORD),  # Lisserbroek
    (3754, MIDDEN),  # Zuid-Holland, Utrecht
    (3755, NOORD),  # Eemnes
    (4249, MIDDEN),  # Utrecht, the Veluwe, Zeewolde, the Betuwe, Gorinchem
    (4299, MIDDEN),  # Altena
    (6668, ZUID),  # Zeeland, Noord-Brabant, Limburg, Nijmegen, Overbetuwe
    (6669, MIDDEN),  # Dodewaard
    (6699, ZUID),
    (6749, MIDDEN),  # Wageningen, Ede
    (6959, ZUID),  # Arnhem, the Liemers
    (6979, MIDDEN),  # Brummen
    (6988, ZUID),  # Doesburg, Angerlo
    (6994, ZUID),  # Rheden
    (7399, MIDDEN),  # the Achterhoek, Apeldoorn, Voorst
    (8069, NOORD),  # Overijssel, Drenthe, Hattem
    (8099, MIDDEN),  # Nunspeet, Elburg, Oldebroek
    (8159, NOORD),
    (8199, MIDDEN),  # Epe, Heerde
    (9999, NOORD),
)


def region_of(postcode: int) -> HolidayRegion:
    """The region in which the schools of this postcode are."""
    return next(region for last, region in RUNS if postcode <= last)


def known_points() -> list[tuple[Point, HolidayRegion]]:
    """The postcodes whose place is known, with their regions."""
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        return [
            (
                Point(float(row["latitude"]), float(row["longitude"])),
                region_of(int(row["postcode"])),
            )
            for row in csv.DictReader(file)
            if row["precision"] == "place"
        ]


def drawn(points: Iterable[tuple[Point, HolidayRegion]]) -> list[str]:
    """The rows of the map, from north to south."""
    known = sorted(set(points), key=str)
    return [
        "".join(_letter(middle_of(row, column), known) for column in range(COLUMNS))
        for row in range(ROWS)
    ]


def _letter(at: Point, known: Sequence[tuple[Point, HolidayRegion]]) -> str:
    nearest = sorted(known, key=lambda one: distance_km(at, one[0]))[:NEIGHBOURS]
    ((region, _),) = Counter(region for _, region in nearest).most_common(1)
    return str(region)[0]


def main() -> int:
    for row in drawn(known_points()):
        print(f'    "{row}",')
    return 0


if __name__ == "__main__":
    sys.exit(main())
