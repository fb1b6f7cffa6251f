"""How near a group of places can be: boxes of latitude and longitude, and the way to them."""

from math import cos, hypot, radians
from typing import NamedTuple

from chalicelib.domain.geography import Point, distance_km

# The shortest degrees of the WGS-84 ellipsoid in kilometres: of latitude at the equator, and of
# longitude at the equator, to be multiplied by the cosine of the latitude (elsewhere it is more).
_DEGREE_KM = 110.57
_EQUATOR_DEGREE_KM = 111.31
_LONGEST_DEGREE_KM = 111.70
# A group within so many degrees is measured on a plane; the bend of the parallels within them,
# and the error of distance_km (0.5 % at most), stay within the slack.
_PLANE_DEGREES = 3.0
_SLACK = 0.99
_GRAIN_KM = 1e-9  # below a micrometre, floating point knows no nearer and farther


class Box(NamedTuple):
    """Everything between two parallels and two meridians; never across longitude 180."""

    south: float
    west: float
    north: float
    east: float


def least_km(here: Point, box: Box) -> float:
    """No point of the box is nearer than this by distance_km; 0 within the box."""
    south, west, north, east = box
    latitude, longitude = here.latitude, here.longitude
    up = max(0.0, south - latitude, latitude - north)
    along = max(0.0, west - longitude, longitude - east)
    if along > _PLANE_DEGREES or up > _PLANE_DEGREES:
        return _least_km_from_afar(here, box)
    nearest_pole = max(abs(latitude), abs(south), abs(north))
    narrowest = _EQUATOR_DEGREE_KM * cos(radians(nearest_pole))
    return max(0.0, _SLACK * hypot(up * _DEGREE_KM, along * narrowest) - _GRAIN_KM)


def _least_km_from_afar(here: Point, box: Box) -> float:
    """By the triangle: the way to the middle, less the way from there to a corner."""
    height, width = box.north - box.south, box.east - box.west
    middle = Point(box.south + height / 2, box.west + width / 2)
    radius = _LONGEST_DEGREE_KM * hypot(height / 2, width / 2)
    return max(0.0, _SLACK * distance_km(here, middle) - radius / _SLACK)
