"""Only something newer of the same type overtakes."""

from datetime import timedelta

from chalicelib.domain.heard import hearing, is_overtaken
from tests.fakes.making import NOW

LATER = NOW + timedelta(hours=1)


def read(word: str) -> str:
    """The same word, from somewhere else."""
    return "".join(list(word))


def test_of_what_the_library_says_the_newest_of_each_type_is_remembered() -> None:
    heard = hearing((), "intake.confirmed", said_at=NOW)
    heard = hearing(heard, "intake.declined", said_at=LATER)
    heard = hearing(heard, "attendance.recorded", said_at=NOW)
    heard = hearing(heard, read("intake.confirmed"), said_at=LATER)
    assert heard == (
        ("intake.declined", LATER),
        ("attendance.recorded", NOW),
        ("intake.confirmed", LATER),
    )


def test_only_something_newer_of_the_same_type_overtakes() -> None:
    heard = hearing((), "intake.confirmed", said_at=LATER)
    assert is_overtaken(heard, "intake.confirmed", said_at=NOW)
    assert not is_overtaken(heard, "intake.confirmed", said_at=LATER)
    assert not is_overtaken(heard, "intake.confirmed", said_at=LATER + timedelta(seconds=1))
    assert not is_overtaken(heard, "intake.declined", said_at=NOW)
    assert not is_overtaken(heard, "attendance.recorded", said_at=NOW)
    assert is_overtaken(heard, read("intake.confirmed"), said_at=NOW)
    assert not is_overtaken((), "intake.confirmed", said_at=NOW)
