"""How answers are written: JSON, UTC instants, nothing remembered on the way."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalice.app import Response
from pydantic_core import to_json

_JSON = "application/json; charset=utf-8"


def json_answer(
    body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The body as JSON, letters of every script as they are."""
    return Response(
        to_json(body).decode(),  # a third of the time that json takes, and loaded already
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
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def etag(version: int) -> dict[str, str]:
    """The header that names this version."""
    return {"ETag": f'"{version}"'}
