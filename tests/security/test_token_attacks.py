"""What has been tried against bearer tokens elsewhere, and opens nothing here."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry

from chalicelib.adapters.identity import JwtIdentities
from chalicelib.domain.errors import Unauthorized
from chalicelib.domain.vocabulary import Role
from tests.security.tokens import AUDIENCE, Issuer
from tests.security.world import CALLERS

ISSUER = Issuer()
SHE = CALLERS[Role.CASE_WORKER]
IDENTITIES = JwtIdentities(ISSUER.public, issuer=ISSUER.name, audience=AUDIENCE)
GOOD: Mapping[str, Any] = {"alg": "ES256", "kid": ISSUER.key.kid}
ATTACKER = ECKey.generate_key("P-256", auto_kid=True)
NOW = int(time.time())


def part(said: Any) -> str:
    written = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def raw(header: Any, claims: Any, signature: bytes = b"") -> str:
    return f"{part(header)}.{part(claims)}.{part(signature)}"


def signed_by(key: ECKey, header: Mapping[str, Any]) -> str:
    """A token that says the right things, by this key, with whatever stands in its header."""
    lenient = JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    return jwt.encode(dict(header), ISSUER.claims(SHE), key, registry=lenient)


def with_public_key_as_secret(secret: bytes) -> str:
    """The oldest trick: the key everybody knows, as the secret of a symmetric algorithm."""
    signing = f"{part({'alg': 'HS256', 'kid': ISSUER.key.kid})}.{part(ISSUER.claims(SHE))}"
    mac = hmac.digest(secret, signing.encode(), hashlib.sha256)
    return f"{signing}.{part(mac)}"


def refused(token: str) -> None:
    with pytest.raises(Unauthorized):
        IDENTITIES.verify(token)


def test_an_honest_token_says_who_she_is() -> None:
    assert IDENTITIES.verify(ISSUER.token(SHE)) == SHE


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, 0, ["ES256"]])
def test_a_token_that_nobody_signed_opens_nothing(alg: object) -> None:
    for signature in (b"", b"x" * 64):
        refused(raw({"alg": alg, "kid": ISSUER.key.kid}, ISSUER.claims(SHE), signature))


@pytest.mark.parametrize(
    "secret",
    [
        ISSUER.key.as_pem(private=False),
        ISSUER.key.as_pem(private=False).strip(),
        ISSUER.key.as_der(private=False),
        json.dumps(ISSUER.public["keys"][0]).encode(),
        b"",
    ],
    ids=["pem", "pem stripped", "der", "jwk", "empty"],
)
def test_the_public_key_is_no_shared_secret(secret: bytes) -> None:
    refused(with_public_key_as_secret(secret))


@pytest.mark.parametrize("alg", ["HS256", "HS512", "RS384", "PS256", "ES384", "EdDSA", "ES256K"])
def test_only_the_algorithms_that_are_pinned_are_read(alg: str) -> None:
    refused(raw({"alg": alg, "kid": ISSUER.key.kid}, ISSUER.claims(SHE), b"x" * 64))


@pytest.mark.parametrize(
    "kid",
    [
        None,
        "",
        "another",
        "../../../../dev/null",
        "/proc/self/environ",
        "' OR '1'='1",
        "x' UNION SELECT 'secret' --",
        "http://evil.example/key.pem",
        "\u0000",
        {"kid": ISSUER.key.kid},
        [ISSUER.key.kid],
        1,
    ],
)
def test_a_key_is_one_of_the_set_and_nothing_else(kid: object) -> None:
    header = {**GOOD, "kid": kid}
    signing = f"{part(header)}.{part(ISSUER.claims(SHE))}"
    honest = ISSUER.token(SHE).rpartition(".")[2]
    refused(f"{signing}.{honest}")
    refused(raw(header, ISSUER.claims(SHE), b"x" * 64))


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "x5t"])
def test_a_key_that_a_token_brings_along_is_not_looked_at(name: str) -> None:
    brought: Any = {
        "jwk": ATTACKER.as_dict(private=False),
        "jku": "https://evil.example/jwks.json",
        "x5u": "https://evil.example/cert.pem",
        "x5c": [base64.b64encode(ATTACKER.as_der(private=False)).decode()],
        "x5t": "AAAA",
    }[name]
    refused(signed_by(ATTACKER, {**GOOD, name: brought}))


def test_a_header_that_must_be_understood_and_is_not_closes_the_door() -> None:
    signing = f"{part({**GOOD, 'crit': ['exp2'], 'exp2': 1})}.{part(ISSUER.claims(SHE))}"
    refused(f"{signing}.{ISSUER.token(SHE).rpartition('.')[2]}")


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": NOW - 31},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": float("inf")},
        {"nbf": NOW + 3_600},
        {"iat": NOW + 3_600},
        {"aud": "elsewhere"},
        {"aud": None},
        {"aud": []},
        {"aud": "wegwijs2"},
        {"aud": {"wegwijs": True}},
        {"aud": None, "scope": "wegwijs2/case_worker"},
        {"aud": None, "scope": ["wegwijs/case_worker"]},
        {"iss": "https://login.example/other"},
        {"iss": f"{ISSUER.name}/"},
        {"iss": None},
        {"iss": [ISSUER.name]},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"role": None},
        {"role": ""},
        {"role": "wizard"},
        {"role": "CASE_WORKER"},
        {"role": ["case_worker"]},
        {"role": ["case_worker", "municipality_admin"]},
        {"role": {"case_worker": 1}},
        {"org": None},
        {"org": "GM03440"},
        {"org": "NL-0899040000"},  # a library has no case worker
        {"org": "GM0344#GM0363"},
        {"org": ["GM0344"]},
        {"org": "GM\u0660\u0663\u0664\u0664"},  # digits, but not ours
        {"team": ["team-oost"]},
    ],
    ids=range(34),  # a name that tells the time differs between the workers of one run
)
def test_a_claim_that_is_not_as_it_must_be_closes_the_door(changes: Mapping[str, Any]) -> None:
    refused(ISSUER.token(SHE, **changes))


@pytest.mark.parametrize("skew_s", [-29, 29])
def test_clocks_that_differ_by_half_a_minute_are_forgiven(skew_s: int) -> None:
    now = int(time.time())
    token = ISSUER.token(SHE, nbf=now + skew_s, iat=now + skew_s, exp=now + 60)
    assert IDENTITIES.verify(token) == SHE


@pytest.mark.parametrize("end", range(0, 90, 7))
def test_a_signature_of_which_anything_is_missing_or_more_is_none(end: int) -> None:
    head, _, signature = ISSUER.token(SHE).rpartition(".")
    refused(f"{head}.{signature[:end]}" if end < len(signature) else f"{head}.{signature}A")


def test_a_changed_claim_is_not_believed() -> None:
    header, _, signature = ISSUER.token(SHE).split(".")
    admin = ISSUER.claims(CALLERS[Role.MUNICIPALITY_ADMIN])
    refused(f"{header}.{part(admin)}.{signature}")


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "....",
        "x",
        "\u00e9",
        "a.b.c",
        "null.null.null",
        raw([], {}),
        raw("ES256", {}),
        raw(GOOD, []),
        raw(GOOD, "claims"),
        raw(GOOD, b"{" * 5_000),
        raw(GOOD, b"\xff"),
        raw({**GOOD, "zip": "DEF"}, ISSUER.claims(SHE)),
        ISSUER.token(SHE) + ".x",
        raw({**GOOD, "cty": "JWT"}, ISSUER.token(SHE).encode()),  # one within another
        "A" * 8_193,
        ISSUER.token(SHE, note="x" * 9_000),
    ],
    ids=range(19),
)
def test_what_is_no_token_is_refused_and_never_an_error_of_ours(token: str) -> None:
    refused(token)


def test_an_encrypted_token_is_not_decrypted() -> None:
    refused(f"{part({'alg': 'dir', 'enc': 'A128GCM', 'kid': ISSUER.key.kid})}..aa.bb.cc")


@pytest.mark.parametrize(
    "key",
    [
        {**ISSUER.public["keys"][0], "use": "enc"},
        {**ISSUER.public["keys"][0], "key_ops": ["sign"]},
        {**ISSUER.public["keys"][0], "key_ops": []},
        ISSUER.key.as_dict(private=True),
        OctKey.generate_key(256).as_dict(private=True),
    ],
    ids=["for encrypting", "for signing", "for nothing", "private", "symmetric"],
)
def test_a_key_of_another_purpose_is_not_even_loaded(key: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match="key "):
        JwtIdentities({"keys": [key]}, issuer=ISSUER.name, audience=AUDIENCE)


def test_a_key_of_one_kind_verifies_nothing_of_another() -> None:
    """RS256 with the name of an elliptic key, and the other way round."""
    rsa = RSAKey.generate_key(2048, auto_kid=True)
    both = {"keys": [*ISSUER.public["keys"], rsa.as_dict(private=False)]}
    identities = JwtIdentities(both, issuer=ISSUER.name, audience=AUDIENCE)
    honest = jwt.encode(
        {"alg": "RS256", "kid": rsa.kid}, ISSUER.claims(SHE), rsa, algorithms=["RS256"]
    )
    assert identities.verify(honest) == SHE
    _, claims, signature = honest.split(".")
    for header in ({"alg": "RS256", "kid": ISSUER.key.kid}, {"alg": "ES256", "kid": rsa.kid}):
        with pytest.raises(Unauthorized):
            identities.verify(f"{part(header)}.{claims}.{signature}")
