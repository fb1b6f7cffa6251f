"""Somebody who signs tokens, honestly or not."""

import time
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from chalicelib.domain.caller import Caller

AUDIENCE = "wegwijs"


@dataclass(frozen=True, slots=True)
class Issuer:
    """A sign-in service with one key; `name` is what its tokens say."""

    name: str = "https://login.example/pool"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))

    @property
    def public(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def claims(self, caller: Caller, **changes: Any) -> dict[str, Any]:
        """What an honest token says of this caller, but for the changes; None leaves out."""
        said = {
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": caller.subject,
            "exp": int(time.time()) + 60,
            "role": caller.role.value,
            "org": caller.organisation,
            "team": caller.team,
            **changes,
        }
        return {name: value for name, value in said.items() if value is not None}

    def token(self, caller: Caller, **changes: Any) -> str:
        header = {"alg": "ES256", "kid": self.key.kid}
        return jwt.encode(header, self.claims(caller, **changes), self.key, algorithms=["ES256"])
