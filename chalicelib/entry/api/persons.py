"""What she may ask of her municipality: to be forgotten."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import ReferralId
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.persons import receipt_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.usecases.erase import erase

persons = Blueprint(__name__)


@persons.route("/v1/referrals/{referral_id}/person", methods=["DELETE"])
@guarded(persons, allow=REFERRERS)
def erases_her(call: Call, referral_id: str) -> Response:
    receipt = erase(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    return json_answer(receipt_answer(receipt))
