"""The secrets of libraries: one item a library, each secret wrapped under the library's key.

Before anybody changes them there is no item: a library then has its first secret, which follows
from a seed. While it counts, the item names it without holding it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import LibrarySecretsItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.adapters.dynamo.wrapping import SecretOwner, unwrapped, wrapped
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import LibraryId, OrganisationId, SecretId
from chalicelib.domain.library_secret import FIRST, Keyring, LibrarySecret
from chalicelib.usecases.ports import KeyWrapper


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
            written["wrapped"] = wrapped(self._wrapper, secret.secret, _owner(library, secret.id))
        return written

    def _opened(self, library: LibraryId, written: Mapping[str, Any]) -> LibrarySecret:
        if written["id"] == FIRST:
            secret = self._first(library)
        else:
            owner = _owner(library, written["id"])
            secret = unwrapped(self._wrapper, written["wrapped"], owner)
        # Its bytes go as they are: JSON has none.
        return codec.thing(LibrarySecret, {**written, "secret": secret})


def _owner(library: LibraryId, secret_id: SecretId) -> SecretOwner:
    return SecretOwner(OrganisationId(library), f"secret/{secret_id}")
