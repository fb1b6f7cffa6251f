"""The vault: what is sealed opens for its owner, with its key, unchanged; else not at all."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from chalicelib.adapters import kms as adapter
from chalicelib.adapters.kms import MOST_SECONDS, MOST_WRAPPED, KmsKeyWrapper
from chalicelib.adapters.vault import AesVault
from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.domain.person import Person
from chalicelib.usecases.ports import KeyWrapper, ReferralKey, Sealed, Vault
from tests.fakes.vault import FakeKeyWrapper, FakeVault

HERS = ReferralKey(OrganisationId("GM0344"), ReferralId("ref_1"))
ANOTHERS = ReferralKey(OrganisationId("GM0344"), ReferralId("ref_2"))
ELSEWHERE = ReferralKey(OrganisationId("GM0363"), ReferralId("ref_1"))
AMINA = Person("Amina", "+31612345678", "belt liever niet")


class VaultContract:
    """Run with a fixture `vault`."""

    @pytest.mark.parametrize("person", [AMINA, Person("ë阿", None, ""), Person("")], ids=str)
    def test_a_person_comes_back_as_she_was(self, vault: Vault, person: Person) -> None:
        assert vault.open(HERS, vault.seal(HERS, person)) == person

    @pytest.mark.parametrize("other", [ANOTHERS, ELSEWHERE])
    def test_a_person_opens_for_her_own_referral_only(
        self, vault: Vault, other: ReferralKey
    ) -> None:
        sealed = vault.seal(HERS, AMINA)
        with pytest.raises(Permanent):
            vault.open(other, sealed)

    def test_the_seal_shows_nothing(self, vault: Vault) -> None:
        sealed = vault.seal(HERS, AMINA)
        shown = b" ".join([*sealed.fields.values(), sealed.wrapped_key])
        assert b"Amina" not in shown
        assert b"612345678" not in shown


class TestFakeVault(VaultContract):
    @pytest.fixture
    def vault(self) -> FakeVault:
        return FakeVault()


class TestAesVault(VaultContract):
    @pytest.fixture
    def vault(self) -> AesVault:
        return AesVault(FakeKeyWrapper())

    def test_the_same_person_never_looks_the_same(self, vault: AesVault) -> None:
        assert vault.seal(HERS, AMINA).fields != vault.seal(HERS, AMINA).fields

    def test_a_field_cannot_stand_in_for_another(self, vault: AesVault) -> None:
        sealed = vault.seal(HERS, AMINA)
        swapped = dict(sealed.fields) | {"first_name": sealed.fields["note"]}
        with pytest.raises(Permanent):
            vault.open(HERS, replace(sealed, fields=swapped))

    @given(position=st.integers(0, 30), flip=st.integers(1, 255))
    def test_a_changed_byte_is_noticed(self, position: int, flip: int) -> None:
        vault = AesVault(FakeKeyWrapper())
        sealed = vault.seal(HERS, AMINA)
        changed = bytearray(sealed.fields["first_name"])
        changed[position % len(changed)] ^= flip
        with pytest.raises(Permanent):
            vault.open(HERS, Sealed({"first_name": bytes(changed)}, sealed.wrapped_key))

    def test_a_seal_cut_short_does_not_open(self, vault: AesVault) -> None:
        sealed = vault.seal(HERS, AMINA)
        with pytest.raises(Permanent):
            vault.open(HERS, Sealed({"first_name": b"x"}, sealed.wrapped_key))


class KeyWrapperContract:
    """Run with a fixture `wrapper`."""

    def test_a_key_comes_back(self, wrapper: KeyWrapper) -> None:
        assert wrapper.unwrap(wrapper.wrap(b"k" * 32, HERS), HERS) == b"k" * 32

    @pytest.mark.parametrize("other", [ANOTHERS, ELSEWHERE])
    def test_a_key_unwraps_for_its_owner_only(
        self, wrapper: KeyWrapper, other: ReferralKey
    ) -> None:
        wrapped = wrapper.wrap(b"k" * 32, HERS)
        with pytest.raises(Permanent):
            wrapper.unwrap(wrapped, other)

    def test_a_wrapped_key_shows_nothing(self, wrapper: KeyWrapper) -> None:
        assert b"kkkk" not in wrapper.wrap(b"k" * 32, HERS)


class TestFakeKeyWrapper(KeyWrapperContract):
    @pytest.fixture
    def wrapper(self) -> FakeKeyWrapper:
        return FakeKeyWrapper()

    def test_a_keeper_who_is_away_is_temporary(self, wrapper: FakeKeyWrapper) -> None:
        wrapper.is_away = True
        with pytest.raises(Temporary):
            wrapper.wrap(b"k" * 32, HERS)


class Kms:
    """KMS on moto, which counts what it is asked."""

    def __init__(self) -> None:
        self._client = boto3.client("kms", region_name="eu-west-1")
        self.key_id = self._client.create_key()["KeyMetadata"]["KeyId"]
        self.asked: list[str] = []

    def generate_data_key(self, **request: object) -> object:
        self.asked.append("generate")
        return self._client.generate_data_key(**request)

    def decrypt(self, **request: object) -> object:
        self.asked.append("decrypt")
        return self._client.decrypt(**request)


class TestKmsKeyWrapper(KeyWrapperContract):
    @pytest.fixture
    def kms(self) -> Iterator[Kms]:
        with mock_aws():
            yield Kms()

    @pytest.fixture
    def wrapper(self, kms: Kms) -> KmsKeyWrapper:
        return KmsKeyWrapper(lambda: kms, kms.key_id)

    def test_an_organisation_asks_once_not_once_a_person(
        self, kms: Kms, wrapper: KmsKeyWrapper
    ) -> None:
        wrapped = [wrapper.wrap(bytes([number]) * 32, HERS) for number in range(20)]
        opened = [wrapper.unwrap(key, HERS)[0] for key in wrapped]
        assert opened == list(range(20))
        assert kms.asked == ["generate", "decrypt"]

    def test_two_organisations_have_two_keys(self, kms: Kms, wrapper: KmsKeyWrapper) -> None:
        wrapper.wrap(b"k" * 32, HERS)
        wrapper.wrap(b"k" * 32, ELSEWHERE)
        assert kms.asked == ["generate", "generate"]

    def test_a_worn_key_is_replaced(self, kms: Kms, wrapper: KmsKeyWrapper) -> None:
        for _ in range(MOST_WRAPPED + 1):
            wrapper.wrap(b"k" * 32, HERS)
        assert kms.asked == ["generate", "generate"]

    def test_an_old_key_is_replaced(self, kms: Kms) -> None:
        hours = count(step=MOST_SECONDS + 1)
        wrapper = KmsKeyWrapper(lambda: kms, kms.key_id, clock=lambda: float(next(hours)))
        wrapped = [wrapper.wrap(b"k" * 32, HERS) for _ in range(2)]
        assert kms.asked == ["generate", "generate"]
        assert {wrapper.unwrap(key, HERS) for key in wrapped} == {b"k" * 32}

    def test_no_key_lies_bare_for_longer_than_it_may(self, kms: Kms) -> None:
        now = [0.0]
        wrapper = KmsKeyWrapper(lambda: kms, kms.key_id, clock=lambda: now[0])
        wrapper.unwrap(wrapper.wrap(b"k" * 32, HERS), HERS)
        now[0] += MOST_SECONDS + 1
        wrapper.unwrap(wrapper.wrap(b"k" * 32, ELSEWHERE), ELSEWHERE)
        assert set(wrapper._current) == {ELSEWHERE.organisation}
        assert len(wrapper._opened) == 1

    def test_however_many_organisations_there_are_so_many_keys_are_remembered(
        self, wrapper: KmsKeyWrapper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(adapter, "MOST_REMEMBERED", 3)
        owners = [replace(HERS, organisation=OrganisationId(f"GM{n:04d}")) for n in range(9)]
        wrapped = {owner: wrapper.wrap(b"k" * 32, owner) for owner in owners}
        assert {wrapper.unwrap(wrapped[owner], owner) for owner in owners} == {b"k" * 32}
        assert (len(wrapper._current), len(wrapper._opened)) == (3, 3)

    def test_another_process_opens_it(self, kms: Kms, wrapper: KmsKeyWrapper) -> None:
        wrapped = wrapper.wrap(b"k" * 32, HERS)
        assert KmsKeyWrapper(lambda: kms, kms.key_id).unwrap(wrapped, HERS) == b"k" * 32

    def test_a_layout_of_a_newer_release_waits_for_it(self, wrapper: KmsKeyWrapper) -> None:
        wrapped = wrapper.wrap(b"k" * 32, HERS)
        with pytest.raises(Temporary):
            wrapper.unwrap(b"\x02" + wrapped[1:], HERS)

    @pytest.mark.parametrize("wrapped", [b"\x01", b"\x01\x00\x05abc", b"\x01\x00\x00" + b"x" * 60])
    def test_what_was_never_wrapped_does_not_open(
        self, wrapper: KmsKeyWrapper, wrapped: bytes
    ) -> None:
        with pytest.raises(Permanent):
            wrapper.unwrap(wrapped, HERS)

    def test_a_keeper_that_refuses_for_now_is_temporary(self, kms: Kms) -> None:
        wrapper = KmsKeyWrapper(lambda: kms, "no-such-key")
        with pytest.raises(Temporary):
            wrapper.wrap(b"k" * 32, HERS)
