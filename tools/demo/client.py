"""The people of the story as HTTP clients: what they send is what a real client would send."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

TIMEOUT_S = 30  # the gateway in front of the service waits 29 s


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back, and how long it took."""

    status: int
    body: Any
    headers: Mapping[str, str]
    took_ms: float


@dataclass(frozen=True, slots=True)
class Client:
    """One caller of the service; without a token, nobody in particular."""

    base_url: str
    token: str | None = None

    def get(self, path: str) -> Answered:
        return self.send("GET", path, None, {})

    def post(self, path: str, body: Any, **headers: str) -> Answered:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("POST", path, json.dumps(body).encode(), named)

    def put(self, path: str, body: Any, **headers: str) -> Answered:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("PUT", path, json.dumps(body).encode(), named)

    def send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answered:
        """The body goes out byte for byte, as a signature needs."""
        request = urllib.request.Request(  # noqa: S310 - our own local service
            self.base_url + path,
            data=body,
            method=method,
            headers={"Content-Type": "application/json", **headers},
        )
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
                status, raw, given = response.status, response.read(), dict(response.headers)
        except urllib.error.HTTPError as error:
            status, raw, given = error.code, error.read(), dict(error.headers)
        took_ms = (time.perf_counter() - began) * 1000
        return Answered(status, json.loads(raw) if raw else None, given, took_ms)


@dataclass(frozen=True, slots=True)
class LibrarySystem:
    """A library's own system, signing with the Standard Webhooks client library."""

    client: Client
    isil: str
    secret: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def says(
        self, kind: str, message_id: str, *, at: datetime | None = None, **data: str | int
    ) -> Answered:
        """One webhook of this library, signed now or at another time."""
        now = at or self.now()
        body = json.dumps({"type": kind, "timestamp": now.isoformat(), "data": data})
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(message_id, now, body),
        }
        path = f"/v1/libraries/{self.isil}/webhook"
        return self.client.send("POST", path, body.encode(), headers)
