"""How a snapshot is made: activities become numbers, numbers become columns and trees.

The layout is described where it is read, in `snapshot`. Facts are numbered as they come; the
activities at branches are put, type by type, in an order in which every run is compact on the
map, so that the boxes of the trees are small; those at home in an order of likeness.
"""

import json
import zlib
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import accumulate, chain, groupby
from typing import Any, Generic, TypeAlias, TypeVar

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching import codec, marks
from chalicelib.domain.matching.box import Box
from chalicelib.domain.matching.facts import Kind, facts_of
from chalicelib.domain.matching.marks import Marks, together
from chalicelib.domain.vocabulary import ActivityStatus, Delivery

MAGIC = b"wegwijs2"
LEAF = 32  # activities in a leaf, at most; 16 is 5 % faster and takes 1.2 bytes an activity more
FAN = 8  # nodes under a node, at most
BLOCK = 16  # activities compressed together

_F = TypeVar("_F", bound=Hashable)
_Numbers = Sequence[int]
_Table: TypeAlias = "array[Any]"  # the class takes no parameter before Python 3.12


def pack(
    activities: Iterable[Activity],
    *,
    version: str,
    holidays: Holidays,
    encode: Callable[[Activity], bytes],
) -> bytes:
    """The active activities as a snapshot; each is asked for once and not kept.

    Raises:
        ValueError: two activities have the same id.
    """
    gathered = _Gathered()
    for activity in activities:
        if activity.status is ActivityStatus.ACTIVE:
            gathered.add(activity, encode(activity))
    return gathered.packed(version, holidays)


class _Numbering(Generic[_F]):
    """Distinct facts in the order in which they came."""

    def __init__(self, encode: Callable[[_F], bytes]) -> None:
        self.number_by_fact: dict[_F, int] = {}
        self._encode = encode

    def number(self, fact: _F) -> int:
        return self.number_by_fact.setdefault(fact, len(self.number_by_fact))

    def rows(self) -> list[bytes]:
        return [self._encode(fact) for fact in self.number_by_fact]


