"""She moved: a warm hand-over to the next municipality, by one link that both confirm."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.handovers import handover_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.handover import HandoverStartIn, HandoverYesIn, at_new_address
from chalicelib.usecases import warm_handover
from chalicelib.usecases.warm_handover import Shared

handovers = Blueprint(__name__)
_ANY = ["*/*"]
_OF_REFERRAL = "/v1/referrals/{referral_id}/handover"
_SHARED = "/v1/handovers/{token}"


@handovers.route(_OF_REFERRAL, methods=["POST"], content_types=_ANY)
@guarded(handovers, allow=REFERRERS)
def starts_a_handover(call: Call, referral_id: str) -> Response:
    asked = call.body(HandoverStartIn)
    shared = warm_handover.start_handover(
        ReferralId(referral_id),
        OrganisationId(asked.to),
        asked.agreed_on,
        caller=call.caller,
        ports=call.ports,
    )
    return _answer(shared, call, status=201)


@handovers.route(_OF_REFERRAL, methods=["GET"])
@guarded(handovers, allow=REFERRERS)
def reads_a_handover(call: Call, referral_id: str) -> Response:
    id_ = ReferralId(referral_id)
    return _answer(warm_handover.read_handover(id_, caller=call.caller, ports=call.ports), call)


@handovers.route(_SHARED, methods=["GET"])
@guarded(handovers, allow=REFERRERS)
def sees_a_shared_handover(call: Call, token: str) -> Response:
    return _answer(warm_handover.behind_link(token, caller=call.caller, ports=call.ports), call)


@handovers.route(_SHARED, methods=["DELETE"])
@guarded(handovers, allow=REFERRERS)
def calls_a_handover_off(call: Call, token: str) -> Response:
    return _answer(warm_handover.call_off(token, caller=call.caller, ports=call.ports), call)


@handovers.route(_SHARED + "/confirmation", methods=["POST"], content_types=_ANY)
@guarded(handovers, allow=REFERRERS)
def confirms_a_handover(call: Call, token: str) -> Response:
    said = call.body(HandoverYesIn) if call.raw else HandoverYesIn()
    redraw = at_new_address(said, call.caller.organisation)
    return _answer(warm_handover.confirm(token, redraw, caller=call.caller, ports=call.ports), call)


@handovers.route(_SHARED + "/confirmation", methods=["DELETE"])
@guarded(handovers, allow=REFERRERS)
def takes_a_confirmation_back(call: Call, token: str) -> Response:
    return _answer(
        warm_handover.take_back_confirmation(token, caller=call.caller, ports=call.ports), call
    )


def _answer(shared: Shared, call: Call, *, status: int = 200) -> Response:
    body = handover_answer(shared, public_url=call.ports.public_url)
    headers = {"Location": f"/v1/handovers/{shared.token}"} if status == 201 else None
    return json_answer(body, status=status, headers=headers)
