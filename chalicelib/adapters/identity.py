"""Who signed a token: JWTs checked with joserfc against a fixed set of keys."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.caller import Caller
from chalicelib.domain.claims import caller_of
from chalicelib.domain.errors import Unauthorized

_ALGORITHMS = ["ES256", "RS256"]  # RS256 is what Cognito signs with; nothing symmetric, never none
_MAX_TOKEN = 8192


class JwtIdentities:
    """Callers by bearer token; keys are chosen by `kid` from the configured set only."""

    def __init__(self, jwks: Mapping[str, Any], *, issuer: str, audience: str) -> None:
        from joserfc import jwt
        from joserfc.jwk import KeySet

        self._keys = KeySet.import_key_set({"keys": [_for_verifying(k) for k in jwks["keys"]]})
        for_all: dict[str, Any] = {
            "iss": {"essential": True, "value": issuer},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }
        for_us: Any = {"essential": True, "value": audience}
        self._audience = audience
        self._claims = jwt.JWTClaimsRegistry(leeway=30, aud=for_us, **for_all)
        self._claims_by_scope = jwt.JWTClaimsRegistry(leeway=30, **for_all)

    def verify(self, token: str) -> Caller:
        """The caller this token was issued to; see the port."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        if len(token) > _MAX_TOKEN:
            raise Unauthorized("token_too_long")
        try:
            decoded = jwt.decode(token, self._keys, algorithms=_ALGORITHMS)
            if "kid" not in decoded.header:
                raise Unauthorized("no_kid")
            self._registry(decoded.claims).validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthorized("bad_token") from error
        return caller_of(decoded.claims)

    def _registry(self, claims: Mapping[str, Any]) -> Any:
        """A system's token of Cognito has no audience: its scopes say which service it is for."""
        scopes = str(claims.get("scope", "")).split()
        ours = any(scope.startswith(f"{self._audience}/") for scope in scopes)
        return self._claims_by_scope if "aud" not in claims and ours else self._claims


def _for_verifying(key: Mapping[str, Any]) -> dict[str, Any]:
    if key.get("use", "sig") != "sig" or "verify" not in key.get("key_ops", ["verify"]):
        raise ValueError(f"key {key.get('kid')} is not for verifying signatures")
    if "d" in key or key.get("kty") == "oct":
        raise ValueError(f"key {key.get('kid')} is not a public key")
    return dict(key)
