"""What a browser kept for us is known again, or not at all."""

import time
from datetime import timedelta

import pytest

from chalicelib.adapters.seals import SignedSeals

SEALS = SignedSeals(b"k" * 32)
HOUR = timedelta(hours=1)


def test_what_was_sealed_comes_back() -> None:
    value = {"key": "page.notice", "values": {"name": "Zoë; x=1"}}
    sealed = SEALS.seal("notice", value)
    assert SEALS.unseal("notice", sealed, at_most=HOUR) == value
    assert not set(sealed) & set('; ,"\\')  # fits a cookie as it is


@pytest.mark.parametrize("changed", ["", "x", "é", "a.b.c"])
def test_what_was_not_sealed_does_not(changed: str) -> None:
    assert SEALS.unseal("notice", changed, at_most=HOUR) is None
    assert SEALS.unseal("notice", SEALS.seal("notice", {}) + changed + "x", at_most=HOUR) is None


def test_a_seal_is_for_one_purpose_and_under_one_key() -> None:
    sealed = SEALS.seal("notice", {})
    assert SEALS.unseal("sign in", sealed, at_most=HOUR) is None
    assert SignedSeals(b"l" * 32).unseal("notice", sealed, at_most=HOUR) is None


def test_a_seal_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, now = SEALS.seal("notice", {}), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3_602)
    assert SEALS.unseal("notice", sealed, at_most=HOUR) is None
