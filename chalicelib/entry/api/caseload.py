"""Who takes over from whom: for some days, or for good."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.base import json_answer, no_content
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.caseload import CoverIn, CoverQuery, HandoverIn
from chalicelib.usecases.caseload import hand_over
from chalicelib.usecases.standing_in import is_back, stands_in

caseload = Blueprint(__name__)


@caseload.route("/v1/caseload/handover", methods=["POST"], content_types=["*/*"])
@guarded(caseload, allow=REFERRERS)
def hands_over_a_caseload(call: Call) -> Response:
    asked = call.body(HandoverIn)
    handed = hand_over(asked.giver, asked.taker, caller=call.caller, ports=call.ports)
    body = {"moved": handed.moved, "complete": handed.is_complete}
    return json_answer(body, status=200 if handed.is_complete else 202)


@caseload.route("/v1/tasks/cover", methods=["PUT"], content_types=["*/*"])
@guarded(caseload, allow=REFERRERS)
def arranges_cover(call: Call) -> Response:
    cover = call.body(CoverIn).cover(call.caller.subject)
    cover = stands_in(cover, caller=call.caller, ports=call.ports)
    return json_answer(
        {
            "person": cover.person,
            "standIn": cover.stand_in,
            "fromOn": cover.first_day.isoformat(),
            "untilOn": cover.last_day.isoformat(),
        }
    )


@caseload.route("/v1/tasks/cover", methods=["DELETE"])
@guarded(caseload, allow=REFERRERS)
def ends_cover(call: Call) -> Response:
    person = call.query(CoverQuery).person or call.caller.subject
    is_back(person, caller=call.caller, ports=call.ports)
    return no_content()
