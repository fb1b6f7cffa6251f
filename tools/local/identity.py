"""Keys and secrets of this machine's service: made once, kept under `.local/`, mode 0600."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://login.wegwijs.invalid/local"
AUDIENCE = "wegwijs"
TOKEN_LIFETIME_S = 12 * 60 * 60
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Identity:
    """What stands in for the identity provider and the secret store on one machine."""

    signing_key: ECKey
    derivation_key: bytes
    library_secret_seed: bytes

    @property
    def key_set(self) -> str:
        """The public JWKS, as JSON, that the service checks tokens with."""
        public = self.signing_key.as_dict(private=False)
        return json.dumps({"keys": [{**public, "use": "sig", "alg": "ES256"}]})

    def token(self, *, role: str, organisation: str, subject: str, team: str) -> str:
        """A bearer token, good for twelve hours."""
        issued_at = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": subject,
            "role": role,
            "org": organisation,
            "team": team,
            "iat": issued_at,
            "exp": issued_at + TOKEN_LIFETIME_S,
        }
        header = {"alg": "ES256", "kid": self.signing_key.kid, "typ": "JWT"}
        return jwt.encode(header, claims, self.signing_key, algorithms=["ES256"])

    def library_secret(self, isil: str) -> str:
        """The webhook secret of one library, as Standard Webhooks writes it."""
        digest = hmac.new(self.library_secret_seed, isil.encode(), hashlib.sha256).digest()
        return f"whsec_{base64.b64encode(digest).decode('ascii')}"


def of_this_machine(directory: Path) -> Identity:
    """The identity kept in `directory`, made now if there was none.

    Safe against two programs that start at once: both end with the same keys.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = ECKey.import_key(json.loads(_kept(directory / "signing-key.json", _new_signing_key)))
    return Identity(
        key,
        _kept(directory / "derivation-key", _new_secret),
        _kept(directory / "library-secret-seed", _new_secret),
    )


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        descriptor, written = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
        try:
            os.link(written, path)  # unlike a rename, never replaces what another program made
        except FileExistsError:
            pass
        finally:
            Path(written).unlink()
    return path.read_bytes()


def _new_signing_key() -> bytes:
    key = ECKey.generate_key("P-256", auto_kid=True)
    return json.dumps(key.as_dict(private=True)).encode()


def _new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)
