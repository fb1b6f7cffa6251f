"""Areas of the Netherlands by the digits of their postcodes, in their provinces.

Two digits are about a region of twenty kilometres, three a town or some villages, four a
neighbourhood. The table has the areas of three digits; that of two is where they lie together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.geography import Point, distance_km

TRAVEL_AREA_DIGITS = 2  # as far as people go for a group, about


class AreaKind(StrEnum):
    """How wide an area is."""

    COUNTRY = "country"
    PROVINCE = "province"
    REGION = "region"  # two digits
    TOWN = "town"  # three
    POSTCODE = "postcode"  # four


@dataclass(frozen=True, slots=True)
class Area:
    """An area by its digits, or by the letters of its province; `point` is its middle."""

    kind: AreaKind
    code: str
    name: str
    province: str | None = None
    point: Point | None = None


COUNTRY = Area(AreaKind.COUNTRY, "NL", "Nederland")


@dataclass(frozen=True, slots=True)
class Areas:
    """Every area, by code."""

    towns: Mapping[str, Area]
    regions: Mapping[tuple[str, str], Area]  # by province and digits: a region may lie in two

    def town(self, digits: str) -> Area | None:
        """The area of three digits that these digits begin with."""
        return self.towns.get(digits[:3])

    def nearest(self, point: Point) -> Area | None:
        """The area of three digits whose middle is nearest."""
        return min(self.towns.values(), key=lambda a: _km(a, point), default=None)

    def region(self, province: str, digits: str) -> Area:
        return self.regions[province, digits]


def read_areas(rows: Iterable[Mapping[str, str]]) -> Areas:
    """The areas of a table with the columns digits, name, province, latitude and longitude."""
    towns = {row["digits"]: _town(row) for row in rows}
    parts: dict[tuple[str, str], list[Area]] = {}
    for town in towns.values():
        parts.setdefault((town.province or "", town.code[:2]), []).append(town)
    return Areas(towns, {key: _region(*key, of_one) for key, of_one in parts.items()})


def province(code: str) -> Area:
    return Area(AreaKind.PROVINCE, code, PROVINCES[code], code)


def _town(row: Mapping[str, str]) -> Area:
    point = Point(float(row["latitude"]), float(row["longitude"]))
    return Area(AreaKind.TOWN, row["digits"], row["name"], row["province"], point)


def _region(province_: str, digits: str, towns: list[Area]) -> Area:
    name = Counter(town.name for town in towns).most_common(1)[0][0]
    points = [town.point for town in towns if town.point is not None]
    middle = Point(
        sum(p.latitude for p in points) / len(points),
        sum(p.longitude for p in points) / len(points),
    )
    return Area(AreaKind.REGION, digits, name, province_, middle)


def _km(area: Area, point: Point) -> float:
    return distance_km(area.point, point) if area.point is not None else float("inf")


PROVINCES: Mapping[str, str] = {
    "DR": "Drenthe",
    "FL": "Flevoland",
    "FR": "Fryslân",
    "GE": "Gelderland",
    "GR": "Groningen",
    "LI": "Limburg",
    "NB": "Noord-Brabant",
    "NH": "Noord-Holland",
    "OV": "Overijssel",
    "UT": "Utrecht",
    "ZE": "Zeeland",
    "ZH": "Zuid-Holland",
}
