"""What she may ask: everything that is known of her, and to be forgotten."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.answers.held_page import sections
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.erase import erase
from chalicelib.usecases.held import everything_held
from chalicelib.usecases.reading import read

rights = Blueprint(__name__)


@rights.route("/verwijzingen/{referral_id}/gegevens", methods=["GET"])
@staff_page(rights, allow=REFERRERS)
def shows_everything_known(visit: Visit, referral_id: str) -> Response:
    held = everything_held(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
    return visit.page("held.html", sections=sections(held, visit.say))


@rights.route("/verwijzingen/{referral_id}/wissen", methods=["GET"])
@staff_page(rights, allow=REFERRERS)
def asks_whether_to_forget_her(visit: Visit, referral_id: str) -> Response:
    """What goes and what stays, before the one button that cannot be undone."""
    referral = read(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
    return visit.page("erase.html", referral=referral)


@rights.route("/verwijzingen/{referral_id}/wissen", methods=["POST"], content_types=["*/*"])
@staff_page(rights, allow=REFERRERS)
def forgets_her(visit: Visit, referral_id: str) -> Response:
    receipt = erase(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
    if receipt.final_at is None:
        return visit.go_on("/verwijzingen", say="page.notice.erasing")
    final_on = f"{receipt.final_at.astimezone(AMSTERDAM):%d-%m-%Y}"
    return visit.go_on("/verwijzingen", say="page.notice.erased", final_on=final_on)
