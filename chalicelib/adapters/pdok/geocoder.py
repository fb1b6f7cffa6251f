"""Places looked up at PDOK: the port `Geocoder`.

geopy and urllib3 are loaded with the first question.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from chalicelib.adapters.pdok.breaker import Breaker
from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.geography import Located, Point, Precision, distance_km
from chalicelib.domain.place_names import folded
from chalicelib.usecases.ports import Clock

if TYPE_CHECKING:
    from geopy.location import Location

    from chalicelib.adapters.pdok.locatieserver import Locatieserver

T = TypeVar("T")

TOWN_KM = 3.0  # from the middle of a town to its edge
MUNICIPALITY_KM = 12.0  # from the middle of a municipality to its edge
SMALLEST_KM = 0.3  # a postcode of one street is still not one house
ONE_TOWN_KM = 15.0  # two of the same name further apart are two places
_SOUTH, _NORTH, _WEST, _EAST = 50.70, 53.60, 3.30, 7.30  # the European Netherlands


class PdokGeocoder:
    """Answers where a postcode or place is, and says when it is away. Never guesses."""

    def __init__(self, *, now: Clock, base_url: str | None = None) -> None:
        self._base_url = base_url
        self._breaker = Breaker(now)

    @cached_property
    def _locatieserver(self) -> "Locatieserver":
        from chalicelib.adapters.pdok.locatieserver import BASE_URL, Locatieserver

        return Locatieserver(base_url=self._base_url or BASE_URL)

    def postcode(self, digits: str) -> Located | None:
        """The middle of the six-sign postcodes that begin so, with a radius that reaches all."""
        found = self._asked(lambda: self._locatieserver.postcode(digits))
        points = [point for point in map(_point, found) if point]
        if not points:
            return None
        middle = _middle(points)
        reach = max(distance_km(middle, point) for point in points)
        return Located(middle, Precision.POSTCODE, round(max(reach, SMALLEST_KM), 1))

    def place(self, name: str) -> Located | None:
        """The town, or else the municipality, of exactly this name; None when two share it."""
        found = self._asked(lambda: self._locatieserver.towns(name))
        for kind, precision, radius_km in (
            ("woonplaats", Precision.PLACE, TOWN_KM),
            ("gemeente", Precision.AREA, MUNICIPALITY_KM),
        ):
            named = [one for one in found if _is_called(one, name, kind)]
            points = [point for point in map(_point, named) if point]
            if points:
                return _only(points, precision, radius_km)
        return None

    def _asked(self, ask: Callable[[], T]) -> T:
        return self._breaker.through(lambda: _in_our_words(ask))


def _in_our_words(ask: Callable[[], T]) -> T:
    """What `ask` answers.

    Raises:
        Permanent: the question itself is refused. Temporary: whatever else geopy reports.
    """
    from geopy.exc import GeocoderQueryError, GeocoderRateLimited, GeocoderServiceError

    try:
        return ask()
    except GeocoderQueryError as error:
        raise Permanent("the question is refused") from error
    except GeocoderRateLimited as error:
        wait = 60 if error.retry_after is None else int(error.retry_after)
        raise Temporary("asked too often", retry_after_s=wait) from error
    except GeocoderServiceError as error:
        raise Temporary("the geocoder does not answer") from error


def _point(found: "Location") -> Point | None:
    latitude, longitude = found.latitude, found.longitude
    inside = _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST
    return Point(latitude, longitude) if inside else None


def _is_called(found: "Location", name: str, kind: str) -> bool:
    # Solr answers with what resembles; a town of another name is worse than none.
    names = (found.raw.get(f"{kind}naam"), str(found.address).partition(",")[0])
    return found.raw.get("type") == kind and folded(name) in {folded(n) for n in names if n}


def _only(points: Sequence[Point], precision: Precision, radius_km: float) -> Located | None:
    middle = _middle(points)
    reach = max(distance_km(middle, point) for point in points)
    if reach > ONE_TOWN_KM:
        return None
    return Located(middle, precision, round(max(radius_km, reach), 1))


def _middle(points: Sequence[Point]) -> Point:
    return Point(_median(p.latitude for p in points), _median(p.longitude for p in points))


def _median(values: Iterable[float]) -> float:
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
