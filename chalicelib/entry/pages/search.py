"""The public search: for everybody, in nineteen languages, and nothing of it is kept.

What is asked comes as a form and is answered on the spot: a postcode and a level in an address
would stand in the history of a shared computer, and in the log of whatever lies between.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.schedule import WEEK
from chalicelib.entry.door import PUBLIC
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.need import MatchQuestion, need_asked
from chalicelib.usecases.public_search import search_publicly

search = Blueprint(__name__)
_FIELDS = ("postcode", "level", "language", "days", "theme", "travel")
_PARTS = ("morning", "afternoon", "evening")
_SHOWN = 5
_NOBODY_ASKED = "GM0000"  # until the place says which municipality it is


@search.route("/zoek", methods=["GET"])
@staff_page(search, allow=PUBLIC)
def asks_what_is_sought(visit: Visit) -> Response:
    return _page(visit, visit.asked("in"), filled={}, wrong={})


@search.route("/zoek", methods=["POST"], content_types=["*/*"])
@staff_page(search, allow=PUBLIC)
def finds_for_everybody(visit: Visit) -> Response:
    if not wiring.search_pace().allows(_address(visit)):
        return visit.problem("rate_limited")
    form = visit.form()
    filled = {name: form.all(name) for name in _FIELDS if form.all(name)}
    try:
        question = parse(MatchQuestion, _question(form))
        asked = need_asked(question, residence=_NOBODY_ASKED, limit=_SHOWN)
        need, found = search_publicly(asked, ports=visit.ports)
    except InvalidRequest as error:
        return _page(visit, form.one("in"), filled=filled, wrong=visit.faults(error))
    middle = need.location.point
    return _page(visit, form.one("in"), filled=filled, wrong={}, found=found, middle=middle)


def _address(visit: Visit) -> str:
    """Where the question comes from, as the gateway says."""
    context = visit.request.context or {}
    return str(context.get("identity", {}).get("sourceIp", ""))


def _question(form: Form) -> Mapping[str, Any]:
    """The form as a question of the API; a day is every part of it."""
    mode, _, minutes = form.one("travel").partition("-")
    days = [day for day in form.all("days") if day in set(WEEK)]
    return {
        "location": {"postcode": form.one("postcode")},
        "languageLevel": form.one("level") or "unknown",
        "spokenLanguages": [form.one("language")] if form.one("language") else [],
        "themes": [form.one("theme")] if form.one("theme") else [],
        **({"availability": [f"{day}_{part}" for day in days for part in _PARTS]} if days else {}),
        **({"travel": {"mode": mode, "maxMinutes": _whole(minutes)}} if mode else {}),
        "limit": _SHOWN,
    }


def _whole(written: str) -> int | str:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else written


def _page(
    visit: Visit,
    language: str,
    *,
    filled: Mapping[str, Sequence[str]],
    wrong: Mapping[str, str],
    **found: Any,
) -> Response:
    html, policy = wiring.search_page(
        visit.ports,
        language=language or "nl",
        filled=filled,
        faults=wrong,
        form_token=visit.form_token,
        **found,
    )
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",  # a form says where it comes from, to us only
    }
    return Response(html, status_code=400 if wrong else 200, headers=headers)
