"""Our pages over real HTTP, one request at a time, from the application in this process.

For what `on_fakes` cannot show: cookies and redirects are the browser's own business here. The
ports are whatever a test put in `wiring.ports`.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from chalice.test import Client
from waitress.server import create_server

from app import app


@contextmanager
def served() -> Iterator[str]:
    """The address at which the application answers, for as long as the block lasts."""
    server = create_server(_answer, host="127.0.0.1", port=0, threads=1, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(5)


def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
    }
    with Client(app) as client:
        got = client.http.request(
            environ["REQUEST_METHOD"],
            environ["REQUEST_URI"],
            headers={name: value for name, value in headers.items() if value},
            body=environ["wsgi.input"].read(),
        )
    headers_given: Mapping[str, Any] = got.headers  # a name that occurs twice has a list
    sent = [
        (name, str(each))
        for name, value in headers_given.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    start_response(f"{got.status_code} Answered", sent)
    return [got.body]
