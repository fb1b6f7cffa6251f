"""Placements as their library sees them: who comes, and when."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.ids import LibraryId
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.placements import expected_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.queries import LibraryPlacementsQuery
from chalicelib.usecases.expecting import placements_of_library

placements = Blueprint(__name__)


@placements.route("/v1/libraries/{isil}/placements", methods=["GET"])
@guarded(placements, allow=LIBRARY_ROLES)
def lists_who_comes(call: Call, isil: str) -> Response:
    asked = call.query(LibraryPlacementsQuery)
    page = placements_of_library(
        LibraryId(isil),
        on=asked.on,
        status=asked.status,
        page_size=asked.page_size,
        cursor=asked.cursor,
        caller=call.caller,
        ports=call.ports,
    )
    items = [expected_answer(expected) for expected in page.items]
    return json_answer({"items": items, "nextCursor": page.next_cursor})
