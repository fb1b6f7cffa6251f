"""A vault and a key keeper in memory, which keep what they are given instead of hiding it."""

from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.person import Person
from chalicelib.usecases.ports import KeyOwner, ReferralKey, Sealed


class FakeVault:
    """Its seals hold a number only; the persons stay here."""

    def __init__(self) -> None:
        self._sealed: list[tuple[ReferralKey, Person]] = []

    def seal(self, owner: ReferralKey, person: Person) -> Sealed:
        self._sealed.append((owner, person))
        number = str(len(self._sealed) - 1).encode()
        return Sealed({"first_name": number, "note": number}, number)

    def open(self, owner: ReferralKey, sealed: Sealed) -> Person:
        sealed_for, person = self._sealed[int(sealed.wrapped_key)]
        if sealed_for != owner:
            raise Permanent("does not open")
        return person


class FakeKeyWrapper:
    """Keeps the keys and gives a number for each; `is_away` makes it answer nobody."""

    def __init__(self) -> None:
        self.is_away = False
        self._wrapped: list[tuple[tuple[str, str], bytes]] = []

    def wrap(self, key: bytes, owner: KeyOwner) -> bytes:
        self._answer()
        self._wrapped.append(((owner.organisation, owner.name), key))
        return str(len(self._wrapped) - 1).encode()

    def unwrap(self, wrapped: bytes, owner: KeyOwner) -> bytes:
        self._answer()
        try:
            wrapped_for, key = self._wrapped[int(wrapped)]
        except (ValueError, IndexError):
            raise Permanent("does not open") from None
        if wrapped_for != (owner.organisation, owner.name):
            raise Permanent("does not open")
        return key

    def _answer(self) -> None:
        if self.is_away:
            raise Temporary("no answer")
