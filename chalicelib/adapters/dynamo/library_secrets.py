"""The secrets of libraries: one item a library, each secret wrapped under the library's key.

Before anybody changes them there is no item: a library then has its first secret, which follows
from a seed. While it counts, the item names it without holding it.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import LibrarySecretsItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import LibraryId, OrganisationId, SecretId
from chalicelib.domain.library_secret import FIRST, Keyring, LibrarySecret
from chalicelib.usecases.ports import KeyWrapper


@dataclass(frozen=True, slots=True)
class _Owner:
    """A secret of a library, as the keeper of keys knows it."""

    organisation: OrganisationId
    name: str


class DynamoLibrarySecrets:
    """The port LibrarySecrets, over DynamoDB; `first` gives the secret a library begins with."""

    def __init__(
        self, tables: Tables, wrapper: KeyWrapper, *, first: Callable[[LibraryId], bytes]
    ) -> None:
        self._tables, self._wrapper, self._first = tables, wrapper, first

    @temporary()
    def of(self, library: LibraryId) -> Keyring:
        place = keys.library(library)
        item = self._tables.read(LibrarySecretsItem, place, keys.LIBRARY_SECRETS)
        if item is None:
            return Keyring((LibrarySecret(FIRST, self._first(library)),))
        secrets = tuple(self._opened(library, written) for written in item.secrets)
        return Keyring(secrets, int(item.version))

    @temporary()
    def save(self, library: LibraryId, keyring: Keyring) -> None:
        item = LibrarySecretsItem(
            keys.library(library),
            keys.LIBRARY_SECRETS,
            version=keyring.version + 1,
            secrets=[self._sealed(library, secret) for secret in keyring.secrets],
        )
        as_read = (
            LibrarySecretsItem.version == keyring.version
            if keyring.version
            else LibrarySecretsItem.PK.does_not_exist()
        )
        to = Transaction(self._tables)
        to.write(item, Guard(as_read, StaleVersion(library)))
        to.commit()

    def _sealed(self, library: LibraryId, secret: LibrarySecret) -> dict[str, Any]:
        written = codec.attributes(secret, without=("secret",))
        if secret.id != FIRST:
            wrapped = self._wrapper.wrap(secret.secret, _owner(library, secret.id))
            written["wrapped"] = base64.b64encode(wrapped).decode()
        return written

    def _opened(self, library: LibraryId, written: Mapping[str, Any]) -> LibrarySecret:
        if written["id"] == FIRST:
            secret = self._first(library)
        else:
            wrapped = base64.b64decode(written["wrapped"])
            secret = self._wrapper.unwrap(wrapped, _owner(library, written["id"]))
        # Its bytes go as they are: JSON has none.
        return codec.thing(LibrarySecret, {**written, "secret": secret})


def _owner(library: LibraryId, secret_id: SecretId) -> _Owner:
    return _Owner(OrganisationId(library), f"secret/{secret_id}")
