"""What every store of library secrets does."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import SecretId
from chalicelib.domain.library_secret import FIRST, LibrarySecret, rotated, used
from tests.adapters.contracts.worlds import DynamoWorld, World
from tests.fakes.making import NOW, UTRECHT

NEW = LibrarySecret(SecretId("sec_new"), b"n" * 32, created_at=NOW)


class LibrarySecretsContract:
    """Fixture `world`: the library of Utrecht, with its first secret."""

    def test_a_library_begins_with_one_secret(self, world: World) -> None:
        assert world.secrets.of(UTRECHT).secrets == (LibrarySecret(FIRST, b"the first"),)

    def test_what_is_saved_is_read_back_with_the_next_version(self, world: World) -> None:
        keyring = rotated(world.secrets.of(UTRECHT), NEW, at=NOW)
        world.secrets.save(UTRECHT, keyring)
        again = world.secrets.of(UTRECHT)
        assert again == replace(keyring, version=1)
        world.secrets.save(UTRECHT, used(again, NEW.secret, at=NOW))
        assert world.secrets.of(UTRECHT).secrets[0].last_used_at == NOW

    def test_all_of_them_can_go(self, world: World) -> None:
        world.secrets.save(UTRECHT, replace(world.secrets.of(UTRECHT), secrets=()))
        assert world.secrets.of(UTRECHT).secrets == ()

    def test_of_two_who_change_them_at_once_one_is_told(self, world: World) -> None:
        as_read = world.secrets.of(UTRECHT)
        world.secrets.save(UTRECHT, rotated(as_read, NEW, at=NOW))
        with pytest.raises(StaleVersion):
            world.secrets.save(UTRECHT, replace(as_read, secrets=()))
        after = world.secrets.of(UTRECHT)
        with pytest.raises(StaleVersion):
            world.secrets.save(UTRECHT, replace(after, version=7))

    def test_no_secret_is_stored_bare(self, world: World) -> None:
        world.secrets.save(UTRECHT, rotated(world.secrets.of(UTRECHT), NEW, at=NOW))
        if isinstance(world, DynamoWorld):
            stored = str(world.raw.items())
            assert "nnnn" not in stored
            assert "bm5u" not in stored, "nor in base64"
