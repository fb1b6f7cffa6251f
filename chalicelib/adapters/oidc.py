"""Signing in with any OpenID Connect provider: authorization code flow with PKCE (RFC 7636).

The provider is found by discovery, its keys by the address it names; both are kept for an hour, and
keys are asked for again when a token names one that is not among them. Nothing a token says is
believed before its signature, issuer, audience, nonce and time are checked.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode

from chalicelib.domain.claims import caller_of
from chalicelib.domain.errors import Temporary, Unauthorized
from chalicelib.domain.session import Attempt
from chalicelib.usecases.ports import SignedIn

_ALGORITHMS = ["ES256", "RS256"]  # nothing symmetric, never none
_KEPT_S = 3_600.0
_ASKED_AGAIN_S = 60.0  # for a key we do not know; oftener would let a stranger make us ask
_CONNECT_S, _READ_S = 1.0, 4.0
_MOST_BYTES = 2**20
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LONGEST_NAME = 80
_BASIC = "client_secret_basic"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class OidcSignIn:
    """The port SignInService, over one provider."""

    def __init__(
        self,
        issuer: str,
        *,
        client_id: str,
        client_secret: str | None,
        comes_back_to: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`comes_back_to` is our address that the provider knows; `clock` counts seconds."""
        self._issuer, self._client_id, self._secret = issuer, client_id, client_secret
        self._comes_back_to, self._clock = comes_back_to, clock
        self._kept: dict[str, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def begin(self, goes_on_to: str) -> tuple[Attempt, str]:
        """A new attempt and its address; see the port."""
        attempt = Attempt(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            goes_on_to=goes_on_to,
        )
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._comes_back_to,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": _challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = self._provider()["authorization_endpoint"]
        return attempt, endpoint + ("&" if "?" in endpoint else "?") + urlencode(asked)

    def redeem(self, code: str, attempt: Attempt) -> SignedIn:
        """Whoever the code stands for; see the port."""
        claims = self._verified(self._id_token(code, attempt), nonce=attempt.nonce)
        name = claims.get("org_name")
        return SignedIn(caller_of(claims), name[:_LONGEST_NAME] if isinstance(name, str) else None)

    def _id_token(self, code: str, attempt: Attempt) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._comes_back_to,
            "client_id": self._client_id,
            "code_verifier": attempt.verifier,
        }
        provider = self._provider()
        headers, proof = self._proof(provider)
        status, answer = _ask("POST", provider["token_endpoint"], form | proof, headers)
        if status in {400, 401, 403}:
            raise Unauthorized("bad_code")
        token = answer.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise Temporary(f"the sign-in service answers {status}")
        return token

    def _proof(self, provider: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Headers and fields that say we are this client, in the way that the provider takes."""
        if self._secret is None:
            return {}, {}
        methods = provider.get("token_endpoint_auth_methods_supported", [_BASIC])
        if _BASIC not in methods:
            return {}, {"client_secret": self._secret}
        pair = f"{quote_plus(self._client_id)}:{quote_plus(self._secret)}"  # RFC 6749, 2.3.1
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}, {}

    def _verified(self, token: str, *, nonce: str) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        registry = jwt.JWTClaimsRegistry(
            leeway=30,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            try:
                decoded = jwt.decode(token, self._keys(), algorithms=_ALGORITHMS)
            except InvalidKeyIdError:
                keys = self._keys(at_most_s=_ASKED_AGAIN_S)
                decoded = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            registry.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthorized("bad_token") from error
        if decoded.claims.get("azp", self._client_id) != self._client_id:
            raise Unauthorized("bad_token")
        claims: Mapping[str, Any] = decoded.claims
        return claims

    def _provider(self) -> Mapping[str, Any]:
        """What the provider says of itself, kept for an hour."""
        found: Mapping[str, Any] = self._remembered("provider", self._discovered, _KEPT_S)
        return found

    def _keys(self, *, at_most_s: float = _KEPT_S) -> Any:
        return self._remembered("keys", self._fetched_keys, at_most_s)

    def _discovered(self) -> Mapping[str, Any]:
        address = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
        status, found = _ask("GET", address)
        if status != 200 or found.get("issuer") != self._issuer:
            raise Temporary("the sign-in service does not say that it is who we look for")
        if not all(_is_safe(found.get(name)) for name in _NEEDED):
            raise Temporary("the sign-in service names an address that is not safe")
        provider: Mapping[str, Any] = found
        return provider

    def _fetched_keys(self) -> Any:
        from joserfc.jwk import KeySet

        status, found = _ask("GET", self._provider()["jwks_uri"])
        if status != 200:
            raise Temporary(f"the sign-in service gives no keys: {status}")
        keys = [k for k in found.get("keys", []) if k.get("kty") in {"RSA", "EC"} and "d" not in k]
        return KeySet.import_key_set({"keys": [k for k in keys if k.get("use", "sig") == "sig"]})

    def _remembered(self, name: str, ask: Callable[[], Any], at_most_s: float) -> Any:
        with self._lock:
            kept = self._kept.get(name)
        if kept is not None and self._clock() - kept[0] < at_most_s:
            return kept[1]
        value = ask()
        with self._lock:
            self._kept[name] = (self._clock(), value)
        return value


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_safe(address: Any) -> bool:
    return isinstance(address, str) and address.startswith(
        ("https://", "http://127.0.0.1:", "http://localhost:")
    )


def _ask(
    method: str,
    address: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, Any]:
    """Status and JSON object, within bounds; no redirect is followed, and nothing tried twice."""
    import urllib3

    try:
        response = urllib3.request(
            method,
            address,
            body=None if form is None else urlencode(form),
            headers={"Accept": "application/json", **(_FORM if form else {}), **(headers or {})},
            timeout=urllib3.Timeout(connect=_CONNECT_S, read=_READ_S),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        body = response.read(_MOST_BYTES)
        response.release_conn()
        found = json.loads(body)
    except urllib3.exceptions.HTTPError as error:
        raise Temporary("the sign-in service does not answer") from error
    except (ValueError, RecursionError):
        found = {}
    return response.status, found if isinstance(found, dict) else {}
