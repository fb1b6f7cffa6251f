"""Who is who: callers, and the secrets of libraries."""

from typing import Protocol

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import LibraryId


class LibrarySecrets(Protocol):
    """The secrets libraries sign their webhooks with."""

    def live(self, library: LibraryId) -> tuple[bytes, ...]:
        """The live secrets, newest first; empty for an unknown library."""


class Identities(Protocol):
    """Who signed a token."""

    def verify(self, token: str) -> Caller:
        """The caller this bearer token was issued to.

        Raises:
            Unauthorized: not ours, not for us, expired, or of a role we do not know.
        """
