"""Cookies: read from a request, and written so that no script and no other site can use them."""

from http.cookies import CookieError, SimpleCookie

from chalice.app import Request, Response

SESSION, ATTEMPT, LANGUAGE, NOTICE = "sessie", "inloggen", "taal", "melding"


def cookie_name(name: str, *, public_url: str) -> str:
    """With the prefix that browsers bind to this host over https; on a machine's own http, without.

    A browser takes a `__Host-` cookie from nobody but this host, over https (RFC 6265bis).
    """
    return f"__Host-wegwijs-{name}" if _is_https(public_url) else f"wegwijs-{name}"


def cookie(request: Request, name: str, *, public_url: str) -> str | None:
    """What the browser kept under this name."""
    kept: SimpleCookie = SimpleCookie()
    try:
        kept.load(str(request.headers.get("cookie") or ""))
    except CookieError:
        return None
    found = kept.get(cookie_name(name, public_url=public_url))
    return found.value if found is not None and found.value else None


def keep(
    response: Response, name: str, value: str, *, public_url: str, seconds: int | None = None
) -> Response:
    """The response asks the browser to keep this: until it closes, or for so many seconds."""
    parts = [
        f"{cookie_name(name, public_url=public_url)}={value}",
        *("Path=/", "HttpOnly", "SameSite=Lax"),
        *(["Secure"] if _is_https(public_url) else []),
        *([] if seconds is None else [f"Max-Age={seconds}"]),
    ]
    given = response.headers.get("Set-Cookie", [])
    before = given if isinstance(given, list) else [given]
    response.headers["Set-Cookie"] = [*before, "; ".join(parts)]
    return response


def forget(response: Response, name: str, *, public_url: str) -> Response:
    """The response asks the browser to keep this no longer."""
    return keep(response, name, "", public_url=public_url, seconds=0)


def _is_https(public_url: str) -> bool:
    return public_url.startswith("https://")
