"""Our pages in a real browser without a server: each request is answered in this process.

So a page is drawn from exactly the referral a test made, at the hour its clock shows.
"""

from typing import Any
from urllib.parse import urlsplit

from chalice.test import Client
from playwright.sync_api import Page, Route

from app import app

ADDRESS = "http://wegwijs.test"


def serve(page: Page, **always: str) -> None:
    """From now on whatever `page` asks of ADDRESS comes from the app, on the ports it has.

    `always` are headers that go with every request, such as who asks.
    """

    def answer(route: Route) -> None:
        asked = route.request
        path = urlsplit(asked.url)
        target = path.path + (f"?{path.query}" if path.query else "")
        with Client(app) as client:
            got = client.http.request(
                asked.method,
                target,
                headers={**asked.headers, **always},
                body=asked.post_data_buffer or b"",
            )
            if got.status_code == 303:  # a routed page cannot be sent on by the browser itself
                got = client.http.get(got.headers["Location"])
        route.fulfill(status=got.status_code, headers=_single(got.headers), body=got.body)

    page.route(f"{ADDRESS}/**", answer)


def _single(headers: Any) -> dict[str, str]:
    return {name: str(value) for name, value in headers.items()}
