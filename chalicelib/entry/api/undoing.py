"""What is taken back: a move by whoever made it, a placement, the end of a referral."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES, REFERRERS
from chalicelib.domain.ids import PlacementId, ReferralId
from chalicelib.domain.placement import Placement
from chalicelib.entry.answers.base import etag, json_answer
from chalicelib.entry.answers.referrals import referral_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.undoing import CancellationIn
from chalicelib.usecases.reopen import reopen
from chalicelib.usecases.undo import cancel, undo

undoing = Blueprint(__name__)
_ANY = ["*/*"]


@undoing.route("/v1/placements/{placement_id}/undo", methods=["POST"], content_types=_ANY)
@guarded(undoing, allow=REFERRERS | LIBRARY_ROLES)
def undoes_a_move(call: Call, placement_id: str) -> Response:
    return _moved(undo(PlacementId(placement_id), caller=call.caller, ports=call.ports))


@undoing.route("/v1/placements/{placement_id}/cancellation", methods=["POST"], content_types=_ANY)
@guarded(undoing, allow=REFERRERS)
def cancels_a_placement(call: Call, placement_id: str) -> Response:
    asked = call.body(CancellationIn) if call.raw else CancellationIn()
    return _moved(
        cancel(PlacementId(placement_id), asked.reason, caller=call.caller, ports=call.ports)
    )


@undoing.route("/v1/referrals/{referral_id}/reopening", methods=["POST"], content_types=_ANY)
@guarded(undoing, allow=REFERRERS)
def reopens_a_referral(call: Call, referral_id: str) -> Response:
    referral = reopen(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    activities = call.ports.activities.get_many({p.activity_id for p in referral.placements})
    body = referral_answer(referral, activities, words=call.ports.words)
    return json_answer(body, headers=etag(referral.version))


def _moved(placement: Placement) -> Response:
    return json_answer({"id": placement.id, "status": placement.state})
