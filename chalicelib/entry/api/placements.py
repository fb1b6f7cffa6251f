"""Placements as their library sees them: who comes, and when."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.ids import LibraryId, PlacementId
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.placements import expected_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.attendance import AnswerIn, AttendanceIn
from chalicelib.entry.parsing.queries import LibraryPlacementsQuery
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.confirm import confirm_intake, decline_intake
from chalicelib.usecases.expecting import placement_of_library, placements_of_library
from chalicelib.usecases.said import Said, find

placements = Blueprint(__name__)
_ANY = ["*/*"]


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


@placements.route("/v1/placements/{placement_id}/answer", methods=["POST"], content_types=_ANY)
@guarded(placements, allow=LIBRARY_ROLES)
def answers_for_its_library(call: Call, placement_id: str) -> Response:
    said, given = _said(call, placement_id), call.body(AnswerIn)
    if given.reason is None:
        confirm_intake(said, ports=call.ports)
    else:
        decline_intake(said, given.reason, ports=call.ports)
    return _as_it_is(said, call)


@placements.route("/v1/placements/{placement_id}/attendance", methods=["POST"], content_types=_ANY)
@guarded(placements, allow=LIBRARY_ROLES)
def records_who_was_there(call: Call, placement_id: str) -> Response:
    said, given = _said(call, placement_id), call.body(AttendanceIn)
    record_attendance(said, given.attendance(), ports=call.ports)
    return _as_it_is(said, call)


def _said(call: Call, placement_id: str) -> Said:
    """What the caller says for her library about this placement.

    Raises:
        NotFound: unknown, or another library's.
    """
    library = call.caller.library
    if library is None:
        raise Forbidden(call.caller.role)
    said = Said(library, placement_id=PlacementId(placement_id), by=call.caller.actor)
    find(said, ports=call.ports)
    return said


def _as_it_is(said: Said, call: Call) -> Response:
    return json_answer(expected_answer(placement_of_library(said, ports=call.ports)))
