"""What a library offers, as it looks after it: seats, whether all is still right, and its pause."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.vocabulary import ActivityStatus, Role
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.own import freshness, own_library, part_of, today, whole
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.parsing.activity import ConfirmationsIn, TakenElsewhereIn
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.library import PauseIn
from chalicelib.usecases.catalogue import move_taken_elsewhere
from chalicelib.usecases.freshness import confirm_activities
from chalicelib.usecases.holding import activities_of
from chalicelib.usecases.libraries import pause_library

offer = Blueprint(__name__)
PATH = "/plaatsen"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_ANY = ["*/*"]


@offer.route(PATH, methods=["GET"])
@staff_page(offer, allow=LIBRARY_ROLES)
def shows_its_seats(visit: Visit) -> Response:
    return _page(visit, {})


@offer.route(f"{PATH}/erbij", methods=["POST"], content_types=_ANY)
@staff_page(offer, allow=LIBRARY_ROLES)
def counts_one_more_or_fewer(visit: Visit) -> Response:
    form = visit.form()
    change = 1 if form.one("change") == "1" else -1
    asked = parse(TakenElsewhereIn, {"change": change})
    activity_id = ActivityId(form.one("activityId"))
    changed = move_taken_elsewhere(
        activity_id, asked.change, caller=visit.caller, ports=visit.ports
    )
    if visit.header("hx-request"):
        return visit.page("seat_part.html", one=_shown(visit, changed))
    return visit.go_on(f"{PATH}?vanaf={whole(form.one('vanaf'))}#{changed.id}")


@offer.route(f"{PATH}/klopt", methods=["POST"], content_types=_ANY)
@staff_page(offer, allow=LIBRARY_ROLES)
def says_what_is_still_right(visit: Visit) -> Response:
    form = visit.form()
    is_all = form.one("which") == "all"
    ticked = list(form.all("activityId"))
    if not is_all and not ticked:
        return _page(visit, {"activityId": visit.say("page.offer.nothing_ticked")})
    named = parse(ConfirmationsIn, {"all": True} if is_all else {"ids": ticked}).named
    count = confirm_activities(named, caller=visit.caller, ports=visit.ports)
    return visit.go_on(PATH, say="page.notice.confirmed", count=count)


@offer.route(f"{PATH}/pauze", methods=["POST"], content_types=_ANY)
@staff_page(offer, allow=_ADMIN)
def pauses_everything(visit: Visit) -> Response:
    form = visit.form()
    given = {name: form.one(name) for name in ("from", "until")}
    try:
        pause = parse(PauseIn, given).as_pause()
    except InvalidRequest as error:
        return _page(visit, _at_a_field(visit.faults(error)), given)
    pause_library(own_library(visit), pause, caller=visit.caller, ports=visit.ports)
    return visit.go_on(PATH, say="page.notice.pause_set")


@offer.route(f"{PATH}/hervatten", methods=["POST"], content_types=_ANY)
@staff_page(offer, allow=_ADMIN)
def goes_on_after_the_pause(visit: Visit) -> Response:
    pause_library(own_library(visit), None, caller=visit.caller, ports=visit.ports)
    return visit.go_on(PATH, say="page.notice.pause_lifted")


def _page(
    visit: Visit, wrong: Mapping[str, str], given: Mapping[str, str] | None = None
) -> Response:
    library = visit.ports.libraries.get(own_library(visit))
    everything = activities_of(library.isil, ports=visit.ports)
    living = [one for one in everything if one.status is not ActivityStatus.INACTIVE]
    living.sort(key=lambda one: (one.title.casefold(), one.branch.name, one.id))
    return visit.page(
        "offer.html",
        status=400 if wrong else 200,
        part=part_of([_shown(visit, one) for one in living], visit.asked("vanaf")),
        pause=library.pause,
        may_pause=visit.caller.role in _ADMIN,
        today=today(visit),
        faults=wrong,
        given=given or {},
    )


def _shown(visit: Visit, activity: Activity) -> dict[str, Any]:
    return {"activity": activity, "freshness": freshness(activity, on=today(visit))}


def _at_a_field(wrong: Mapping[str, str]) -> Mapping[str, str]:
    """What is wrong with both days at once is said at the first."""
    fields = {"from", "until"}
    return {name if name in fields else "from": text for name, text in wrong.items()}