class _Gathered:
    """The activities as numbers and bytes, in the order in which they came."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.rows: list[bytes] = []
        self.branch = array("I")
        self.branches: dict[tuple[str, float, float], int] = {}
        self.facts = {name: _Numbering(encode) for name, encode in _ENCODE_FACT.items()}
        self.numbers = {name: array("I") for name in self.facts}

    def add(self, activity: Activity, row: bytes) -> None:
        self.ids.append(activity.id.encode())
        self.rows.append(row)
        branch = activity.branch
        place = (branch.isil, branch.point.latitude, branch.point.longitude)
        self.branch.append(self.branches.setdefault(place, len(self.branches)))
        for name, fact in facts_of(activity)._asdict().items():
            self.numbers[name].append(self.facts[name].number(fact))

    def packed(self, version: str, holidays: Holidays) -> bytes:
        self._kinds: list[Kind] = list(self.facts["kind"].number_by_fact)
        by_id = sorted(range(len(self.ids)), key=self.ids.__getitem__)
        _refuse_twins(self.ids, by_id)
        at_branch = self._at_branch(by_id)
        at_branch_set = set(at_branch.entries)
        order = [*at_branch.entries, *(one for one in by_id if one not in at_branch_set)]
        at_home = self._at_home(order)
        header = {
            "version": version,
            "considered": len(by_id),
            "holidays": codec.holidays_row(holidays),
            "forests": {"at_branch": at_branch.header, "at_home": at_home.header},
        }
        sections = {
            **self._columns(order),
            **self._branches(),
            **at_branch.sections("at_branch"),
            **at_home.sections("at_home"),
            "at_home.entry": array("I", at_home.entries),
            **_details(self, order),
        }
        return _write(header, sections)

    def _columns(self, order: _Numbers) -> dict[str, _Table]:
        """Branch and facts of each activity in `order`, and the facts themselves."""
        columns = {"branch": _narrow(map(self.branch.__getitem__, order), len(self.branches))}
        for name, numbering in self.facts.items():
            numbers = map(self.numbers[name].__getitem__, order)
            columns[name] = _narrow(numbers, len(numbering.number_by_fact))
            columns |= _store(f"facts.{name}", numbering.rows())
        return columns

    def _branches(self) -> dict[str, _Table]:
        isils: _Numbering[str] = _Numbering(str.encode)
        return {
            "branches.isil": array("I", (isils.number(isil) for isil, _, _ in self.branches)),
            "branches.point": array("d", chain.from_iterable(key[1:] for key in self.branches)),
        }

    def _at_branch(self, by_id: _Numbers) -> "_Planted":
        points = [key[1:] for key in self.branches]
        point_of = [points[branch] for branch in self.branch]
        by_type: dict[str, list[int]] = {}
        for index in by_id:
            kind = self._kind(index)
            if kind.delivery in {Delivery.IN_PERSON, Delivery.HYBRID}:
                by_type.setdefault(kind.type, []).append(index)
        groups = [_near_together(by_type[name], point_of) for name in sorted(by_type)]
        kinds = [set(map(self._kind, group)) for group in groups]
        return _Planted(groups, kinds, self._marks(), point_of)

    def _at_home(self, order: _Numbers) -> "_Planted":
        """The entries are places in `order`."""
        likeness = {kind: codec.encode_kind(kind) for kind in self.facts["kind"].number_by_fact}
        others = [self.numbers[name] for name in ("languages", "times", "room")]
        by_kind: dict[tuple[str, str], list[int]] = {}
        for place, index in enumerate(order):
            kind = self._kind(index)
            if kind.delivery is not Delivery.IN_PERSON:
                by_kind.setdefault((kind.delivery, kind.type), []).append(place)

        def like(place: int) -> tuple[object, ...]:
            index = order[place]
            return (likeness[self._kind(index)], *(numbers[index] for numbers in others), place)

        groups = [sorted(by_kind[name], key=like) for name in sorted(by_kind)]
        kinds = [{self._kind(order[place]) for place in group} for group in groups]
        of = self._marks()
        return _Planted(groups, kinds, lambda place: of(order[place]), None)

    def _kind(self, index: int) -> Kind:
        return self._kinds[self.numbers["kind"][index]]

    def _marks(self) -> Callable[[int], Marks]:
        """The marks of an activity by its number."""
        lacks = [
            (self.numbers[name], [of(fact) for fact in self.facts[name].number_by_fact])
            for name, of in (
                ("kind", marks.lacks_of_kind),
                ("facilities", marks.lacks_of_facilities),
                ("room", marks.lacks_of_room),
            )
        ]
        (kind_of, kinds), (facility_of, facilities), (room_of, rooms) = lacks
        themes = [marks.themes_word(kind.themes) for kind in self.facts["kind"].number_by_fact]
        times = list(map(marks.parts_of_week, self.facts["times"].number_by_fact))
        tongues = list(map(marks.tongues_word, self.facts["languages"].number_by_fact))
        worths = list(map(marks.worth_of, self.facts["room"].number_by_fact))
        times_of, languages_of = self.numbers["times"], self.numbers["languages"]

        def of(index: int) -> Marks:
            kind = kind_of[index]
            return Marks(
                kinds[kind] | facilities[facility_of[index]] | rooms[room_of[index]],
                themes[kind] | times[times_of[index]],
                tongues[languages_of[index]],
                worths[room_of[index]],
            )

        return of


class _Planted:
    """A forest being built: a tree over each group of entries, the groups in their order."""

    def __init__(
        self,
        groups: Sequence[Sequence[int]],
        kinds: Sequence[Iterable[Kind]],
        marks_of: Callable[[int], Marks],
        point_of: Sequence[tuple[float, float]] | None,
    ) -> None:
        self.entries = [entry for group in groups for entry in group]
        self._first: list[int] = []
        self._fan: list[int] = []
        self._marks: list[Marks] = []
        self._boxes: list[Box] = []
        self._roots: list[int] = []
        self._types = [next(iter(group)).type for group in kinds]
        self._levels = [
            sorted({(kind.level.lowest, kind.level.highest) for kind in group}) for group in kinds
        ]
        levels = [self._plant_leaves(group, marks_of, point_of) for group in groups]
        self._leaves = len(self._first)
        for level in levels:
            self._grow(level)

    @property
    def header(self) -> dict[str, Any]:
        return {
            "leaves": self._leaves,
            "roots": self._roots,
            "types": self._types,
            "levels": self._levels,
        }

    def sections(self, name: str) -> dict[str, _Table]:
        boxes = chain.from_iterable(map(_widened, self._boxes))
        return {
            f"{name}.first": array("I", self._first),
            f"{name}.fan": array("B", self._fan),
            f"{name}.lacks": array("I", (node.lacks for node in self._marks)),
            f"{name}.offers": array("I", (node.offers for node in self._marks)),
            f"{name}.tongues": array("I", (node.tongues for node in self._marks)),
            f"{name}.worth": array("B", (node.worth for node in self._marks)),
            f"{name}.boxes": array("f", boxes),
        }

    def _plant_leaves(
        self,
        group: Sequence[int],
        marks_of: Callable[[int], Marks],
        point_of: Sequence[tuple[float, float]] | None,
    ) -> range:
        """The leaves of one tree; entries count on from those of the groups before."""
        begin = len(self._first)
        at = self._first[-1] + self._fan[-1] if self._first else 0
        for offset in range(0, len(group), LEAF):
            leaf = group[offset : offset + LEAF]
            self._add(at + offset, len(leaf), together(map(marks_of, leaf)))
            if point_of is not None:
                self._boxes.append(_around([point_of[entry] for entry in leaf]))
        return range(begin, len(self._first))

    def _grow(self, level: range) -> None:
        """Nodes over every FAN of a level, and over those, up to one root."""
        while len(level) > 1:
            begin = len(self._first)
            for offset in range(0, len(level), FAN):
                group = level[offset : offset + FAN]
                below = slice(group.start, group.stop)
                self._add(group.start, len(group), together(self._marks[below]))
                if self._boxes:
                    self._boxes.append(_joined(self._boxes[below]))
            level = range(begin, len(self._first))
        self._roots.append(level[0])

    def _add(self, first: int, fan: int, node: Marks) -> None:
        self._first.append(first)
        self._fan.append(fan)
        self._marks.append(node)


_ENCODE_FACT: dict[str, Callable[[Any], bytes]] = {
    "kind": codec.encode_kind,
    "languages": codec.encode_words,
    "facilities": codec.encode_words,
    "times": codec.encode_times,
    "room": codec.encode_room,
    "area": codec.encode_words,
    "confirmed": codec.encode_day,
}


def _around(points: Sequence[tuple[float, float]]) -> Box:
    latitudes, longitudes = zip(*points, strict=True)
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def _joined(group: Sequence[Box]) -> Box:
    souths, wests, norths, easts = zip(*group, strict=True)
    return Box(min(souths), min(wests), max(norths), max(easts))


def _widened(box: Box) -> Box:
    """So much larger that rounding to 32 bits never leaves a point outside."""
    margin = 2e-5  # of a degree, 2 m; 32 bits err by 0.8e-5 at most, at longitude 180
    return Box(box.south - margin, box.west - margin, box.north + margin, box.east + margin)


def _near_together(group: list[int], point_of: Sequence[tuple[float, float]]) -> list[int]:
    """The same activities in an order in which every run of LEAF, LEAF x FAN … is compact."""
    if len(group) <= LEAF:
        return group
    latitudes, longitudes = zip(*(point_of[index] for index in group), strict=True)
    north = max(latitudes) - min(latitudes)
    east = (max(longitudes) - min(longitudes)) * _NARROWER
    axis = 0 if north > east else 1
    group = sorted(group, key=lambda index: point_of[index][axis])
    run = LEAF
    while run * FAN < len(group):
        run *= FAN
    half = max(run, len(group) // 2 // run * run)
    return _near_together(group[:half], point_of) + _near_together(group[half:], point_of)


_NARROWER = 0.61  # a degree of longitude against one of latitude, in the Netherlands


def _details(gathered: _Gathered, order: _Numbers) -> dict[str, _Table]:
    blocks = [order[first : first + BLOCK] for first in range(0, len(order), BLOCK)]
    framed = (
        b"".join(_framed(gathered.ids[index]) + _framed(gathered.rows[index]) for index in block)
        for block in blocks
    )
    return _store("details", [zlib.compress(block, 6) for block in framed])


def _framed(row: bytes) -> bytes:
    return len(row).to_bytes(4, "little") + row


def _refuse_twins(ids: Sequence[bytes], by_id: _Numbers) -> None:
    for found, twins in groupby(by_id, key=ids.__getitem__):
        if sum(1 for _ in twins) > 1:
            raise ValueError(f"two activities have the id {found.decode()}")


def _narrow(numbers: Iterable[int], distinct: int) -> _Table:
    """The numbers in as few bytes as so many distinct ones need."""
    width = "B" if distinct <= 1 << 8 else "H" if distinct <= 1 << 16 else "I"
    return array(width, numbers)


def _store(name: str, rows: list[bytes]) -> dict[str, _Table]:
    """Rows of bytes one after another, and where each ends."""
    return {
        name: array("B", b"".join(rows)),
        f"{name}.end": array("I", accumulate(map(len, rows))),
    }


def _write(header: dict[str, Any], sections: Mapping[str, _Table]) -> bytes:
    """The whole snapshot; sections begin at multiples of eight, numbers are little-endian."""
    placed, body, at = {}, [], 0
    for name, numbers in sections.items():
        raw = numbers.tobytes()
        placed[name] = (numbers.typecode, at, len(raw))
        body.append(_padded(raw))
        at += len(body[-1])
    head = _padded(json.dumps(header | {"sections": placed}, sort_keys=True).encode(), b" ")
    return b"".join([MAGIC, len(head).to_bytes(8, "little"), head, *body])


def _padded(raw: bytes, fill: bytes = b"\0") -> bytes:
    return raw + fill * (-len(raw) % 8)
