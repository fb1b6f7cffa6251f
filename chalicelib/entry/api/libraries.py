"""Libraries and their branches."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.domain.ids import LibraryId
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.catalogue import library_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.activity import LibraryIn, library
from chalicelib.usecases import catalogue

libraries = Blueprint(__name__)


@libraries.route("/v1/libraries", methods=["GET"])
@guarded(libraries, allow=EVERYONE)
def lists_libraries(call: Call) -> Response:
    items = [library_answer(found) for found in call.ports.libraries.list()]
    return json_answer({"items": items, "nextCursor": None})


@libraries.route("/v1/libraries/{isil}", methods=["GET"])
@guarded(libraries, allow=EVERYONE)
def reads_a_library(call: Call, isil: str) -> Response:
    return json_answer(library_answer(call.ports.libraries.get(LibraryId(isil))))


@libraries.route("/v1/libraries/{isil}", methods=["PUT"], content_types=["*/*"])
@guarded(libraries, allow=frozenset({Role.LIBRARY_ADMIN}))
def keeps_its_library(call: Call, isil: str) -> Response:
    fields = call.body(LibraryIn)
    if fields.isil != isil:
        raise InvalidRequest([Fault("isil", "not_this_one")])
    kept = catalogue.keep_library(library(fields), caller=call.caller, ports=call.ports)
    return json_answer(library_answer(kept))
