"""The secrets of a library: handed out once, changed without a gap, and asked at every webhook."""

import base64
from collections.abc import Callable
from contextlib import suppress

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import StaleVersion, Temporary
from chalicelib.domain.ids import LibraryId, SecretId
from chalicelib.domain.library_secret import (
    SECRET_BYTES,
    Keyring,
    LibrarySecret,
    revoked,
    rotated,
    used,
)
from chalicelib.domain.signature_advice import SignatureFault, faults_of
from chalicelib.domain.signing import Signed, verify
from chalicelib.usecases.own_library import admit_administrator
from chalicelib.usecases.ports import Ports

_ROUNDS = 8
_ID_BYTES = 10  # sixteen letters and digits


def make_secret(isil: LibraryId, *, caller: Caller, ports: Ports) -> LibrarySecret:
    """A new secret stands, to be shown this once; the one before it works on for a week.

    Raises:
        NotFound: another library's. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)
    name = base64.b32encode(ports.random_bytes(_ID_BYTES)).decode().lower()
    new = LibrarySecret(
        SecretId(f"sec_{name}"), ports.random_bytes(SECRET_BYTES), created_at=ports.now()
    )
    _change(isil, lambda keyring: rotated(keyring, new, at=ports.now()), ports=ports)
    return new


def list_secrets(isil: LibraryId, *, caller: Caller, ports: Ports) -> tuple[LibrarySecret, ...]:
    """The live secrets of the caller's library, newest first.

    Raises:
        NotFound: another library's. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)
    return ports.secrets.of(isil).live(ports.now())


def revoke_secret(isil: LibraryId, secret_id: SecretId, *, caller: Caller, ports: Ports) -> None:
    """Nothing signed with this secret comes in any more.

    Raises:
        NotFound: another library's, or no live secret. Forbidden: not an administrator.
    """
    admit_administrator(isil, caller)
    _change(isil, lambda keyring: revoked(keyring, secret_id, at=ports.now()), ports=ports)


def vouch(signed: Signed, library: LibraryId, *, ports: Ports) -> None:
    """Returns when a live secret of this library signed it just now; and its use is noted.

    Raises:
        InvalidSignature, TimestampOutOfRange.
    """
    now, keyring = ports.now(), ports.secrets.of(library)
    secret = verify(signed, (each.secret for each in keyring.live(now)), at=now)
    noted = used(keyring, secret, at=now)
    if noted != keyring:
        # Good to know, and no reason to send a library away.
        with suppress(StaleVersion, Temporary):
            ports.secrets.save(library, noted)


def explain(signed: Signed, library: LibraryId, *, ports: Ports) -> tuple[SignatureFault, ...]:
    """What is wrong with this signature; nothing when it is right. Nothing is noted of it."""
    return faults_of(signed, ports.secrets.of(library), at=ports.now())


def _change(isil: LibraryId, change: Callable[[Keyring], Keyring], *, ports: Ports) -> None:
    for _ in range(_ROUNDS):
        with suppress(StaleVersion):
            ports.secrets.save(isil, change(ports.secrets.of(isil)))
            return
    raise Temporary("others keep writing the same", retry_after_s=1)
