"""What a library does on the page of its week, one tap each."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.form import Form
from chalicelib.entry.pages.own import own_library
from chalicelib.entry.pages.visit import Visit
from chalicelib.entry.pages.week import PATH, week_page
from chalicelib.entry.parsing.attendance import AnswerIn, AttendanceIn
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.webhook import AboutPlacement, Scheduled
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.confirm import confirm_intake, decline_intake, schedule_intake
from chalicelib.usecases.greeting import Greeting, greet
from chalicelib.usecases.said import Said
from chalicelib.usecases.undo import undo

week_actions = Blueprint(__name__)
_ANY = ["*/*"]
_YES = "yes"


@week_actions.route(f"{PATH}/antwoord", methods=["POST"], content_types=_ANY)
@staff_page(week_actions, allow=LIBRARY_ROLES)
def says_whether_she_can_come(visit: Visit) -> Response:
    form = visit.form()
    word, said = form.one("answer"), _said(visit, form.one("placementId"))
    body = {"accept": True} if word == _YES else {"accept": False, "reason": word}
    given = parse(AnswerIn, body)
    reason, undoes = given.reason, form.one("placementId")
    if reason is None:
        return _done(visit, lambda: confirm_intake(said, ports=visit.ports), "accepted", undoes)
    return _done(visit, lambda: decline_intake(said, reason, ports=visit.ports), "declined", undoes)


@week_actions.route(f"{PATH}/ongedaan", methods=["POST"], content_types=_ANY)
@staff_page(week_actions, allow=LIBRARY_ROLES)
def takes_its_answer_back(visit: Visit) -> Response:
    said = PlacementId(visit.form().one("placementId"))
    return _done(visit, lambda: undo(said, caller=visit.caller, ports=visit.ports), "undone")


@week_actions.route(f"{PATH}/aanwezig", methods=["POST"], content_types=_ANY)
@staff_page(week_actions, allow=LIBRARY_ROLES)
def says_who_was_there(visit: Visit) -> Response:
    """One who was there or was not, or all of one meeting at once."""
    form = visit.form()
    body = {"heldOn": form.one("heldOn"), "presence": form.one("presence")}
    attendance = parse(AttendanceIn, body).attendance()

    def note() -> None:
        overtaken: Conflict | None = None
        for placement_id in form.all("placementId"):
            try:
                record_attendance(_said(visit, placement_id), attendance, ports=visit.ports)
            except Conflict as error:  # of one; the others were there all the same
                overtaken = error
        if overtaken is not None:
            raise overtaken

    return _done(visit, note, f"noted_{attendance.presence}")


@week_actions.route(f"{PATH}/intake", methods=["POST"], content_types=_ANY)
@staff_page(week_actions, allow=LIBRARY_ROLES)
def plans_an_intake(visit: Visit) -> Response:
    form = visit.form()
    planned = parse(Scheduled, {"placementId": form.one("placementId"), **_moment(form)})
    said = _said(visit, form.one("placementId"))
    at = planned.scheduled_at
    return _done(visit, lambda: schedule_intake(said, at, ports=visit.ports), "intake_planned")


@week_actions.route(f"{PATH}/balie", methods=["POST"], content_types=_ANY)
@staff_page(week_actions, allow=LIBRARY_ROLES)
def hears_a_counter_code(visit: Visit) -> Response:
    """She stands at the desk with her code: she is there today, or came to get acquainted."""
    form = visit.form()
    code, met = form.one("code").replace(" ", ""), form.one("what") == "met"
    try:
        parse(AboutPlacement, {"code": code})
    except InvalidRequest as error:
        return week_page(visit, visit.faults(error), code)
    caller = visit.caller
    greeting = greet(own_library(visit), code, met=met, by=caller.actor, ports=visit.ports)
    if greeting is not Greeting.WELCOME:
        return week_page(visit, {"code": visit.say(f"page.week.code.{greeting}")}, code)
    return visit.go_on(PATH, say=f"page.notice.code_{'met' if met else 'attended'}")


def _said(visit: Visit, placement_id: str) -> Said:
    """What she says for her library about this placement."""
    library = own_library(visit)
    return Said(library, placement_id=PlacementId(placement_id), by=visit.caller.actor)


def _done(visit: Visit, act: Callable[[], Any], said: str, undoes: str = "") -> Response:
    """Back to the week, which says what was done, or that somebody was there before.

    `undoes` is the placement whose answer can be taken back there.
    """
    path = PATH + _where(visit.form(), undoes)
    try:
        act()
    except Conflict:
        return visit.go_on(path, say="page.notice.overtaken")
    return visit.go_on(path, say=f"page.notice.{said}")


def _where(form: Form, undoes: str) -> str:
    """Where on which week she was, as the address says it."""
    asked = {"week": form.one("week"), "gedaan": undoes}
    query = urlencode({name: word for name, word in asked.items() if _is_word(word)})
    part = form.one("part")
    return (f"?{query}" if query else "") + (f"#{part}" if _is_word(part) else "")


def _is_word(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def _moment(form: Form) -> dict[str, str]:
    """The day and the hour as one instant; as they were given when they are none."""
    written = f"{form.one('day')}T{form.one('start')}"
    with suppress(ValueError):
        written = datetime.fromisoformat(written).replace(tzinfo=AMSTERDAM).isoformat()
    return {"scheduledAt": written}
