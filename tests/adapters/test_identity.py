"""Whom a token is for: by its audience, or, where Cognito gives a system none, by its scopes."""

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from chalicelib.adapters.identity import JwtIdentities
from chalicelib.domain.errors import Unauthorized
from chalicelib.domain.vocabulary import Role

ISSUER = "https://login.example/pool"
KEY = ECKey.generate_key("P-256", auto_kid=True)
IDENTITIES = JwtIdentities(
    {"keys": [KEY.as_dict(private=False)]}, issuer=ISSUER, audience="wegwijs"
)


def signed(**claims: Any) -> str:
    said = {
        "iss": ISSUER,
        "sub": "client-1",
        "exp": int(time.time()) + 60,
        "role": "case_worker",
        "org": "GM0344",
        **claims,
    }
    return jwt.encode({"alg": "ES256", "kid": KEY.kid}, said, KEY, algorithms=["ES256"])


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "wegwijs"},
        {"aud": ["else", "wegwijs"]},
        {"scope": "wegwijs/case_worker GM0344/act"},
    ],
)
def test_a_token_for_us_is_believed(claims: dict[str, Any]) -> None:
    caller = IDENTITIES.verify(signed(**claims))
    assert (caller.role, caller.organisation) == (Role.CASE_WORKER, "GM0344")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"scope": "openid profile"},  # a person's access token, which is for the pool itself
        {"scope": "wegwijs-test/case_worker"},  # another service of the same pool
        {"scope": "other/wegwijs/case_worker"},
        {"aud": "other", "scope": "wegwijs/case_worker"},  # an audience is never overruled
        {"scope": "wegwijs/case_worker", "iss": "https://login.example/other"},
        {"scope": "wegwijs/case_worker", "exp": int(time.time()) - 60},
    ],
)
def test_a_token_for_somebody_else_is_not(claims: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        IDENTITIES.verify(signed(**claims))
