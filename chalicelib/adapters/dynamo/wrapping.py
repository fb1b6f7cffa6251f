"""Secrets of libraries inside an item: wrapped under a key of the library, as text."""

import base64
from dataclasses import dataclass

from chalicelib.domain.ids import OrganisationId
from chalicelib.usecases.ports import KeyOwner, KeyWrapper


@dataclass(frozen=True, slots=True)
class SecretOwner:
    """A secret of an organisation, as the keeper of keys knows it."""

    organisation: OrganisationId
    name: str


def wrapped(wrapper: KeyWrapper, secret: bytes, owner: KeyOwner) -> str:
    """The secret as it is stored."""
    return base64.b64encode(wrapper.wrap(secret, owner)).decode()


def unwrapped(wrapper: KeyWrapper, written: str, owner: KeyOwner) -> bytes:
    """The secret that was stored."""
    return wrapper.unwrap(base64.b64decode(written), owner)
