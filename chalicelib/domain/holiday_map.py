"""The regions of the school holidays as a map drawn in letters, for a building of a known point.

Noord, midden and zuid follow provinces and, at their edges, single municipalities (Regeling
vaststelling schoolvakanties). A cell is about 5.5 km high and wide, so within some kilometres of
a border the neighbour's region may come out: a library that knows better says so itself
(`Library.holiday_region`). Drawn by `tools/build_holiday_map.py`.
"""

from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion

NORTH, WEST = 53.60, 3.30  # degrees: the upper left corner of the map
CELL_HEIGHT, CELL_WIDTH = 0.05, 0.08  # degrees

ROWS, COLUMNS = 58, 50
_MAP = (
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "mmmnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "mmmmmnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
    "mmmmmmmmnnnnnnnnnnnnnnnnnnnnnnnmmmmnnnnnnnnnnnnnnn",
    "mmmmmmmmmmmnnnnnnnnnnnnnnnnmmmmmmmmmnnnnnnnnnnnnnn",
    "mmmmmmmmmmmmmnnnnnnnnnnnnnmmmmmmmmmnnnnnnnnnnnnnnn",
    "mmmmmmmmmmmmmmnnnnnnnnnnnmmmmmmmmmmmnnnnnnnnnnnnnn",
    "mmmmmmmmmmmmmmmmnnnnnmnnnmmmmmmmmmmnnnnnnnnnnnnnnn",
    "mmmmmmmmmmmmmmmmmnnnmmnnnmmmmmmmmmmmmmmnnnnnnnnnnn",
    "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmnnnnnnnn",
    "zmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmnnnnnn",
    "zzmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmzmmmmmmmmmmnnnnn",
    "zzzmmmmmmmmmmmmmmmmmmmmmmmmmmmzzzzzmmmmmmmmmmmmmnn",
    "zzzzmmmmmmmmmmmmmmmmmmmmmmmmmmzzzzzzmmmmmmmmmmmmmn",
    "zzzzzmmmmmmmmmmmmmmmmmmmmmmmmmzzzzzzmmmmmmmmmmmmmm",
    "zzzzzzmmmmmmmmmmmmmmmmmmmmmmzzzzzzzzmmmmmmmmmmmmmm",
    "zzzzzzzmmmmmmmmmmmmmmmzmmzzzzzzzzzzzmmmmmmmmmmmmmm",
    "zzzzzzzzmmmmmmmmmmmmmmzzzzzzzzzzzzzzmmmmmmmmmmmmmm",
    "zzzzzzzzzmmmmmmzmzzzmmmzzzzzzzzzzzzzzmmmmmmmmmmmmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzmmmmmmmmmmmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzmmmmmmmmmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzmmmmmmmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzmmmmmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzmmmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzmm",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
)
_REGION = {region[0]: region for region in HolidayRegion}


def region_at(point: Point) -> HolidayRegion:
    """The region of the schools around this point; outside the map that of its nearest edge."""
    row = int((NORTH - point.latitude) / CELL_HEIGHT)
    column = int((point.longitude - WEST) / CELL_WIDTH)
    return _REGION[_MAP[_within(row, ROWS)][_within(column, COLUMNS)]]


def middle_of(row: int, column: int) -> Point:
    """The middle of a cell."""
    return Point(NORTH - (row + 0.5) * CELL_HEIGHT, WEST + (column + 0.5) * CELL_WIDTH)


def _within(number: int, count: int) -> int:
    return max(0, min(number, count - 1))
