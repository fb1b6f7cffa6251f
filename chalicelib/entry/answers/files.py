"""Answers that are files: tables and calendars."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from chalice.app import Response

from chalicelib.entry.parsing.import_request import XLSX


def wants_csv(accept: str | None) -> bool:
    """Whether a table is asked for, by name."""
    return _asked_first(accept) == "text/csv"


def wants_page(accept: str | None) -> bool:
    """Whether a page to read is asked for, by name."""
    return _asked_first(accept) == "text/html"


def _asked_first(accept: str | None) -> str | None:
    named = ((part.split(";")[0].strip().lower()) for part in (accept or "").split(","))
    return next((name for name in named if name != "*/*"), None)


def csv_answer(text: str, *, next_cursor: str | None) -> Response:
    """A table, with a mark at the front by which spreadsheets know the letters.

    Where there is more than one answer holds, the header Link says where to go on.
    """
    # Bytes: the gateway is told that CSV is binary, because what comes in need not be UTF-8.
    return Response(
        text.encode("utf-8-sig"),
        status_code=200,
        headers={"Content-Type": "text/csv; charset=utf-8", **_link(next_cursor)},
    )


def _link(cursor: str | None) -> Mapping[str, str]:
    return {} if cursor is None else {"Link": f'<?cursor={quote(cursor)}>; rel="next"'}


def workbook_answer(file: Path) -> Response:
    """A workbook to keep, under its own name."""
    return Response(
        file.read_bytes(),
        status_code=200,
        headers={
            "Content-Type": XLSX,
            "Content-Disposition": f'attachment; filename="{file.name}"',
        },
    )


def calendar_answer(text: str, *, name: str) -> Response:
    """A calendar to subscribe to."""
    return Response(
        text,
        status_code=200,
        headers={
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": f'inline; filename="{name}"',
        },
    )
