"""A person, encrypted under a key of her own: AES-256-GCM, 256 random bits a person.

Deleting the key erases her, in every copy and every backup of her fields. Each field is bound to
its referral and its name, so that no field can stand in for another.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.errors import Permanent
from chalicelib.domain.person import Person
from chalicelib.usecases.ports import KeyWrapper, ReferralKey, Sealed

KEY_BITS = 256
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: 96 bits


class AesVault:
    """Seals and opens persons; each sealing has a fresh key, so no nonce is ever used twice."""

    def __init__(self, wrapper: KeyWrapper) -> None:
        self._wrapper = wrapper

    def seal(self, owner: ReferralKey, person: Person) -> Sealed:
        key = AESGCM.generate_key(KEY_BITS)
        values = {"first_name": person.first_name, "phone": person.phone, "note": person.note}
        fields = {
            name: encrypted(key, value.encode(), bound_to=_binding(owner, name))
            for name, value in values.items()
            if value is not None
        }
        return Sealed(fields, self._wrapper.wrap(key, owner))

    def open(self, owner: ReferralKey, sealed: Sealed) -> Person:
        key = self._wrapper.unwrap(sealed.wrapped_key, owner)
        values = {
            name: decrypted(key, value, bound_to=_binding(owner, name)).decode()
            for name, value in sealed.fields.items()
        }
        return Person(**values)


def encrypted(key: bytes, plain: bytes, *, bound_to: bytes) -> bytes:
    """Nonce and ciphertext; opens only with the same key and binding."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def decrypted(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """What was encrypted.

    Raises:
        Permanent: another key or binding, or tampered with.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise Permanent("does not open") from error


def _binding(owner: ReferralKey, name: str) -> bytes:
    return f"{owner.organisation}/{owner.referral_id}/{name}".encode()
