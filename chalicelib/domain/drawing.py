"""Where a point of the Netherlands lies on the drawing of its provinces.

The drawing is in Mercator's projection between these meridians and parallels, 613 wide and 724
high; checked against the corners of the country, off by about a kilometre.
"""

from math import log, pi, radians, tan

from chalicelib.domain.geography import Point

WIDTH, HEIGHT = 613, 724
_WEST, _EAST, _NORTH, _SOUTH = 3.358, 7.227, 53.555, 50.750


def on_drawing(point: Point) -> tuple[int, int]:
    """Its place on the drawing, x to the east and y to the south."""
    x = (point.longitude - _WEST) / (_EAST - _WEST) * WIDTH
    north, south = _mercator(_NORTH), _mercator(_SOUTH)
    y = (north - _mercator(point.latitude)) / (north - south) * HEIGHT
    return round(x), round(y)


def _mercator(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2))
