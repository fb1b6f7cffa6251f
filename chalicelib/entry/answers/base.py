"""How answers are written: JSON, UTC instants, nothing remembered on the way."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalice.app import Response

_JSON = "application/json; charset=utf-8"


def json_answer(
    body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The body as JSON, letters of every script as they are."""
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        status_code=status,
        headers={"Content-Type": _JSON, **(headers or {})},
    )


def no_content() -> Response:
    """Done, and nothing to say."""
    return Response("", status_code=204, headers={})


def instant(at: datetime | None) -> str | None:
    """An instant in UTC (RFC 3339), or null."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def etag(version: int) -> dict[str, str]:
    """The header that names this version."""
    return {"ETag": f'"{version}"'}
