"""Somebody at a browser, on ports in memory: it keeps cookies, follows nothing, runs no script."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from chalice.test import Client

from app import app
from chalicelib.domain.session import Session
from tests.entry.api_on_fakes import CALLERS
from tests.fakes.ports import FakePorts

Fields = Mapping[str, str] | Mapping[str, str | list[str]] | Sequence[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"


SentFile = tuple[str, str, bytes]  # its name, its type, its bytes
_BOUNDARY = "----wegwijs-boundary"


def in_parts(fields: Sequence[tuple[str, str]], files: Mapping[str, SentFile]) -> tuple[str, bytes]:
    """The type and the body of a form with files, as browsers write them."""
    parts = [(f'name="{name}"', value.encode()) for name, value in fields]
    for field_name, (name, kind, data) in files.items():
        parts.append((f'name="{field_name}"; filename="{name}"\r\nContent-Type: {kind}', data))
    body = b"".join(
        f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
        for head, data in parts
    )
    return f"multipart/form-data; boundary={_BOUNDARY}", body + f"--{_BOUNDARY}--\r\n".encode()


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: what the browser was sent."""

    status: int
    text: str
    headers: Mapping[str, str]
    set_cookies: tuple[str, ...]

    @property
    def leads_to(self) -> str:
        return self.headers["location"]

    @property
    def form_token(self) -> str:
        found = re.search(r'name="form_token" value="(\w+)"', self.text)
        assert found is not None
        return found[1]


@dataclass
class Browser:
    """`cookies` is what it keeps; names are those of the stand-in's https address."""

    http: Any
    ports: FakePorts
    cookies: dict[str, str] = field(default_factory=dict)

    def signed_in_as(self, role: str) -> "Browser":
        """The same browser, with a session of whoever has this role."""
        at = self.ports.now()
        token = self.ports.sessions.open(Session(CALLERS[role], at, at))
        self.cookies["__Host-wegwijs-sessie"] = token
        return self

    def get(self, path: str, **headers: str) -> Seen:
        return self._send("GET", path, b"", headers)

    def post(self, path: str, fields: Fields, **headers: str) -> Seen:
        """A form as a browser sends it from a page of ours; `origin=""` leaves that out."""
        sent = {"content_type": FORM, "origin": self.ports.public_url} | headers
        return self._send("POST", path, urlencode(fields, doseq=True).encode(), sent)

    def upload(
        self, path: str, fields: Sequence[tuple[str, str]], files: Mapping[str, SentFile]
    ) -> Seen:
        """A form with files in it, from a page of ours."""
        kind, body = in_parts(fields, files)
        return self._send(
            "POST", path, body, {"content_type": kind, "origin": self.ports.public_url}
        )

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Seen:
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.http.request(method, path, headers=sent, body=body)
        headers_given = {name.lower(): value for name, value in answer.headers.items()}
        given = headers_given.pop("set-cookie", [])
        set_cookies = tuple(given if isinstance(given, list) else [given])
        self._keep(set_cookies)
        return Seen(answer.status_code, answer.body.decode(), headers_given, set_cookies)

    def _keep(self, set_cookies: tuple[str, ...]) -> None:
        for cookie in set_cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


@contextmanager
def a_browser(ports: FakePorts) -> Iterator[Browser]:
    with Client(app) as client:
        yield Browser(client.http, ports)
