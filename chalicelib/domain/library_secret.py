"""The secrets a library signs with: two live at once, so that it can change them without a gap."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import SecretId

GRACE = timedelta(days=7)  # a supplier's release takes days, not minutes
MOST_LIVE = 2
FIRST = SecretId("sec_first")  # the one a library begins with
SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64
_USE_IS_NOTED_EVERY = timedelta(hours=1)  # so that a busy library is no busy item


@dataclass(frozen=True, slots=True)
class LibrarySecret:
    """One secret of a library. `created_at` None: it was there from the beginning.

    `expires_at` None: until another takes its place.
    """

    id: SecretId
    secret: bytes = field(repr=False)
    created_at: datetime | None = None
    expires_at: datetime | None = None
    last_used_at: datetime | None = None

    def is_live(self, at: datetime) -> bool:
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True, slots=True)
class Keyring:
    """All secrets of one library, newest first; `version` moves with every change."""

    secrets: tuple[LibrarySecret, ...]
    version: int = 0

    def live(self, at: datetime) -> tuple[LibrarySecret, ...]:
        return tuple(secret for secret in self.secrets if secret.is_live(at))


def rotated(keyring: Keyring, new: LibrarySecret, *, at: datetime) -> Keyring:
    """The keyring with a new secret; of those before it the newest goes on for the grace period.

    What ended is forgotten.
    """
    before = keyring.live(at)[: MOST_LIVE - 1]
    return replace(keyring, secrets=(new, *(_ending(secret, at + GRACE) for secret in before)))


def revoked(keyring: Keyring, secret_id: SecretId, *, at: datetime) -> Keyring:
    """The keyring without this secret, from now on.

    Raises:
        NotFound: none of the live ones.
    """
    if secret_id not in {secret.id for secret in keyring.live(at)}:
        raise NotFound(secret_id)
    return replace(keyring, secrets=_without(keyring.secrets, secret_id))


def used(keyring: Keyring, secret: bytes, *, at: datetime) -> Keyring:
    """The keyring that knows when this secret was last used, to the hour."""
    return replace(keyring, secrets=tuple(_used(each, secret, at) for each in keyring.secrets))


def _used(each: LibrarySecret, secret: bytes, at: datetime) -> LibrarySecret:
    is_noted = each.last_used_at is not None and at - each.last_used_at < _USE_IS_NOTED_EVERY
    return each if each.secret != secret or is_noted else replace(each, last_used_at=at)


def _ending(secret: LibrarySecret, latest: datetime) -> LibrarySecret:
    return replace(secret, expires_at=min(secret.expires_at or latest, latest))


def _without(secrets: Iterable[LibrarySecret], secret_id: SecretId) -> tuple[LibrarySecret, ...]:
    return tuple(secret for secret in secrets if secret.id != secret_id)
