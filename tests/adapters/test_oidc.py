"""Signing in with a provider that may lie: what is believed, and what is not."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from chalicelib.adapters.oidc import OidcSignIn
from chalicelib.domain.errors import Temporary, Unauthorized
from chalicelib.domain.session import Attempt

pytestmark = pytest.mark.enable_socket
BACK = "https://wegwijs.example/inloggen/terug"
KEY = RSAKey.generate_key(2048, {"kid": "one"})  # making one takes a while
ATTEMPT = Attempt("state", "nonce", "verifier", "/start")


@dataclass
class Provider:
    """A provider that says what a test wants; `asked` keeps what it was asked."""

    address: str = ""
    key: Any = field(default_factory=lambda: KEY)
    published: list[Any] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)  # of itself, instead of what is true
    alg: str = "RS256"
    status: int = 200
    asked: list[tuple[str, dict[str, list[str]], str | None]] = field(default_factory=list)

    def answer(self, path: str, body: str, authorization: str | None) -> tuple[int, Any]:
        self.asked.append((path, parse_qs(body), authorization))
        if path == "/.well-known/openid-configuration":
            ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return 200, {"issuer": self.address, **{e: f"{self.address}/{e}" for e in ends}} | (
                self.said
            )
        if path == "/jwks_uri":
            keys = self.published or [self.key]
            return 200, {"keys": [key.as_dict(private=False) for key in keys]}
        return self.status, {"id_token": self.token()} if self.status == 200 else {"error": "no"}

    def token(self) -> str:
        claims = {
            "iss": self.address,
            "aud": "wegwijs",
            "sub": "noor",
            "nonce": "nonce",
            "exp": int(time.time()) + 60,
            "role": "case_worker",
            "org": "GM0344",
            "team": "team-oost",
            "org_name": "Gemeente Utrecht",
        } | self.claims
        given = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.alg, "kid": self.key.kid}
        return jwt.encode(header, given, self.key, algorithms=[self.alg])


@pytest.fixture
def provider() -> Iterator[Provider]:
    known = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length).decode()
            status, said = known.answer(self.path, body, self.headers.get("authorization"))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(said.encode() if isinstance(said, str) else json.dumps(said).encode())

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


def service(provider: Provider, **changes: Any) -> OidcSignIn:
    settings = {"client_id": "wegwijs", "client_secret": None, "comes_back_to": BACK} | changes
    return OidcSignIn(provider.address, **settings)


def test_she_is_sent_there_with_all_that_ties_the_answer_to_her(provider: Provider) -> None:
    attempt, address = service(provider).begin("/start")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    assert address.startswith(f"{provider.address}/authorization_endpoint?")
    assert asked == {
        "response_type": "code",
        "client_id": "wegwijs",
        "redirect_uri": BACK,
        "scope": "openid profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    assert min(map(len, (attempt.state, attempt.nonce))) >= 32
    assert len(attempt.verifier) >= 43  # RFC 7636, 4.1


def test_a_code_stands_for_whoever_the_token_names(provider: Provider) -> None:
    who = service(provider).redeem("code", ATTEMPT)
    assert (who.caller.subject, who.caller.role, who.caller.organisation, who.caller.team) == (
        "noor",
        "case_worker",
        "GM0344",
        "team-oost",
    )
    assert who.organisation_name == "Gemeente Utrecht"
    (_, form, authorization) = next(a for a in provider.asked if a[0] == "/token_endpoint")
    assert form["code_verifier"] == ["verifier"]
    assert form["redirect_uri"] == [BACK]
    assert authorization is None


def test_a_secret_is_shown_as_the_provider_takes_it(provider: Provider) -> None:
    service(provider, client_secret="a b").redeem("code", ATTEMPT)
    (_, _, authorization) = next(a for a in provider.asked if a[0] == "/token_endpoint")
    assert authorization == "Basic " + base64.b64encode(b"wegwijs:a+b").decode()
    provider.said = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    provider.asked.clear()
    service(provider, client_secret="a b").redeem("code", ATTEMPT)
    (_, form, _) = next(a for a in provider.asked if a[0] == "/token_endpoint")
    assert form["client_secret"] == ["a b"]


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["wegwijs", "another"], "azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_attempt_is_not_believed(
    provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    with pytest.raises(Unauthorized) as refused:
        service(provider).redeem("code", ATTEMPT)
    assert refused.value.why == "bad_token"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"role": "receptionist"}, "unknown_role"),
        ({"role": None}, "unknown_role"),
        ({"org": "NL-0899040000"}, "organisation"),
        ({"org": None}, "organisation"),
    ],
    ids=str,
)
def test_who_is_known_there_may_have_no_place_here(
    provider: Provider, claims: dict[str, Any], why: str
) -> None:
    provider.claims = claims
    with pytest.raises(Unauthorized) as refused:
        service(provider).redeem("code", ATTEMPT)
    assert refused.value.why == why


def test_a_token_signed_with_a_shared_secret_is_not_believed(provider: Provider) -> None:
    honest = provider.key
    provider.published = [honest]
    provider.key = OctKey.import_key("x" * 32, {"kid": honest.kid})
    provider.alg = "HS256"
    with pytest.raises(Unauthorized):
        service(provider).redeem("code", ATTEMPT)


def test_a_token_signed_by_somebody_else_is_not_believed(provider: Provider) -> None:
    provider.published = [provider.key]
    provider.key = RSAKey.generate_key(2048, {"kid": "one"})
    with pytest.raises(Unauthorized):
        service(provider).redeem("code", ATTEMPT)


def test_a_new_key_is_looked_for_but_not_more_than_once_a_minute(provider: Provider) -> None:
    seconds = [0.0]
    signing_in = service(provider, clock=lambda: seconds[0])
    signing_in.redeem("code", ATTEMPT)
    provider.key, provider.alg = ECKey.generate_key("P-256", {"kid": "two"}), "ES256"
    with pytest.raises(Unauthorized):
        signing_in.redeem("code", ATTEMPT)
    seconds[0] = 61.0
    assert signing_in.redeem("code", ATTEMPT).caller.subject == "noor"
    assert [path for path, *_ in provider.asked].count("/jwks_uri") == 2


@pytest.mark.parametrize(("status", "error"), [(400, Unauthorized), (503, Temporary)])
def test_a_code_that_is_refused_is_not_a_service_that_fails(
    provider: Provider, status: int, error: type[Exception]
) -> None:
    provider.status = status
    with pytest.raises(error):
        service(provider).redeem("code", ATTEMPT)


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_is_not_who_we_look_for_is_not_used(
    provider: Provider, said: dict[str, Any]
) -> None:
    provider.said = said
    with pytest.raises(Temporary):
        service(provider).begin("/start")


def test_a_provider_that_is_away_is_a_failure_that_passes() -> None:
    away = OidcSignIn(
        "http://127.0.0.1:9", client_id="wegwijs", client_secret=None, comes_back_to=BACK
    )
    with pytest.raises(Temporary):
        away.begin("/start")
