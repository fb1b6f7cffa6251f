"""First secrets of libraries, derived from one seed: the same everywhere, stored nowhere."""

import hashlib
import hmac
from collections.abc import Callable

from chalicelib.domain.ids import LibraryId


def first_secrets(seed: bytes) -> Callable[[LibraryId], bytes]:
    """The secret that each library begins with, by HMAC of its ISIL under a seed of ours."""
    return lambda library: hmac.digest(seed, library.encode(), hashlib.sha256)
