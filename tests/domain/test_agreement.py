"""What was read to somebody never changes afterwards."""

import hashlib

import pytest

from chalicelib.domain.agreement import WORDING_VERSION, WORDINGS, AgreedTo, said
from tests.fakes.making import NOW
from tests.usecases.worlds import AGREED

# Read to people: whoever wants other words adds a version.
DIGESTS = {"2026-11-1": "2cecc9946fcabc6c"}


def digest(version: str) -> str:
    told = "\n".join(WORDINGS[version][to] for to in AgreedTo)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def test_every_version_has_words_for_everything() -> None:
    assert WORDING_VERSION in WORDINGS
    assert all(set(words) == set(AgreedTo) for words in WORDINGS.values())


def test_words_that_were_read_to_people_stay() -> None:
    assert {version: digest(version) for version in WORDINGS} == DIGESTS


@pytest.mark.parametrize("to", list(AgreedTo))
def test_what_she_says_first_is_about_everything(to: AgreedTo) -> None:
    assert to in {one.to for one in said(AGREED, at=NOW)}


def test_what_is_as_it_was_is_not_said_again() -> None:
    assert said(AGREED, before=AGREED, at=NOW) == ()
