"""The running service over HTTP, for the command line: one request, one reply, faults in words."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT_S = 60  # an import of two thousand rows is answered directly
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class Refused(Exception):
    """The service said no, or did not answer; the message is for whoever asked."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        """The body, parsed.

        Raises:
            Refused: it is no JSON, so this is not our service.
        """
        try:
            return json.loads(self.raw)
        except ValueError as error:
            raise Refused("the answer is no JSON: is this the right address?") from error


@dataclass(frozen=True, slots=True)
class Api:
    """One caller at one service."""

    base_url: str
    token: str | None = None

    def __post_init__(self) -> None:
        # A token goes over the line with every request.
        if urlsplit(self.base_url).scheme != "https" and not self.is_local:
            raise Refused(f"{self.base_url} is neither https nor on this machine")

    @property
    def is_local(self) -> bool:
        """Whether this is a service on this machine."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "http" and parts.hostname in _THIS_MACHINE

    def get(
        self,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        accept: str = "application/json",
    ) -> Reply:
        """The reply; of the query what is None is not asked.

        Raises:
            Refused: any status from 400, and no answer at all.
        """
        given = {name: value for name, value in (query or {}).items() if value is not None}
        asked = urlencode(given)
        return self._send("GET", f"{path}?{asked}" if asked else path, None, {"Accept": accept})

    def post(self, path: str, body: bytes | Mapping[str, Any], **headers: str) -> Reply:
        """The reply to these bytes, or to this as JSON.

        Raises:
            Refused: as `get`.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if not isinstance(body, bytes):
            body, named = json.dumps(body).encode(), {"Content-Type": "application/json", **named}
        return self._send("POST", path, body, named)

    def pages(self, path: str, query: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        """Every item of a list, page after page."""
        cursor = None
        while True:
            page = self.get(path, query={**query, "cursor": cursor}).json
            yield from page["items"]
            cursor = page["nextCursor"]
            if cursor is None:
                return

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        request = urllib.request.Request(  # noqa: S310 - https or this machine, see above
            self.base_url.rstrip("/") + path, data=body, method=method, headers=dict(headers)
        )
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with _OPENER.open(request, timeout=TIMEOUT_S) as answer:
                return Reply(answer.status, _lower(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(_words(error.code, error.read())) from error
        except (urllib.error.URLError, OSError) as error:
            why = getattr(error, "reason", error)
            raise Refused(f"{self.base_url} does not answer: {why}") from error


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is a refusal: the token is for this address only."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_StayHere)


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _words(status: int, raw: bytes) -> str:
    """A problem as a person reads it: what, why, and each field that is wrong."""
    try:
        problem = json.loads(raw)
        said = f"{status} {problem['code']}: {problem.get('detail') or problem['title']}"
        faults = [f"  {one['name']}: {one['reason']}" for one in problem.get("invalidParams", [])]
    except (ValueError, KeyError, TypeError):
        return f"{status}"
    return "\n".join([said, *faults])
