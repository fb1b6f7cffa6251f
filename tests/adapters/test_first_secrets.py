"""The secret a library begins with: its own, and the same wherever the seed is."""

from chalicelib.adapters.secrets import first_secrets
from chalicelib.domain.ids import LibraryId

UTRECHT, ROTTERDAM = LibraryId("NL-0899040000"), LibraryId("NL-0899020000")


def test_each_library_has_its_own_and_each_seed_its_own() -> None:
    first, elsewhere = first_secrets(b"seed" * 8), first_secrets(b"seat" * 8)
    assert first(UTRECHT) == first_secrets(b"seed" * 8)(UTRECHT)
    assert len({first(UTRECHT), first(ROTTERDAM), elsewhere(UTRECHT)}) == 3
