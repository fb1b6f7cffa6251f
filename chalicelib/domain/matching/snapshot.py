"""A catalogue as one run of bytes that is searched where it lies.

    magic · length of the header · header (JSON: version, holidays, sections) · sections

Every section is a table of one number type, read through a `memoryview` without copying, or a
store of rows that are decoded only when asked for:

    columns    of each activity: the number of its branch and of each of its facts (see `facts`)
    branches   the point and the ISIL of each branch
    at_branch  a forest of what she goes to: a tree for each type, near beside near
    at_home    a forest of what comes to her: a tree for each type and delivery, like beside like
    facts      the distinct facts
    details    whole activities, compressed by the block

Columns and details have the order of the leaves of `at_branch`, then what is online or at home
only; the place of an activity in that order is the only number it has. Hybrids are in both
forests. The order in which activities are given changes no answer. Ids stand in the details
alone: they decide where all else is equal, which is seldom, and a column of them would be a third
of all that is searched.
"""

import json
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching import codec
from chalicelib.domain.matching.box import Box
from chalicelib.domain.matching.packing import BLOCK, MAGIC, pack
from chalicelib.domain.matching.scoring import SeatParts, seat_parts

__all__ = ["ById", "Catalogue", "FactTable", "Forest", "pack"]

NO_HOLIDAYS = Holidays({})
_MOST_BLOCKS_KEPT = 4_096  # of which the ids are at hand: some 7 MB

_F = TypeVar("_F", bound=Hashable)
_Numbers = Sequence[int]


class Forest(NamedTuple):
    """Trees over leaves. First come all leaves, then the nodes above them, children before parents.

    `types` and `levels` say of each tree which type it holds, and in which level ranges (lowest
    and highest level). `first` says where the entries of a leaf begin, or the children of a node,
    and `fan` how many there are. `lacks`, `offers`, `tongues` and `worth` are the marks of each
    node (see `marks`). `boxes` has four numbers a node: 32 bits wide, and a little too large, so
    that rounding leaves no point outside; it is empty in a forest where place is no matter.
    """

    leaves: int
    roots: Sequence[int]
    types: Sequence[str]
    levels: Sequence[Sequence[Sequence[str]]]
    first: _Numbers
    fan: _Numbers
    lacks: _Numbers
    offers: _Numbers
    tongues: _Numbers
    worth: _Numbers
    boxes: Sequence[float]

    def entries(self, leaf: int) -> range:
        """The entries of a leaf."""
        return range(self.first[leaf], self.first[leaf] + self.fan[leaf])

    def children(self, node: int) -> range:
        """The nodes right under a node that is no leaf."""
        return range(self.first[node], self.first[node] + self.fan[node])

    def box(self, node: int) -> Box:
        """Where everything under a node lies."""
        return Box(*self.boxes[4 * node : 4 * node + 4])


class ById:
    """The place of an activity, ordered by its id, which is looked up only to part equals."""

    __slots__ = ("_catalogue", "place")

    def __init__(self, catalogue: "Catalogue", place: int) -> None:
        self._catalogue, self.place = catalogue, place

    def __lt__(self, other: "ById") -> bool:
        return self._catalogue.id_at(self.place) < self._catalogue.id_at(other.place)


class FactTable(dict[int, _F]):
    """Distinct facts by number, each decoded when first asked for and then kept."""

    def __init__(self, ends: _Numbers, rows: memoryview, decode: Callable[[bytes], _F]) -> None:
        super().__init__()
        self._ends, self._rows, self._decode = ends, rows, decode

    def __missing__(self, number: int) -> _F:
        fact = self[number] = self._decode(_row(self._ends, self._rows, number))
        return fact


