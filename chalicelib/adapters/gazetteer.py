"""Postcodes and places of the Netherlands, from the table that is shipped beside the code.

The file is read on the first question, about 10 ms, and kept. How it came about, and its
licences: chalicelib/data/gazetteer.LICENCE.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from chalicelib.domain.geography import Located, Point, Precision, distance_km
from chalicelib.domain.place_names import folded

DATA = Path(__file__).parents[1] / "data"
TABLE = DATA / "gazetteer.csv"
OTHER_NAMES = DATA / "place_names.csv"  # what people say, and municipalities with a main town

_ONE_TOWN_KM = 15.0
_MUNICIPALITY_KM = 12.0  # from the main town to the edge of one named after no town
# "Beuningen Gld" and "Voorst gem Voorst" are told apart on envelopes, and called the same.
_QUALIFIER = re.compile(r" (gem .*|gld|nb|nh|zh|ut|ov|l|lb|gn|gr|fr|dr|zld?)$")


class GazetteerPlaces:
    """Answers where a postcode or a place lies; the port `Places`."""

    def __init__(self, table: Path = TABLE) -> None:
        self._table = table

    def postcode(self, digits: str) -> Located | None:
        """Where the four digits lie, as exactly as the table knows; None when it does not."""
        cells = self._by_postcode.get(digits)
        if cells is None:
            return None
        point = Point(float(cells[1]), float(cells[2]))
        return Located(point, Precision(cells[4]), float(cells[5]))

    def place(self, name: str) -> Located | None:
        """The middle of the place's postcodes; None when there is no such place.

        Of places with the same name the one with most postcodes is meant, the largest by far as
        a rule; of those with as many, the one whose postcode comes first. A municipality named
        after no town is its main town, at precision `area`.
        """
        plain = folded(name)
        main_town, is_wide = self._other_names.get(plain, (plain, False))
        postcodes = (main_town,) if main_town.isdigit() else self._by_place.get(main_town, ())
        towns = _towns(self._located(postcodes))
        if not towns:
            return None
        found = _middle(max(towns, key=len))
        return Located(found.point, Precision.AREA, _MUNICIPALITY_KM) if is_wide else found

    def _located(self, postcodes: Iterable[str]) -> list[Located]:
        found = (self.postcode(digits) for digits in postcodes)
        return [located for located in found if located is not None]

    @cached_property
    def _by_postcode(self) -> Mapping[str, Sequence[str]]:
        # Rows are sorted and hold no quotes or commas in names (a test says so): splitting is
        # three times as fast as the csv module would be with its import.
        lines = self._table.read_text(encoding="utf-8").splitlines()[1:]
        return {line[:4]: line.split(",") for line in lines}

    @cached_property
    def _by_place(self) -> Mapping[str, Sequence[str]]:
        spelled: dict[str, list[str]] = {}
        for digits, name in map(itemgetter(0, 3), self._by_postcode.values()):
            spelled.setdefault(name, []).append(digits)
        found: dict[str, list[str]] = {}
        for name, postcodes in spelled.items():
            for plain in {folded(name), _QUALIFIER.sub("", folded(name))}:
                found.setdefault(plain, []).extend(postcodes)
        found.pop("", None)
        return {plain: sorted(postcodes) for plain, postcodes in found.items()}

    @cached_property
    def _other_names(self) -> Mapping[str, tuple[str, bool]]:
        """The table's name for what people say, and whether that is a whole municipality.

        A town whose name is borne by a larger one elsewhere stands here by a postcode of its own.
        """
        lines = OTHER_NAMES.read_text(encoding="utf-8").splitlines()[1:]
        cells = (line.split(",") for line in lines)
        return {folded(name): (folded(town), kind == "municipality") for name, town, kind in cells}


def _towns(rows: Sequence[Located]) -> list[list[Located]]:
    """The rows, which share a name, parted where the next postcode lies in another region."""
    if not rows:
        return []
    towns = [[rows[0]]]
    for before, after in pairwise(rows):
        if distance_km(before.point, after.point) > _ONE_TOWN_KM:
            towns.append([])
        towns[-1].append(after)
    return towns


def _middle(rows: Sequence[Located]) -> Located:
    """The median of the points, with a radius that reaches them all."""
    centre = Point(
        _median(row.point.latitude for row in rows), _median(row.point.longitude for row in rows)
    )
    reach = max(distance_km(centre, row.point) for row in rows)
    sure = all(row.precision is not Precision.AREA for row in rows)
    radius = round(max(reach, min(row.radius_km for row in rows)), 1)
    return Located(centre, Precision.PLACE if sure else Precision.AREA, radius)


def _median(values: Iterable[float]) -> float:
    # `statistics` would load random, decimal and fractions: 10 ms at a cold start.
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
