"""Feeds: a library says where it keeps its activities, and sees how reading them goes."""

from chalice.app import Blueprint, Response

from chalicelib.domain.ids import LibraryId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import json_answer, no_content
from chalicelib.entry.answers.feeds import feed_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.import_request import FeedIn
from chalicelib.usecases.feeds import end_feed, keep_feed, show_feed

feeds = Blueprint(__name__)
_ADMIN = frozenset({Role.LIBRARY_ADMIN})


@feeds.route("/v1/libraries/{isil}/feed", methods=["GET"])
@guarded(feeds, allow=_ADMIN)
def shows_its_feed(call: Call, isil: str) -> Response:
    feed, last = show_feed(LibraryId(isil), caller=call.caller, ports=call.ports)
    return json_answer(feed_answer(feed, last))


@feeds.route("/v1/libraries/{isil}/feed", methods=["PUT"], content_types=["*/*"])
@guarded(feeds, allow=_ADMIN)
def keeps_its_feed(call: Call, isil: str) -> Response:
    source = call.body(FeedIn).source()
    kept = keep_feed(source, library=LibraryId(isil), caller=call.caller, ports=call.ports)
    return json_answer(feed_answer(kept, None))


@feeds.route("/v1/libraries/{isil}/feed", methods=["DELETE"])
@guarded(feeds, allow=_ADMIN)
def ends_its_feed(call: Call, isil: str) -> Response:
    end_feed(LibraryId(isil), caller=call.caller, ports=call.ports)
    return no_content()