class Catalogue:
    """The active activities of a snapshot, ready to be searched; made by `load` or `of`."""

    def __init__(self, data: bytes | memoryview, decode: Callable[[bytes], Activity]) -> None:
        header, sections = _read(memoryview(data))
        self._decode = decode
        self._sections = sections
        self._ids_of_block: dict[int, tuple[ActivityId, ...]] = {}
        self.version: str = header["version"]
        self.considered: int = header["considered"]
        self.holidays = codec.holidays_of(header["holidays"])
        self.branch_of = sections["branch"]
        self.isil_of_branch, self._points = sections["branches.isil"], sections["branches.point"]
        self.kind_of, self.kinds = self._facts("kind", codec.decode_kind)
        self.languages_of, self.languages = self._facts("languages", codec.decode_words)
        self.facilities_of, self.facilities = self._facts("facilities", codec.decode_facilities)
        self.times_of, self.times = self._facts("times", codec.decode_times)
        self.room_of, self.rooms = self._facts("room", _decode_room)
        self.area_of, self.areas = self._facts("area", codec.decode_words)
        self.confirmed_of, self.confirmed = self._facts("confirmed", codec.decode_day)
        self.at_branch = self._forest("at_branch", header["forests"]["at_branch"])
        self.at_home = self._forest("at_home", header["forests"]["at_home"])
        self.at_home_entries = sections["at_home.entry"]

    @classmethod
    def load(cls, data: bytes | memoryview, decode: Callable[[bytes], Activity]) -> "Catalogue":
        """The catalogue in these bytes, which are kept and not copied.

        Raises:
            ValueError: the bytes are no snapshot of this layout.
        """
        return cls(data, decode)

    @classmethod
    def of(
        cls,
        activities: Iterable[Activity],
        holidays: Holidays = NO_HOLIDAYS,
        version: str = "in memory",
    ) -> "Catalogue":
        """The catalogue of these activities."""
        data = pack(activities, version=version, holidays=holidays, encode=codec.encode_activity)
        return cls(data, codec.decode_activity)

    def __len__(self) -> int:
        return self.considered

    def __iter__(self) -> Iterator[Activity]:
        """Every activity, in the order of places."""
        for block in range(-(-self.considered // BLOCK)):
            yield from (self._decode(row) for _, row in self._block(block))

    def activity(self, place: int) -> Activity:
        """The activity of that place, whole."""
        _, row = self._block(place // BLOCK)[place % BLOCK]
        return self._decode(row)

    def id_at(self, place: int) -> ActivityId:
        """The id of the activity of that place; kept for the block once one of it was asked."""
        block = place // BLOCK
        ids = self._ids_of_block.get(block)
        if ids is None:
            ids = tuple(ActivityId(found.decode()) for found, _ in self._block(block))
            if len(self._ids_of_block) >= _MOST_BLOCKS_KEPT:
                self._ids_of_block.clear()
            self._ids_of_block[block] = ids
        return ids[place % BLOCK]

    def point(self, branch: int) -> Point:
        """Where a branch stands."""
        return Point(self._points[2 * branch], self._points[2 * branch + 1])

    def sizes(self) -> Mapping[str, int]:
        """The bytes of each section."""
        return {name: section.nbytes for name, section in self._sections.items()}

    def _block(self, block: int) -> list[tuple[bytes, bytes]]:
        """The ids and the encoded activities of a block."""
        packed = _row(self._sections["details.end"], self._sections["details"], block)
        return list(_unframed(zlib.decompress(packed)))

    def _facts(self, name: str, decode: Callable[[bytes], _F]) -> tuple[_Numbers, FactTable[_F]]:
        section = self._sections
        table = FactTable(section[f"facts.{name}.end"], section[f"facts.{name}"], decode)
        return section[name], table

    def _forest(self, name: str, header: Mapping[str, Any]) -> Forest:
        parts: dict[str, Any] = {
            part: self._sections[f"{name}.{part}"] for part in Forest._fields if part not in header
        }
        return Forest(**header, **parts)


def _decode_room(row: bytes) -> SeatParts:
    """What the seats are worth; that depends on no need, so it is worked out once."""
    return seat_parts(codec.decode_room(row))


def _unframed(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    def rows() -> Iterator[bytes]:
        at = 0
        while at < len(block):
            begin = at + 4
            at = begin + int.from_bytes(block[at:begin], "little")
            yield block[begin:at]

    each = rows()
    return zip(each, each, strict=True)


def _row(ends: _Numbers, rows: memoryview, number: int) -> bytes:
    return bytes(rows[ends[number - 1] if number else 0 : ends[number]])


def _read(data: memoryview) -> tuple[dict[str, Any], dict[str, memoryview]]:
    if bytes(data[:8]) != MAGIC:
        raise ValueError("not a snapshot of this layout")
    begin = 16 + int.from_bytes(data[8:16], "little")
    header = json.loads(bytes(data[16:begin]))
    sections = {
        name: data[begin + at : begin + at + length].cast("B").cast(typecode)
        for name, (typecode, at, length) in header.pop("sections").items()
    }
    return header, sections
