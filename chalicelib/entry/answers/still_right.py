"""The page behind the link of a library: plain HTML, Dutch, no script, its one style pinned."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from chalice.app import Response

from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.ports import Words

_LANGUAGE = "nl"
_STYLE = (
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}"
    "button{font:inherit;font-weight:bold;padding:.75rem 1.5rem;border:2px solid #0b3d66;"
    "border-radius:.25rem;color:#fff;background:#0b3d66}"
    "button:focus-visible{outline:3px solid #f5b700;outline-offset:2px}"
    "li{margin-block:.25rem}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex",
}


def still_right_page(
    library: Library, activities: Sequence[Activity], *, at: datetime, words: Words
) -> Response:
    """What the library offers, and the button; or thanks, when all of it is confirmed today."""
    today = at.astimezone(AMSTERDAM).date()
    is_done = all(activity.last_confirmed_on == today for activity in activities)

    def say(key: str, **values: Any) -> str:
        return escape(words.say(_LANGUAGE, f"page.confirm.{key}", values))

    button = f'<form method="post"><button>{say("button")}</button></form>'
    parts = [
        f"<h1>{say('title', library=library.name)}</h1>",
        f"<p>{say('done') if is_done else say('question')}</p>",
        "" if is_done else button,
        "<ul>",
        *(f"<li>{_line(activity, words)}</li>" for activity in activities),
        "</ul>",
        f"<p>{say('otherwise')}</p>",
    ]
    return _page(say("title", library=library.name), "\n".join(parts), status=200)


def not_found_page(words: Words) -> Response:
    """The one page for every link that opens nothing."""
    title = escape(words.say(_LANGUAGE, "page.confirm.not_found_title", {}))
    text = escape(words.say(_LANGUAGE, "page.confirm.not_found", {}))
    return _page(title, f"<h1>{title}</h1>\n<p>{text}</p>", status=404)


def _line(activity: Activity, words: Words) -> str:
    said = words.say(
        _LANGUAGE,
        "page.confirm.activity",
        {
            "title": activity.title,
            "branch": activity.branch.name,
            "confirmed": f"{activity.last_confirmed_on:%d-%m-%Y}",
        },
    )
    return escape(said)


def _page(title: str, body: str, *, status: int) -> Response:
    html = (
        f'<!doctype html>\n<html lang="{_LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return Response(html, status_code=status, headers=dict(_HEADERS))
