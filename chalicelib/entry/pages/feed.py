"""An address that is read again and again: where it is, and how the last time went."""

import json
from collections.abc import Mapping
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.errors import InvalidRequest, NotFound
from chalicelib.domain.feed import FeedSource
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.importing import default_options, defaults_given
from chalicelib.entry.pages.own import own_library
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.import_faults import in_dutch, in_english
from chalicelib.entry.parsing.import_request import FeedIn
from chalicelib.usecases.feeds import end_feed, keep_feed, show_feed
from chalicelib.usecases.ports import FileKind

feed_pages = Blueprint(__name__)
PATH = "/agenda-adres"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_ANY = ["*/*"]
_HOURS = (1, 6, 12, 24, 168)


@feed_pages.route(PATH, methods=["GET"])
@staff_page(feed_pages, allow=_ADMIN)
def shows_its_feed(visit: Visit) -> Response:
    return _page(visit, None, {})


@feed_pages.route(PATH, methods=["POST"], content_types=_ANY)
@staff_page(feed_pages, allow=_ADMIN)
def keeps_its_feed(visit: Visit) -> Response:
    given = _given(visit.form())
    hours = given["everyHours"]
    body: dict[str, Any] = {**given, "full": "full" in given}
    body["everyHours"] = int(hours) if hours in map(str, _HOURS) else hours
    try:
        source = parse(FeedIn, body).source()
        keep_feed(source, library=own_library(visit), caller=visit.caller, ports=visit.ports)
    except InvalidRequest as error:
        return _page(visit, given, visit.faults(error))
    return visit.go_on(PATH, say="page.notice.feed_kept")


@feed_pages.route(f"{PATH}/stoppen", methods=["POST"], content_types=_ANY)
@staff_page(feed_pages, allow=_ADMIN)
def ends_its_feed(visit: Visit) -> Response:
    end_feed(own_library(visit), caller=visit.caller, ports=visit.ports)
    return visit.go_on(PATH, say="page.notice.feed_ended")


def _given(form: Form) -> dict[str, str]:
    given = {name: form.one(name) for name in ("url", "kind", "everyHours")}
    return given | defaults_given(form) | ({"full": "yes"} if form.one("full") else {})


def _page(visit: Visit, given: Mapping[str, str] | None, wrong: Mapping[str, str]) -> Response:
    """Its feed and how it goes; with what was filled in where that was not right."""
    try:
        feed, last = show_feed(own_library(visit), caller=visit.caller, ports=visit.ports)
    except NotFound:
        feed, last = None, None
    said = in_english if visit.language == "en" else in_dutch
    return visit.page(
        "feed.html",
        status=400 if wrong else 200,
        feed=feed,
        last=last,
        failure=said(feed.failure) if feed and feed.failure else None,
        given=given or (_fields(feed.source) if feed else {"everyHours": "24"}),
        faults=wrong,
        options=default_options(visit),
        kinds=list(FileKind),
        hours=_HOURS,
    )


def _fields(source: FeedSource) -> dict[str, str]:
    """The form that this source fills in."""
    defaults = json.loads(source.defaults)
    level = defaults.get("level", {})
    found = {
        "url": source.url,
        "kind": source.kind,
        "everyHours": str(source.every_hours),
        "full": "yes" if source.full else "",
        "branch": defaults.get("branch", {}).get("isil", ""),
        "type": defaults.get("type", ""),
        "levelMin": level.get("min", ""),
        "levelMax": level.get("max", ""),
        "entry": defaults.get("entry", ""),
    }
    return {name: value for name, value in found.items() if value}
