"""A whole caseload goes to somebody else."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.caseload import HandoverIn
from chalicelib.usecases.caseload import hand_over

caseload = Blueprint(__name__)


@caseload.route("/v1/caseload/handover", methods=["POST"], content_types=["*/*"])
@guarded(caseload, allow=REFERRERS)
def hands_over_a_caseload(call: Call) -> Response:
    asked = call.body(HandoverIn)
    handed = hand_over(asked.giver, asked.taker, caller=call.caller, ports=call.ports)
    body = {"moved": handed.moved, "complete": handed.is_complete}
    return json_answer(body, status=200 if handed.is_complete else 202)
