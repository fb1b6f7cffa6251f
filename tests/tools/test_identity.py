"""Tokens and secrets that the local service accepts."""

import base64
import hashlib
import hmac
import json
import stat
import threading
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tools.local.identity import AUDIENCE, ISSUER, Identity, of_this_machine
from tools.token import NotAToken, token


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    return of_this_machine(tmp_path)


def test_a_token_verifies_against_the_published_keys(identity: Identity) -> None:
    signed = identity.token(role="case_worker", organisation="GM0344", subject="s", team="t")
    keys = KeySet.import_key_set(json.loads(identity.key_set))
    claims = jwt.decode(signed, keys, algorithms=["ES256"]).claims
    assert claims["exp"] - claims.pop("iat") == 12 * 60 * 60
    assert {name: claims[name] for name in ("iss", "aud", "sub", "role", "org", "team")} == {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "s",
        "role": "case_worker",
        "org": "GM0344",
        "team": "t",
    }


def test_the_published_keys_hold_nothing_private(identity: Identity) -> None:
    (key,) = json.loads(identity.key_set)["keys"]
    assert "d" not in key
    assert key["kid"] == identity.signing_key.kid


def test_a_library_secret_follows_from_seed_and_library(identity: Identity) -> None:
    digest = hmac.new(identity.library_secret_seed, b"NL-0899040000", hashlib.sha256).digest()
    expected = f"whsec_{base64.b64encode(digest).decode()}"
    assert identity.library_secret("NL-0899040000") == expected
    assert identity.library_secret("NL-0899020000") != expected


def test_the_same_machine_keeps_its_identity(tmp_path: Path) -> None:
    first, second = of_this_machine(tmp_path), of_this_machine(tmp_path)
    assert first.key_set == second.key_set
    assert first.library_secret_seed == second.library_secret_seed
    assert first.derivation_key == second.derivation_key != first.library_secret_seed


def test_eight_that_start_at_once_agree(tmp_path: Path) -> None:
    seen: list[str] = []
    threads = [
        threading.Thread(target=lambda: seen.append(of_this_machine(tmp_path).key_set))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_nobody_else_may_read_the_keys(tmp_path: Path) -> None:
    of_this_machine(tmp_path)
    assert {stat.S_IMODE(kept.stat().st_mode) for kept in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        ("mayor", "GM0344"),
        ("case_worker", "NL-0899040000"),  # a library has no case workers
        ("case_worker", "GM344"),
        ("library_admin", "NL-0899041002"),  # a branch, not the organisation
        ("programme_analyst", ""),
    ],
)
def test_a_role_that_does_not_fit_its_organisation_gets_no_token(
    role: str, organisation: str
) -> None:
    with pytest.raises(NotAToken):
        token(role, organisation)
