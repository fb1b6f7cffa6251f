"""What a browser keeps for us, signed with itsdangerous: the port Seals."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any


class SignedSeals:
    """HMAC-SHA256 under one key, with a salt a purpose: no seal opens as another's."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, purpose: str, value: Mapping[str, Any]) -> str:
        """The value as text; see the port."""
        sealed = self._serializer(purpose).dumps(dict(value))
        return sealed if isinstance(sealed, str) else sealed.decode()

    def unseal(self, purpose: str, text: str, *, at_most: timedelta) -> Mapping[str, Any] | None:
        """The value as it was sealed, or None; see the port."""
        from itsdangerous import BadData

        try:
            value = self._serializer(purpose).loads(text, max_age=int(at_most.total_seconds()))
        except BadData:
            return None
        return value if isinstance(value, dict) else None

    def _serializer(self, purpose: str) -> Any:
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(
            self._key, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256}
        )
