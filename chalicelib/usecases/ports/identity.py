"""Who is who: callers, people on the pages, and the secrets of libraries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.library_secret import Keyring
from chalicelib.domain.session import Attempt, Session


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


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who came back from the sign-in service, and what it calls her organisation."""

    caller: Caller
    organisation_name: str | None = None


class SignInService(Protocol):
    """Where people prove who they are (OpenID Connect)."""

    def begin(self, goes_on_to: str) -> tuple[Attempt, str]:
        """A new attempt, and the address where she signs in.

        Raises:
            Temporary: the service does not answer.
        """

    def redeem(self, code: str, attempt: Attempt) -> SignedIn:
        """Whoever this code stands for.

        Raises:
            Unauthorized: `bad_code`, `bad_token`, or what `domain.claims` says of her claims.
            Temporary: the service does not answer.
        """


class Sessions(Protocol):
    """Who is signed in on the pages. A token is a secret of 256 bits; only its digest is kept."""

    def open(self, session: Session) -> str:
        """The session stands; the token that opens it, told once."""

    def get(self, token: str) -> Session:
        """The session, as it is now.

        Raises:
            NotFound: no such session, or one that was closed.
        """

    def seen(self, token: str, at: datetime) -> None:
        """She was here at this moment; a session that was closed stays closed."""

    def close(self, token: str) -> None:
        """The session is gone; closing again changes nothing."""

    def close_all(self, caller: Caller) -> None:
        """No session of this person is left, wherever she opened it."""


class Seals(Protocol):
    """What a browser keeps for us, so that we know it again unchanged."""

    def seal(self, purpose: str, value: Mapping[str, Any]) -> str:
        """The value as text that fits a cookie. Sealed, not secret: its keeper can read it."""

    def unseal(self, purpose: str, text: str, *, at_most: timedelta) -> Mapping[str, Any] | None:
        """The value as sealed for this purpose; None when changed, or sealed too long ago."""
