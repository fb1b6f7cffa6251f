"""Where things are, how far apart, and how long the way takes.

Distance is as the crow flies and exact; minutes are an estimate and say so in every answer
("geschat"). Both serve the matcher, which asks for them hundreds of times a question, so the
common case, nothing in the way, is kept short. How minutes come about: docs/travel.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, ceil, cos, hypot, inf, pi, radians, sin, sqrt
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.domain.barriers import BARRIERS, Barrier, Crossing, Position, barriers_between


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth in degrees, WGS-84. Impossible values, NaN among them, raise ValueError."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        # Written so that NaN, which no comparison holds for, is refused as well.
        if not (-90.0 <= self.latitude <= 90.0 and -180.0 <= self.longitude <= 180.0):
            raise ValueError(f"no place on earth: {self.latitude}, {self.longitude}")


class Precision(StrEnum):
    """How exactly a point is known, best first."""

    COORDINATES = "coordinates"
    POSTCODE = "postcode"
    PLACE = "place"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Located:
    """A point, how it was found, and within how many kilometres of it the truth lies."""

    point: Point
    precision: Precision
    radius_km: float


class TravelMode(StrEnum):
    """How she travels."""

    WALK = "walk"
    BICYCLE = "bicycle"
    PUBLIC_TRANSPORT = "public_transport"
    CAR = "car"


class TravelConstants(NamedTuple):
    """What turns kilometres as the crow flies into minutes from door to door."""

    speed_kmh: float
    detour: float
    fixed_minutes: float
    source: str

    @property
    def minutes_per_km(self) -> float:
        """Minutes for each kilometre of the straight line."""
        return 60.0 * self.detour / self.speed_kmh


TRAVEL: Mapping[TravelMode, TravelConstants] = MappingProxyType(
    {
        TravelMode.WALK: TravelConstants(
            speed_kmh=4.8,
            detour=1.3,
            fixed_minutes=0.0,
            source=(
                "4.8 km/h (1.33 m/s) is the walking speed that pedestrian guidelines plan with; "
                "in Dutch street patterns the way on foot is 1.2 to 1.4 times the straight line."
            ),
        ),
        TravelMode.BICYCLE: TravelConstants(
            speed_kmh=15.0,
            detour=1.3,
            fixed_minutes=0.0,
            source=(
                "15 km/h with stops, below the 16 to 18 km/h of route planners, because many "
                "newcomers learn to cycle here and unlocking and parking are counted in it; CROW "
                "asks a detour factor of at most 1.2 of main cycle routes, the last streets add."
            ),
        ),
        TravelMode.PUBLIC_TRANSPORT: TravelConstants(
            speed_kmh=28.0,
            detour=1.35,
            fixed_minutes=12.0,
            source=(
                "12 minutes to walk to the stop, wait and walk on, then 28 km/h: a city bus runs "
                "at 18 to 22 km/h, a regional bus at 30, a train at 60; reasoned, not measured, "
                "and too slow rather than too fast for journeys between cities by train."
            ),
        ),
        TravelMode.CAR: TravelConstants(
            speed_kmh=42.0,
            detour=1.35,
            fixed_minutes=5.0,
            source=(
                "5 minutes to walk to the car and to park, then 42 km/h: 25 to 30 in towns and "
                "80 outside, mixed for journeys of 5 to 30 km; reasoned, not measured."
            ),
        ),
    }
)

# WGS-84 (NIMA TR8350.2): equatorial radius in kilometres, flattening, first eccentricity squared.
_A_KM = 6378.137
_F = 1 / 298.257223563
_E2 = _F * (2 - _F)
_RADIAN = pi / 180.0
_M_NUMERATOR_KM = _A_KM * (1 - _E2) * _RADIAN
_N_NUMERATOR_KM = _A_KM * _RADIAN

# Where the plane is good to 0.1 %: further, or nearer to a pole, Lambert takes over.
_PLANE_LATITUDES = 4.0
_PLANE_LONGITUDES = 6.0
_PLANE_UP_TO = 70.0

_SAME_PLACE_KM = 0.01
_TRIED = 5  # crossings of one barrier that are looked into, the most promising ones


def distance_km(a: Point, b: Point) -> float:
    """Distance over the ground in kilometres, as the crow flies.

    Mid-latitude plane on WGS-84: against Karney's geodesic off by at most half a metre up to
    30 km within the Netherlands, and by 0.05 % up to 400 km. Elsewhere on earth Lambert's formula,
    within 0.2 % even near the antipodes. Radii of curvature: NIMA TR8350.2, WGS-84.
    """
    return _km(a.latitude, a.longitude, b.latitude, b.longitude)


def _km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    north = latitude_b - latitude_a
    east = longitude_b - longitude_a
    middle = (latitude_a + latitude_b) * 0.5
    if not (
        -_PLANE_LATITUDES < north < _PLANE_LATITUDES
        and -_PLANE_LONGITUDES < east < _PLANE_LONGITUDES
        and -_PLANE_UP_TO < middle < _PLANE_UP_TO
    ):
        return _lambert_km(latitude_a, longitude_a, latitude_b, longitude_b)
    cosine = cos(middle * _RADIAN)
    w2 = 1.0 - _E2 * (1.0 - cosine * cosine)
    w = sqrt(w2)
    return hypot(north * _M_NUMERATOR_KM / (w2 * w), east * cosine * _N_NUMERATOR_KM / w)


def _lambert_km(
    latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float
) -> float:
    """Lambert's formula for long lines, on reduced latitudes; any two points on earth."""
    beta_a, beta_b = _reduced(latitude_a), _reduced(latitude_b)
    sin_q, cos_q = sin((beta_b - beta_a) / 2), cos((beta_b - beta_a) / 2)
    sin_p, cos_p = sin((beta_a + beta_b) / 2), cos((beta_a + beta_b) / 2)
    # Half the difference in longitude; its square is the same both ways round the earth.
    sin_l = sin(radians(longitude_b - longitude_a) / 2)
    s2 = min(1.0, sin_q * sin_q + (cos_p * cos_p - sin_q * sin_q) * sin_l * sin_l)
    sigma = 2 * asin(sqrt(max(0.0, s2)))
    x = (sigma - sin(sigma)) * _ratio(sin_p * sin_p * cos_q * cos_q, 1 - s2)
    y = (sigma + sin(sigma)) * _ratio(cos_p * cos_p * sin_q * sin_q, s2)
    return max(0.0, _A_KM * (sigma - _F / 2 * (x + y)))


