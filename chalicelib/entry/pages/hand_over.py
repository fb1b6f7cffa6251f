"""Handing over: one person, a whole caseload, or what waits while somebody is away."""

from collections.abc import Mapping

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ids import ReferralId
from chalicelib.domain.looks import Purpose
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.caseload import CoverIn, HandoverIn
from chalicelib.entry.parsing.correction import correction
from chalicelib.usecases import reading, refer
from chalicelib.usecases.caseload import hand_over
from chalicelib.usecases.standing_in import cover_of, is_back, stands_in

handing_over = Blueprint(__name__)
_ANY = ["*/*"]


@handing_over.route("/overdragen", methods=["GET"])
@staff_page(handing_over, allow=REFERRERS)
def shows_handing_over(visit: Visit) -> Response:
    return _page(visit, {"from": visit.caller.subject})


@handing_over.route("/overdragen", methods=["POST"], content_types=_ANY)
@staff_page(handing_over, allow=REFERRERS)
def hands_a_caseload_over(visit: Visit) -> Response:
    given = {"from": visit.caller.subject, **_filled_in(visit.form(), "from", "to")}
    try:
        asked = parse(HandoverIn, given)
        handed = hand_over(asked.giver, asked.taker, caller=visit.caller, ports=visit.ports)
    except InvalidRequest as error:
        return _page(visit, given, visit.faults(error))
    said = "handed_over" if handed.is_complete else "handed_over_in_part"
    return visit.go_on("/overdragen", say=f"page.notice.{said}", count=handed.moved)


@handing_over.route("/overdragen/vervanging", methods=["POST"], content_types=_ANY)
@staff_page(handing_over, allow=REFERRERS)
def arranges_who_stands_in(visit: Visit) -> Response:
    given = _filled_in(visit.form(), "standIn", "fromOn", "untilOn")
    try:
        cover = parse(CoverIn, given).cover(visit.caller.subject)
        stands_in(cover, caller=visit.caller, ports=visit.ports)
    except InvalidRequest as error:
        return _page(visit, given, visit.faults(error))
    return visit.go_on("/overdragen", say="page.notice.stands_in", name=cover.stand_in)


@handing_over.route("/overdragen/terug", methods=["POST"], content_types=_ANY)
@staff_page(handing_over, allow=REFERRERS)
def is_back_again(visit: Visit) -> Response:
    is_back(visit.caller.subject, caller=visit.caller, ports=visit.ports)
    return visit.go_on("/overdragen", say="page.notice.is_back")


@handing_over.route("/verwijzingen/{referral_id}/toewijzen", methods=["POST"], content_types=_ANY)
@staff_page(handing_over, allow=REFERRERS)
def hands_one_person_over(visit: Visit, referral_id: str) -> Response:
    caller, ports = visit.caller, visit.ports
    current = reading.read(ReferralId(referral_id), caller=caller, ports=ports)
    patch = {"assignedTo": visit.form().one("assignedTo")}
    person = reading.person(current, caller=caller, ports=ports, purpose=Purpose.CORRECT)
    refer.correct(
        current.id,
        correction(patch, current, person, residence=caller.municipality or ""),
        expected_version=current.version,
        caller=caller,
        ports=ports,
    )
    # She may be out of sight now: then the list is where to go on.
    return visit.go_on("/verwijzingen", say="page.notice.handed_one_over")


def _filled_in(form: Form, *names: str) -> dict[str, str]:
    return {name: form.one(name) for name in names if form.one(name)}


def _page(
    visit: Visit, fields: Mapping[str, str], wrong: Mapping[str, str] | None = None
) -> Response:
    return visit.page(
        "hand_over.html",
        status=400 if wrong else 200,
        fields=fields,
        faults=wrong or {},
        cover=cover_of(visit.caller, ports=visit.ports),
        may_give_of_others=visit.caller.role is Role.MUNICIPALITY_ADMIN,
    )
