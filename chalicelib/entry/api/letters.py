"""A referral as a letter: what case workers print for whoever gets letters, and for anybody."""

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.looks import Purpose
from chalicelib.entry.door import Call, guarded
from chalicelib.usecases import reading
from chalicelib.usecases.offers import link

letters = Blueprint(__name__)


@letters.route("/v1/referrals/{referral_id}/letter", methods=["GET"])
@guarded(letters, allow=REFERRERS)
def prints_a_letter(call: Call, referral_id: str) -> Response:
    ports = call.ports
    referral = reading.read(ReferralId(referral_id), caller=call.caller, ports=ports)
    html, policy = wiring.letter(
        referral,
        reading.person(referral, caller=call.caller, ports=ports, purpose=Purpose.LETTER),
        ports.activities.get_many({p.activity_id for p in referral.placements}),
        link=link(referral, ports=ports),
        served_with=ports,
    )
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
    }
    return Response(html, status_code=200, headers=headers)
