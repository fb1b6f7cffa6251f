"""Who signed a token: JWTs checked with joserfc against a fixed set of keys."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Unauthorized
from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.vocabulary import Role

_ALGORITHMS = ["ES256", "RS256"]  # RS256 is what Cognito signs with; nothing symmetric, never none
_ORGANISATION_PREFIX: Mapping[Role, str] = {
    Role.CASE_WORKER: "GM",
    Role.MUNICIPALITY_ADMIN: "GM",
    Role.PARTNER_REFERRER: "PR",
    Role.LIBRARY_STAFF: "NL-",
    Role.LIBRARY_ADMIN: "NL-",
    Role.PROGRAMME_ANALYST: "KB",
}
_MAX_TOKEN = 8192


class JwtIdentities:
    """Callers by bearer token; keys are chosen by `kid` from the configured set only."""

    def __init__(self, jwks: Mapping[str, Any], *, issuer: str, audience: str) -> None:
        from joserfc import jwt
        from joserfc.jwk import KeySet

        self._keys = KeySet.import_key_set({"keys": [_for_verifying(k) for k in jwks["keys"]]})
        self._claims = jwt.JWTClaimsRegistry(
            leeway=30,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

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
            self._claims.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthorized("bad_token") from error
        return _caller(decoded.claims)


def _for_verifying(key: Mapping[str, Any]) -> dict[str, Any]:
    if key.get("use", "sig") != "sig" or "verify" not in key.get("key_ops", ["verify"]):
        raise ValueError(f"key {key.get('kid')} is not for verifying signatures")
    if "d" in key or key.get("kty") == "oct":
        raise ValueError(f"key {key.get('kid')} is not a public key")
    return dict(key)


def _caller(claims: Mapping[str, Any]) -> Caller:
    try:
        role = Role(str(claims.get("role")))
    except ValueError as error:
        raise Unauthorized("unknown_role") from error
    organisation, subject, team = claims.get("org"), claims["sub"], claims.get("team")
    if not isinstance(organisation, str) or not _fits(organisation, role):
        raise Unauthorized("organisation")
    if not isinstance(subject, str) or not (team is None or isinstance(team, str)):
        raise Unauthorized("subject")
    return Caller(subject, role, OrganisationId(organisation), team)


def _fits(organisation: str, role: Role) -> bool:
    """Whether an organisation of this form can have somebody in this role."""
    prefix = _ORGANISATION_PREFIX[role]
    rest = organisation.removeprefix(prefix)
    if not organisation.startswith(prefix) or not (rest.isascii() and (rest.isdigit() or not rest)):
        return False
    match prefix:
        case "GM":
            return len(rest) == 4
        case "PR":
            return len(rest) == 8
        case "NL-":
            return len(rest) == 10 and rest.endswith("0000")
        case _:
            return not rest
