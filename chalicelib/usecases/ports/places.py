"""From a postcode or a name to a point."""

from typing import Protocol

from chalicelib.domain.geography import Located


class Places(Protocol):
    """From a postcode or a place name to a point, without leaving the process."""

    def postcode(self, digits: str) -> Located | None:
        """Where four digits lie, or None when unknown."""

    def place(self, name: str) -> Located | None:
        """Where a place lies, or None when unknown."""


class PlaceCache(Protocol):
    """What was looked up before, under the names that `domain.place_names` gives a question."""

    def get(self, query: str) -> Located | None:
        """What is kept, read consistently, or None: never kept, or too long ago."""

    def put(self, query: str, located: Located) -> None:
        """This is kept for 90 days."""


class Geocoder(Protocol):
    """Looks a place up outside: slow, and sometimes away, so never while somebody waits.

    Both raise Temporary, with when to come back if that is known, and Permanent when the question
    itself is refused.
    """

    def postcode(self, digits: str) -> Located | None:
        """Where four digits lie, or None when there is no such postcode."""

    def place(self, name: str) -> Located | None:
        """Where the place of exactly this name lies, or None when there is none, or several."""
