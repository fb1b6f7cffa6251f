"""From an error to an answer: one table of statuses, words from the texts (RFC 9457)."""

import json
from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.errors import InvalidRequest, Temporary, WegwijsError
from chalicelib.entry.parsing.faults import in_words

STATUS: Mapping[str, int] = {
    "invalid_request": 400,
    "not_json": 400,
    "unauthorized": 401,
    "invalid_signature": 401,
    "timestamp_out_of_range": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "illegal_transition": 409,
    "reopening_over": 409,
    "seat_taken": 409,
    "idempotency_key_reused": 409,
    "client_reference_in_use": 409,
    "too_many_placements": 409,
    "stale_version": 409,
    "already_exists": 409,
    "erased": 410,
    "link_expired": 410,
    "precondition_failed": 412,
    "too_large": 413,
    "unsupported_media_type": 415,
    "precondition_required": 428,
    "rate_limited": 429,
    "internal": 500,
    "temporarily_unavailable": 503,
}
_LANGUAGE = "nl"


def problem(code: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> Response:
    """A problem+json answer: what is wrong, in words for people and a code for programs."""
    words = wiring.ports().words
    body = {
        "type": f"https://wegwijs.example/problems/{code.replace('_', '-')}",
        "title": words.say(_LANGUAGE, f"problem.{code}.title", {}),
        "status": STATUS[code],
        "detail": words.say(_LANGUAGE, f"problem.{code}.detail", {}),
        "code": code,
        **members,
    }
    return Response(
        json.dumps(body, ensure_ascii=False),
        status_code=STATUS[code],
        headers={"Content-Type": "application/problem+json", **(headers or {})},
    )


def answer(error: WegwijsError) -> Response:
    """The answer to an error of ours."""
    code = error.code if error.code in STATUS else "internal"
    if isinstance(error, InvalidRequest):
        faults = [{"name": f.name, "reason": in_words(f.reason)} for f in error.faults]
        return problem(code, invalidParams=faults)
    if isinstance(error, Temporary):
        return problem(code, headers={"Retry-After": str(error.retry_after_s or 2)})
    if code == "unauthorized":
        return problem(code, headers={"WWW-Authenticate": "Bearer"})
    return problem(code, **error.data)
