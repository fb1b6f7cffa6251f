"""What a case worker does on the page of a person, one button each."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import SeatTaken
from chalicelib.domain.ids import OrganisationId, PlacementId, ReferralId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.handover import HandoverStartIn
from chalicelib.entry.parsing.referral import AcceptanceIn, WithdrawalIn
from chalicelib.entry.parsing.undoing import CancellationIn
from chalicelib.usecases import accept, refer
from chalicelib.usecases.reopen import reopen
from chalicelib.usecases.undo import cancel, undo
from chalicelib.usecases.warm_handover import start_handover

person_actions = Blueprint(__name__)
_ANY = ["*/*"]


@person_actions.route("/verwijzingen/{referral_id}/kiezen", methods=["POST"], content_types=_ANY)
@staff_page(person_actions, allow=REFERRERS)
def chooses_for_her(visit: Visit, referral_id: str) -> Response:
    chosen = parse(AcceptanceIn, {"placementId": visit.form().one("placementId")})
    try:
        accept.accept_for_her(
            ReferralId(referral_id),
            PlacementId(chosen.placement_id),
            caller=visit.caller,
            ports=visit.ports,
        )
    except SeatTaken:
        return _back(visit, referral_id, "page.notice.seat_taken")
    return _back(visit, referral_id, "page.notice.chosen")


@person_actions.route("/verwijzingen/{referral_id}/stoppen", methods=["POST"], content_types=_ANY)
@staff_page(person_actions, allow=REFERRERS)
def ends_a_placement(visit: Visit, referral_id: str) -> Response:
    form = visit.form()
    asked = parse(CancellationIn, {"reason": form.one("reason")})
    placement_id = PlacementId(form.one("placementId"))
    cancel(placement_id, asked.reason, caller=visit.caller, ports=visit.ports)
    return _back(visit, referral_id, "page.notice.placement_ended")


@person_actions.route(
    "/verwijzingen/{referral_id}/terugdraaien", methods=["POST"], content_types=_ANY
)
@staff_page(person_actions, allow=REFERRERS)
def undoes_her_own_move(visit: Visit, referral_id: str) -> Response:
    undo(PlacementId(visit.form().one("placementId")), caller=visit.caller, ports=visit.ports)
    return _back(visit, referral_id, "page.notice.undone")


@person_actions.route("/verwijzingen/{referral_id}/opnieuw", methods=["POST"], content_types=_ANY)
@staff_page(person_actions, allow=REFERRERS)
def matches_again(visit: Visit, referral_id: str) -> Response:
    refer.offer_again(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
    return _back(visit, referral_id, "page.notice.matched_again")


@person_actions.route(
    "/verwijzingen/{referral_id}/terugtrekken", methods=["POST"], content_types=_ANY
)
@staff_page(person_actions, allow=REFERRERS)
def takes_a_referral_back(visit: Visit, referral_id: str) -> Response:
    reason = parse(WithdrawalIn, {"reason": visit.form().one("reason")}).reason
    refer.take_back(ReferralId(referral_id), reason, caller=visit.caller, ports=visit.ports)
    return _back(visit, referral_id, "page.notice.withdrawn")


@person_actions.route("/verwijzingen/{referral_id}/heropenen", methods=["POST"], content_types=_ANY)
@staff_page(person_actions, allow=REFERRERS)
def goes_on_with_her(visit: Visit, referral_id: str) -> Response:
    reopen(ReferralId(referral_id), caller=visit.caller, ports=visit.ports)
    return _back(visit, referral_id, "page.notice.reopened")


@person_actions.route(
    "/verwijzingen/{referral_id}/overdragen", methods=["POST"], content_types=_ANY
)
@staff_page(person_actions, allow=REFERRERS)
def starts_to_hand_her_over(visit: Visit, referral_id: str) -> Response:
    """She said so today, to whoever presses the button."""
    today = visit.ports.now().astimezone(AMSTERDAM).date()
    given = {"to": visit.form().one("to").upper(), "agreedOn": today.isoformat()}
    asked = parse(HandoverStartIn, given)
    shared = start_handover(
        ReferralId(referral_id),
        OrganisationId(asked.to),
        asked.agreed_on,
        caller=visit.caller,
        ports=visit.ports,
    )
    return visit.go_on(f"/overdracht/{shared.token}", say="page.notice.handover_started")


def _back(visit: Visit, referral_id: str, said: str) -> Response:
    """On to her page, which says what was done."""
    return visit.go_on(f"/verwijzingen/{referral_id}", say=said)
