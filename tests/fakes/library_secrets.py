"""The secrets of libraries in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import RLock

from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import LibraryId, SecretId
from chalicelib.domain.library_secret import FIRST, Keyring, LibrarySecret


class FakeLibrarySecrets:
    """Begins with the secrets it is given; a library without has none."""

    def __init__(self, secrets: Mapping[LibraryId, Sequence[bytes]] | None = None) -> None:
        self._lock = RLock()
        self._by_library = {
            library: Keyring(tuple(_begins_with(number, s) for number, s in enumerate(given)))
            for library, given in (secrets or {}).items()
        }

    def of(self, library: LibraryId) -> Keyring:
        return self._by_library.get(library, Keyring(()))

    def save(self, library: LibraryId, keyring: Keyring) -> None:
        with self._lock:
            if self.of(library).version != keyring.version:
                raise StaleVersion(library)
            self._by_library[library] = replace(keyring, version=keyring.version + 1)


def _begins_with(number: int, secret: bytes) -> LibrarySecret:
    return LibrarySecret(SecretId(FIRST if number == 0 else f"{FIRST}_{number}"), secret)
