"""Where a place is, by the shipped table, or better by what was looked up before: port `Places`.

Never asks the network. The cache is read only where the table knows an area or nothing.
"""

from chalicelib.domain.errors import Temporary
from chalicelib.domain.geography import Located, Precision
from chalicelib.domain.place_names import place_query, postcode_query
from chalicelib.usecases.ports import PlaceCache, Places


class KnownPlaces:
    """The table, then the cache; whichever is surer."""

    def __init__(self, table: Places, cache: PlaceCache) -> None:
        self._table, self._cache = table, cache

    def postcode(self, digits: str) -> Located | None:
        """Where four digits lie."""
        return self._better(self._table.postcode(digits), postcode_query(digits))

    def place(self, name: str) -> Located | None:
        """Where a place lies."""
        return self._better(self._table.place(name), place_query(name))

    def _better(self, known: Located | None, query: str) -> Located | None:
        if known is not None and known.precision is not Precision.AREA:
            return known
        try:
            kept = self._cache.get(query)
        except Temporary:
            return known  # an answer about an area is better than none
        if kept is None or (known is not None and known.radius_km <= kept.radius_km):
            return known
        return kept
