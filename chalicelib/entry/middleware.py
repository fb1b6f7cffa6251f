"""What every answer carries, whoever wrote it; and Chalice's own errors in our words."""

from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import API_VERSION, wiring
from chalicelib.entry.problems import problem

_HEADERS: Mapping[str, str] = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_CODE_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 415: "unsupported_media_type"}


def answers_safely(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """The answer with our headers; an error of Chalice's own as a problem.

    By the id it carries whoever asked can be told what became of it: logs and queues carry it too.
    """
    with wiring.correlated((event.context or {}).get("requestId")) as request_id:
        return _answered(event, get_response, request_id)


def _answered(
    event: Request, get_response: Callable[[Request], Response], request_id: str
) -> Response:
    response = get_response(event) if not _ends_in_slash(event) else problem("not_found")
    if _is_chalices_own(response):
        code = _CODE_BY_STATUS.get(response.status_code, "internal")
        allow = {k: str(v) for k, v in response.headers.items() if k.lower() == "allow"}
        response = problem(code, headers=allow)
    given = {name.lower() for name in response.headers}
    missing: dict[str, Any] = {k: v for k, v in _HEADERS.items() if k.lower() not in given}
    response.headers.update({**missing, "X-Request-Id": request_id})
    return response


def _ends_in_slash(event: Request) -> bool:
    """Whether the path as sent has a slash too many; the gateway would overlook it (ADR rule)."""
    sent = str(event.to_original_event().get("path") or "")
    return len(sent) > 1 and sent.endswith("/")


def _is_chalices_own(response: Response) -> bool:
    return response.status_code >= 400 and isinstance(response.body, dict)
