"""Wraps keys and secrets under a data key of their organisation, which AWS KMS keeps.

KMS is asked once for a data key an organisation and a process, not once a person. What comes back
encrypted stands beside every key wrapped under it, so that whoever may ask KMS can open it again.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.ids import OrganisationId
from chalicelib.usecases.ports import KeyOwner

# One data key wraps at most so many keys, for at most so long; then KMS gives a new one.
MOST_WRAPPED = 1_000
MOST_SECONDS = 3_600.0
MOST_REMEMBERED = 256  # data keys held bare in memory, for wrapping and for opening each

_LAYOUT = 1
_NONCE_BYTES = 12
_REFUSALS = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})


@dataclass(slots=True)
class _DataKey:
    """A key from KMS: bare in memory only, encrypted wherever it is stored."""

    bare: bytes = field(repr=False)
    encrypted: bytes
    since: float
    wrapped: int = 0


class KmsKeyWrapper:
    """A wrapped key is: layout (1 byte), length of the data key (2), data key, nonce, rest."""

    def __init__(
        self, client: Callable[[], Any], key_id: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`client` makes the KMS client on first use; `clock` counts seconds."""
        self._make_client, self._key_id, self._clock = client, key_id, clock
        self._client: Any = None
        self._current: dict[OrganisationId, _DataKey] = {}
        self._opened: OrderedDict[bytes, _DataKey] = OrderedDict()
        self._lock = threading.Lock()

    def wrap(self, key: bytes, owner: KeyOwner) -> bytes:
        with self._lock:
            data_key = self._data_key(owner.organisation)
            data_key.wrapped += 1
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(data_key.bare).encrypt(nonce, key, _binding(owner))
        length = len(data_key.encrypted).to_bytes(2, "big")
        return bytes([_LAYOUT]) + length + data_key.encrypted + nonce + sealed

    def unwrap(self, wrapped: bytes, owner: KeyOwner) -> bytes:
        encrypted, nonce, sealed = _parts(wrapped)
        with self._lock:
            data_key = self._opened_key(encrypted, owner.organisation)
        try:
            return AESGCM(data_key.bare).decrypt(nonce, sealed, _binding(owner))
        except InvalidTag as error:
            raise Permanent("does not open") from error

    def _data_key(self, organisation: OrganisationId) -> _DataKey:
        """The organisation's data key for wrapping, a new one when the last is worn."""
        current = self._current.get(organisation)
        if current is None or current.wrapped >= MOST_WRAPPED or self._is_old(current):
            self._drop_old()
            answer = self._ask(
                "generate_data_key",
                KeyId=self._key_id,
                KeySpec="AES_256",
                EncryptionContext={"organisation": organisation},
            )
            current = _DataKey(answer["Plaintext"], answer["CiphertextBlob"], self._clock())
            self._current[organisation] = current
        while len(self._current) > MOST_REMEMBERED:
            del self._current[next(iter(self._current))]
        return current

    def _opened_key(self, encrypted: bytes, organisation: OrganisationId) -> _DataKey:
        """The data key as KMS decrypts it for this organisation, remembered for a while."""
        name = organisation.encode() + b"\0" + encrypted
        known = self._opened.get(name)
        if known is None or self._is_old(known):
            self._drop_old()
            answer = self._ask(
                "decrypt",
                KeyId=self._key_id,
                CiphertextBlob=encrypted,
                EncryptionContext={"organisation": organisation},
            )
            known = _DataKey(answer["Plaintext"], encrypted, self._clock())
            self._opened[name] = known
        self._opened.move_to_end(name)
        while len(self._opened) > MOST_REMEMBERED:
            self._opened.popitem(last=False)
        return known

    def _drop_old(self) -> None:
        """No data key lies bare in memory for longer than it may, used again or not."""
        for organisation in [name for name, key in self._current.items() if self._is_old(key)]:
            del self._current[organisation]
        for name in [name for name, key in self._opened.items() if self._is_old(key)]:
            del self._opened[name]

    def _is_old(self, data_key: _DataKey) -> bool:
        return self._clock() - data_key.since > MOST_SECONDS

    def _ask(self, question: str, **request: Any) -> Any:
        if self._client is None:
            self._client = self._make_client()
        try:
            return getattr(self._client, question)(**request)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _REFUSALS:
                raise Permanent("does not open") from error
            raise Temporary("the key keeper refuses", retry_after_s=1) from error
        except BotoCoreError as error:
            raise Temporary("the key keeper does not answer", retry_after_s=1) from error


def _parts(wrapped: bytes) -> tuple[bytes, bytes, bytes]:
    """Encrypted data key, nonce and ciphertext."""
    if wrapped[:1] != bytes([_LAYOUT]):
        raise Temporary("wrapped by a newer release")
    end = 3 + int.from_bytes(wrapped[1:3], "big")
    return wrapped[3:end], wrapped[end : end + _NONCE_BYTES], wrapped[end + _NONCE_BYTES :]


def _binding(owner: KeyOwner) -> bytes:
    return f"{owner.organisation}/{owner.name}".encode()
