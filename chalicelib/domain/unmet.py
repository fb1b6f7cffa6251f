"""Demand that nobody meets: where, at which level, and in which part of the day.

Everybody stands in one row. For the municipality's own people that is the finest there is; for
anybody else the finest with at least five, so a row of a wider area holds whoever is in no finer
one of it. A branch of the tree is an area, then a level in it, then a part of the day, then where
in that area: fourteen people at A1 in the mornings tell more than fourteen in one neighbourhood.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.areas import COUNTRY, Area, AreaKind, Areas, province
from chalicelib.domain.geography import Point
from chalicelib.domain.reporting import ANY, Tally
from chalicelib.domain.suppression import rolled_up

PARTS = ("morning", "afternoon", "evening")
Path = tuple[str, ...]
_PROVINCE, _REGION, _LEVEL, _PART, _TOWN, _POSTCODE = range(1, 7)  # lengths of paths


@dataclass(frozen=True, slots=True)
class Unmet:
    """So many people for whom nothing is found; None is any level, or any part of the day."""

    area: Area
    level: str | None
    part_of_day: str | None
    people: int


@dataclass(frozen=True, slots=True)
class WouldServe:
    """One group in this region, at this level (None: every level), would serve so many."""

    area: Area
    level: str | None
    part_of_day: str
    people: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Every row, and where one group would serve most; `withheld` where people were left out."""

    rows: tuple[Unmet, ...]
    groups: tuple[WouldServe, ...]
    withheld: bool = False


def by_path(tallies: Mapping[Tally, int], areas: Areas) -> dict[str, Counter[Path]]:
    """By period: how many there are at each leaf of the tree."""
    found: dict[str, Counter[Path]] = {}
    for tally, number in tallies.items():
        found.setdefault(tally.period, Counter())[_path(tally.value, areas)] += number
    return found


def whole(periods: Iterable[Mapping[Path, int]], areas: Areas) -> Demand:
    """Every number as it is."""
    everybody: Counter[Path] = Counter()
    for leaves in periods:
        everybody.update(leaves)
    return _demand(everybody, areas, withheld=False)


def suppressed(periods: Iterable[Mapping[Path, int]], areas: Areas) -> Demand:
    """What may be told to anybody, by quarter and then added up."""
    told: Counter[Path] = Counter()
    withheld = False
    for leaves in periods:
        blocks = rolled_up(leaves)
        withheld |= not blocks and any(leaves.values())
        for block in blocks:
            told[block.path] += block.people
    return _demand(told, areas, withheld=withheld)


def _demand(people: Mapping[Path, int], areas: Areas, *, withheld: bool) -> Demand:
    rows = [_row(path, number, areas) for path, number in people.items() if number]
    rows.sort(key=lambda row: (-row.people, row.area.code, row.level or "", row.part_of_day or ""))
    return Demand(tuple(rows), _groups(people, areas), withheld)


def _groups(people: Mapping[Path, int], areas: Areas) -> tuple[WouldServe, ...]:
    """In each region one group a part of the day at each level, and one for every level."""
    served: Counter[tuple[str, str, str | None, str]] = Counter()
    for path, number in people.items():
        if len(path) < _PART:
            continue
        in_province, region, level, part = path[:_PART]
        for possible in PARTS if part == ANY else (part,):
            served[in_province, region, level, possible] += number
            served[in_province, region, None, possible] += number
    found = [
        WouldServe(areas.region(in_province, region), level, part, number)
        for (in_province, region, level, part), number in served.items()
    ]
    found.sort(key=lambda g: (-g.people, g.area.code, g.level or "", PARTS.index(g.part_of_day)))
    return tuple(found)


def _path(leaf: str, areas: Areas) -> Path:
    place, level, part = leaf.rsplit("/", 2)
    if not place.isdigit():
        town = areas.nearest(_point(place))
        return () if town is None else (*_of_town(town), level, part)
    town = areas.town(place)
    if town is None:
        return ()
    return (*_of_town(town), level, part, town.code, place)


def _of_town(town: Area) -> Path:
    return (town.province or "", town.code[:2])


def _point(written: str) -> Point:
    latitude, longitude = written.split(",")
    return Point(float(latitude), float(longitude))


def _row(path: Path, people: int, areas: Areas) -> Unmet:
    level = path[_LEVEL - 1] if len(path) >= _LEVEL else None
    part = path[_PART - 1] if len(path) >= _PART else None
    return Unmet(_area(path, areas), level, part, people)


def _area(path: Path, areas: Areas) -> Area:
    if len(path) >= _POSTCODE:
        town = areas.towns[path[_TOWN - 1]]
        return Area(AreaKind.POSTCODE, path[_POSTCODE - 1], town.name, town.province, town.point)
    if len(path) >= _TOWN:
        return areas.towns[path[_TOWN - 1]]
    if len(path) >= _REGION:
        return areas.region(path[0], path[1])
    return province(path[0]) if path else COUNTRY
