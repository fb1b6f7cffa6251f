"""Secrets of libraries, derived from one seed: the same everywhere, stored nowhere."""

import hashlib
import hmac

from chalicelib.domain.ids import LibraryId


class DerivedSecrets:
    """One secret a library, by HMAC of its ISIL under a seed that only this service holds."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed

    def live(self, library: LibraryId) -> tuple[bytes, ...]:
        """The live secrets of a library, newest first."""
        return (hmac.digest(self._seed, library.encode(), hashlib.sha256),)
