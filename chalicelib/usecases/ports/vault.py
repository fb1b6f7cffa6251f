"""Persons under a key of their own, and who keeps such keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.person import Person
from chalicelib.usecases.ports.referrals import ReferralKey


@dataclass(frozen=True, slots=True)
class Sealed:
    """A person encrypted: each field by its name, and the key that opens them, itself wrapped."""

    fields: Mapping[str, bytes]
    wrapped_key: bytes


class Vault(Protocol):
    """Encrypts a person under a key of her own, so that losing the key is erasing her."""

    def seal(self, owner: ReferralKey, person: Person) -> Sealed:
        """Her fields under a fresh key; they open for this owner only."""

    def open(self, owner: ReferralKey, sealed: Sealed) -> Person:
        """The person that was sealed for this owner.

        Raises:
            Permanent: sealed for somebody else, or tampered with.
        """


class KeyOwner(Protocol):
    """Whose key it is: an organisation, and what the key is called there."""

    @property
    def organisation(self) -> OrganisationId: ...
    @property
    def name(self) -> str: ...


class KeyWrapper(Protocol):
    """Wraps a key or a secret under a key of its organisation that never leaves its keeper bare."""

    def wrap(self, key: bytes, owner: KeyOwner) -> bytes:
        """The key, to be stored beside what it opens.

        Raises:
            Temporary: the keeper does not answer.
        """

    def unwrap(self, wrapped: bytes, owner: KeyOwner) -> bytes:
        """The key that `wrap` was given for this owner.

        Raises:
            Permanent: wrapped for somebody else, or tampered with. Temporary: no answer.
        """