def _reduced(latitude: float) -> float:
    phi = radians(latitude)
    return atan2((1 - _F) * sin(phi), cos(phi))


def _ratio(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0


def fewest_minutes(mode: TravelMode, km: float) -> int:
    """Whole minutes, rounded up, over so many kilometres in a straight line with no water between.

    Never falls as `km` rises, and for two points `km` apart never more than `travel_minutes`: the
    matcher leaves out whole regions by it. 0 within ten metres: she is there.
    """
    if km <= _SAME_PLACE_KM:
        return 0
    per_km, fixed = _PACE[mode]
    return ceil(km * per_km + fixed)


def travel_minutes(mode: TravelMode, origin: Point, destination: Point) -> int:
    """Whole minutes from door to door, rounded up, around or across what water lies between.

    Every place can be reached in every mode: where her mode may not cross, the table names what
    she would do (the ferry on foot, the tunnel by bus); over a long ferry that takes hours.
    """
    way = _way(mode, origin, destination)
    if way.km <= _SAME_PLACE_KM:
        return 0
    per_km, fixed = _PACE[mode]
    # The same arithmetic as fewest_minutes on at least as many kilometres: never below it.
    return ceil(way.km * per_km + fixed + way.extra_minutes)


def ground_km(mode: TravelMode, origin: Point, destination: Point) -> float:
    """Kilometres in straight lines from crossing to crossing; never less than `distance_km`."""
    return _way(mode, origin, destination).km


_PACE = {mode: (one.minutes_per_km, one.fixed_minutes) for mode, one in TRAVEL.items()}


class _Way(NamedTuple):
    """A path in straight lines, and the minutes that its crossings cost besides."""

    km: float
    extra_minutes: float


def _way(mode: TravelMode, origin: Point, destination: Point) -> _Way:
    a, b, c, d = origin.latitude, origin.longitude, destination.latitude, destination.longitude
    straight = _km(a, b, c, d)
    in_between = barriers_between(a, b, c, d)
    if not in_between:
        return _Way(straight, 0.0)
    # Always from the same end, so that the way back is the same way.
    ends = sorted(((a, b), (c, d)))
    found = _across(mode, ends[0], ends[1], in_between, passed=0)
    # Three straight lines on three planes could come out a millimetre short of one.
    return found if found.km >= straight else _Way(straight, found.extra_minutes)


def _leg(mode: TravelMode, here: Position, there: Position, passed: int) -> _Way:
    """The best way between two points when the barriers in `passed` are behind her."""
    in_between = barriers_between(*here, *there) & ~passed
    if in_between:
        return _across(mode, here, there, in_between, passed)
    return _Way(_km(*here, *there), 0.0)


def _across(
    mode: TravelMode, here: Position, there: Position, in_between: int, passed: int
) -> _Way:
    """The quickest way over one of the barriers in between, and then over what is left.

    No barrier is crossed twice, so this ends; only the few crossings that lie best are tried, and
    none that already loses by its straight lines. Where three waters lie between, the order of
    trying could miss a slightly quicker way; it never finds one shorter than the straight line.
    """
    per_km = _PACE[mode][0]
    first = in_between & -in_between
    behind = passed | first
    best, least = _Way(inf, inf), inf
    for bound, crossing in _by_promise(mode, here, there, BARRIERS[first.bit_length() - 1]):
        if bound >= least:
            break
        to = _leg(mode, here, crossing.at, behind)
        onward = _leg(mode, crossing.at, there, behind)
        extra = to.extra_minutes + onward.extra_minutes + crossing.extra_minutes
        way = _Way(to.km + onward.km, extra)
        minutes = way.km * per_km + extra
        if minutes < least:
            best, least = way, minutes
    return best


def _by_promise(
    mode: TravelMode, here: Position, there: Position, barrier: Barrier
) -> list[tuple[float, Crossing]]:
    """The few crossings that can be best, with the minutes below which they cannot be."""
    per_km = _PACE[mode][0]
    promises = [
        ((_km(*here, *one.at) + _km(*one.at, *there)) * per_km + one.extra_minutes, one)
        for one in barrier.crossings
        if mode in one.modes
    ]
    promises.sort(key=itemgetter(0))
    return promises[:_TRIED]
