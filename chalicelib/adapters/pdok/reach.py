"""One GET within bounds, where geopy's own adapters know a single time-out only.

A time to connect, a time to wait for each part, a time for all of it, and a size.
Only what looks places up loads this file.
"""

import json
from collections.abc import Mapping
from time import monotonic
from typing import Any

import urllib3
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter  # noqa: TID253 - see above
from geopy.exc import (  # noqa: TID253 - see above
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from urllib3 import exceptions

CONNECT_S, READ_S, WHOLE_S = 1.0, 2.0, 4.0
MOST_BYTES = 2**20
_PART = 2**16


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """What geopy asks goes out directly: no proxy, no redirect, no second try."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._pool = urllib3.PoolManager(ssl_context=ssl_context, retries=False, maxsize=2)

    def get_json(self, url: str, *, timeout: Any, headers: Mapping[str, str]) -> Any:
        """The parsed body.

        Raises:
            GeocoderParseError: it is no JSON. And what `get_text` raises.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("the answer is no JSON") from error

    def get_text(self, url: str, *, timeout: Any, headers: Mapping[str, str]) -> str:
        """The body; `timeout` bounds connecting, waiting and all of it, whichever is shorter.

        Raises:
            AdapterHTTPError: another status than 200. GeocoderTimedOut. GeocoderUnavailable.
            GeocoderServiceError: too much came, or the connection broke.
        """
        try:
            return self._get(url, whole_s=min(timeout or WHOLE_S, WHOLE_S), headers=headers)
        except exceptions.NewConnectionError as error:  # before the next, which it is a kind of
            raise GeocoderUnavailable("cannot be reached") from error
        except exceptions.TimeoutError as error:
            raise GeocoderTimedOut("no answer in time") from error
        except exceptions.HTTPError as error:
            raise GeocoderServiceError("the connection broke") from error

    def _get(self, url: str, *, whole_s: float, headers: Mapping[str, str]) -> str:
        until = monotonic() + whole_s
        response = self._pool.request(
            "GET",
            url,
            headers=dict(headers),
            timeout=urllib3.Timeout(connect=min(CONNECT_S, whole_s), read=min(READ_S, whole_s)),
            redirect=False,
            preload_content=False,
        )
        try:
            body = _read(response, until=until)
        except BaseException:
            response.close()  # half read: of no use to anybody after us
            raise
        response.release_conn()
        text = body.decode("utf-8", "replace")
        if response.status != 200:
            raise AdapterHTTPError(
                f"status {response.status}",
                status_code=response.status,
                headers={name.lower(): value for name, value in response.headers.items()},
                text="",  # geopy would write it to the log
            )
        return text


def _read(response: urllib3.BaseHTTPResponse, *, until: float) -> bytes:
    body = b""
    while part := response.read1(_PART):
        body += part
        if len(body) > MOST_BYTES:
            raise GeocoderServiceError("the answer is too long")
        if monotonic() > until:
            raise GeocoderTimedOut("the answer does not end")
    return body
