"""What she may ask: everything that is known of her, to read together or to take home."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import ReferralId
from chalicelib.entry.answers.held_page import sections
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.held import everything_held

rights = Blueprint(__name__)


@rights.route("/verwijzingen/{referral_id}/gegevens", methods=["GET"])
@staff_page(rights, allow=REFERRERS)
def shows_everything_known(visit: Visit, referral_id: str) -> Response:
    held = everything_held(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
    return visit.page("held.html", sections=sections(held, visit.say))
