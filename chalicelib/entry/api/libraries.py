"""Libraries, their branches and their pauses."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import etag, json_answer
from chalicelib.entry.answers.catalogue import library_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.library import (
    LibraryIn,
    PauseIn,
    library,
    library_without_server_kept,
)
from chalicelib.entry.parsing.queries import PageQuery
from chalicelib.usecases import libraries as keeping

libraries = Blueprint(__name__)
_ADMIN = frozenset({Role.LIBRARY_ADMIN})


@libraries.route("/v1/libraries", methods=["GET"])
@guarded(libraries, allow=EVERYONE)
def lists_libraries(call: Call) -> Response:
    asked = call.query(PageQuery)
    page = keeping.list_libraries(page_size=asked.page_size, cursor=asked.cursor, ports=call.ports)
    items = [library_answer(found) for found in page.items]
    return json_answer({"items": items, "nextCursor": page.next_cursor})


@libraries.route("/v1/libraries/{isil}", methods=["GET"])
@guarded(libraries, allow=EVERYONE)
def reads_a_library(call: Call, isil: str) -> Response:
    found = call.ports.libraries.get(LibraryId(isil))
    return json_answer(library_answer(found), headers=etag(found.version))


@libraries.route("/v1/libraries/{isil}", methods=["PUT"], content_types=["*/*"])
@guarded(libraries, allow=_ADMIN)
def keeps_its_library(call: Call, isil: str) -> Response:
    fields = parse(LibraryIn, library_without_server_kept(call.json()))
    if fields.isil != isil:
        raise InvalidRequest([Fault("isil", "not_this_one")])
    kept = keeping.keep_library(
        library(fields),
        expected_version=call.expected_version_if_any(),
        caller=call.caller,
        ports=call.ports,
    )
    return json_answer(library_answer(kept), headers=etag(kept.version))


@libraries.route("/v1/libraries/{isil}/pause", methods=["PUT"], content_types=["*/*"])
@guarded(libraries, allow=_ADMIN)
def pauses_its_library(call: Call, isil: str) -> Response:
    pause = call.body(PauseIn).as_pause()
    paused = keeping.pause_library(LibraryId(isil), pause, caller=call.caller, ports=call.ports)
    return json_answer(library_answer(paused), headers=etag(paused.version))


@libraries.route("/v1/libraries/{isil}/pause", methods=["DELETE"])
@guarded(libraries, allow=_ADMIN)
def resumes_its_library(call: Call, isil: str) -> Response:
    resumed = keeping.pause_library(LibraryId(isil), None, caller=call.caller, ports=call.ports)
    return json_answer(library_answer(resumed), headers=etag(resumed.version))
