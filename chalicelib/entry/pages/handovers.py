"""The page behind the link of a hand-over: each side sees how far it is, and says its own yes.

Whoever opens it signs in first: the link alone shows nothing, and her organisation tells the side.
"""

import re
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.handover import Side
from chalicelib.domain.ids import ReferralId
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.handover import HandoverYesIn, at_new_address
from chalicelib.usecases import warm_handover
from chalicelib.usecases.warm_handover import Shared

shared_handovers = Blueprint(__name__)
_ANY = ["*/*"]
_HERE = "/overdracht/{token}"
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?([A-Za-z]{2})?")


@shared_handovers.route("/verwijzingen/{referral_id}/overdracht", methods=["GET"])
@staff_page(shared_handovers, allow=REFERRERS)
def leads_to_her_handover(visit: Visit, referral_id: str) -> Response:
    id_ = ReferralId(referral_id)
    shared = warm_handover.read_handover(id_, caller=visit.caller, ports=visit.ports)
    return visit.go_on(f"/overdracht/{shared.token}")


@shared_handovers.route(_HERE, methods=["GET"])
@staff_page(shared_handovers, allow=REFERRERS)
def shows_a_handover(visit: Visit, token: str) -> Response:
    return _page(visit, warm_handover.behind_link(token, caller=visit.caller, ports=visit.ports))


@shared_handovers.route(_HERE + "/bevestigen", methods=["POST"], content_types=_ANY)
@staff_page(shared_handovers, allow=REFERRERS)
def says_yes(visit: Visit, token: str) -> Response:
    shared = warm_handover.behind_link(token, caller=visit.caller, ports=visit.ports)
    where = visit.form().one("where")
    try:
        said = parse(HandoverYesIn, {"location": _location(where)} if where else {})
        redraw = at_new_address(said, visit.caller.organisation)
        warm_handover.confirm(token, redraw, caller=visit.caller, ports=visit.ports)
    except InvalidRequest as error:
        wrong = next(iter(visit.faults(error).values()))
        return _page(visit, shared, status=400, where=where, faults={"where": wrong})
    return visit.go_on(f"/overdracht/{token}", say="page.notice.handover_confirmed")


@shared_handovers.route(_HERE + "/terugnemen", methods=["POST"], content_types=_ANY)
@staff_page(shared_handovers, allow=REFERRERS)
def takes_its_yes_back(visit: Visit, token: str) -> Response:
    warm_handover.take_back_confirmation(token, caller=visit.caller, ports=visit.ports)
    return visit.go_on(f"/overdracht/{token}", say="page.notice.handover_taken_back")


@shared_handovers.route(_HERE + "/afzeggen", methods=["POST"], content_types=_ANY)
@staff_page(shared_handovers, allow=REFERRERS)
def calls_it_off(visit: Visit, token: str) -> Response:
    warm_handover.call_off(token, caller=visit.caller, ports=visit.ports)
    return visit.go_on(f"/overdracht/{token}", say="page.notice.handover_called_off")


def _location(written: str) -> dict[str, str]:
    """A postcode when it looks like one, else the name of a place."""
    return {"postcode" if _POSTCODE.fullmatch(written) else "place": written}


def _page(visit: Visit, shared: Shared, *, status: int = 200, **values: Any) -> Response:
    handover = shared.handover
    is_giver = shared.side is Side.GIVER
    shown: dict[str, Any] = {
        "shared": shared,
        "handover": handover,
        "is_giver": is_giver,
        "said_yes": (handover.giver if is_giver else handover.taker) is not None,
        "link": f"{visit.ports.public_url}/overdracht/{shared.token}",
        "where": "",
        "faults": {},
    }
    return visit.page("handover.html", status=status, **(shown | values))
