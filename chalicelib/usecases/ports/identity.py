"""Who is who: callers, and the secrets of libraries."""

from typing import Protocol

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.library_secret import Keyring


class LibrarySecrets(Protocol):
    """The secrets libraries sign their webhooks with."""

    def of(self, library: LibraryId) -> Keyring:
        """The secrets of a library, read consistently; one we do not know has some as well.

        Raises:
            Temporary: the keeper of their key does not answer.
        """

    def save(self, library: LibraryId, keyring: Keyring) -> None:
        """The secrets are as given, with the next version.

        Raises:
            StaleVersion: somebody else wrote since they were read.
        """


class Identities(Protocol):
    """Who signed a token."""

    def verify(self, token: str) -> Caller:
        """The caller this bearer token was issued to.

        Raises:
            Unauthorized: not ours, not for us, expired, or of a role we do not know.
        """
