"""The pages of a library without a system: one who comes, or all of them on one list.

No sign-in: the link is signed, for one library and one purpose, and ends by itself. Looking
changes nothing; only the form does. A bad link and an old one get the same page.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import parse_qs

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.entry.guessing import by_link
from chalicelib.usecases.by_link import (
    Answer,
    answer_list,
    answer_placement,
    behind_list_link,
    behind_placement_link,
    greet_by_code,
    note_who_was_there,
)
from chalicelib.usecases.expecting import Expected
from chalicelib.usecases.greeting import Greeting
from chalicelib.usecases.week import recent_days, week_of

library_answers = Blueprint(__name__)
_LANGUAGE = "nl"
_LONGEST_FORM = 2**14
_YES, _NO = "yes", "no:"
_WAS_THERE, _CODE = "there:", "balie"
Form = Mapping[str, Sequence[str]]
_HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex",
}


@library_answers.route("/b/{token}", methods=["GET"])
@guarded(library_answers, allow=PUBLIC)
@by_link
def shows_who_would_come(call: Call, token: str) -> Response:
    try:
        one = behind_placement_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return _page(call, [one], volunteers=None)


@library_answers.route("/b/{token}", methods=["POST"], content_types=["*/*"])
@guarded(library_answers, allow=PUBLIC)
@by_link
def hears_whether_she_can_come(call: Call, token: str) -> Response:
    try:
        behind_placement_link(token, ports=call.ports)
        for answer in list(_answers(_form(call.raw)).values())[:1]:
            answer_placement(token, answer, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return Response("", status_code=303, headers={"Location": f"/b/{token}"})


@library_answers.route("/w/{token}", methods=["GET"])
@guarded(library_answers, allow=PUBLIC)
@by_link
def shows_who_comes(call: Call, token: str) -> Response:
    try:
        return _list(call, token)
    except NotFound:
        return _not_found(call)


@library_answers.route("/w/{token}", methods=["POST"], content_types=["*/*"])
@guarded(library_answers, allow=PUBLIC)
@by_link
def hears_who_can_come(call: Call, token: str) -> Response:
    form = _form(call.raw)
    try:
        answer_list(token, _answers(form), ports=call.ports)
        note_who_was_there(token, _there(form), ports=call.ports)
        code = form.get(_CODE, ("",))[0].strip()
        greeting = greet_by_code(token, code, ports=call.ports) if code else Greeting.WELCOME
        if greeting is not Greeting.WELCOME:
            return _list(call, token, code, greeting)
    except NotFound:
        return _not_found(call)
    return Response("", status_code=303, headers={"Location": f"/w/{token}"})


@library_answers.route("/w/{token}/vrijwilligers", methods=["GET"])
@guarded(library_answers, allow=PUBLIC)
@by_link
def shows_volunteers_who_comes(call: Call, token: str) -> Response:
    try:
        library, _ = behind_list_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    today = call.ports.now().astimezone(AMSTERDAM).date()
    week = week_of(library.isil, today, ports=call.ports)
    return _html(call, "by_link_volunteers.html", days=week.days)


def _form(raw: bytes) -> Form:
    """What was filled in; nothing where that is more than a form of ours can hold."""
    return {} if len(raw) > _LONGEST_FORM else parse_qs(raw.decode("utf-8", "replace"))


def _there(form: Form) -> list[tuple[PlacementId, date]]:
    """Who was ticked as having been there, and when; a day that is none is passed over."""
    ticked = []
    for name, days in form.items():
        if name.startswith(_WAS_THERE):
            for day in days:
                with suppress(ValueError):
                    about = PlacementId(name.removeprefix(_WAS_THERE))
                    ticked.append((about, date.fromisoformat(day)))
    return ticked


def _answers(given: Form) -> Mapping[PlacementId, Answer]:
    """What the form says of whom; what no button of ours sends is passed over."""
    reasons = {reason.value: reason for reason in LibraryDeclineReason}
    answers = {}
    for name, values in given.items():
        word = values[0]
        if word == _YES:
            answers[PlacementId(name)] = Answer()
        elif word.startswith(_NO) and word.removeprefix(_NO) in reasons:
            answers[PlacementId(name)] = Answer(reasons[word.removeprefix(_NO)])
    return answers


def _list(
    call: Call, token: str, code: str = "", greeting: Greeting = Greeting.WELCOME
) -> Response:
    """The list; with a code that did not work, what is the matter with it."""
    _, everybody = behind_list_link(token, ports=call.ports)
    volunteers = f"/w/{token}/vrijwilligers"
    return _page(call, everybody, volunteers=volunteers, code=code, greeting=greeting)


def _page(
    call: Call,
    everybody: Iterable[Expected],
    *,
    volunteers: str | None,
    code: str = "",
    greeting: Greeting = Greeting.WELCOME,
) -> Response:
    """The page of the link; `volunteers` is the address of their list, None for one who comes."""
    ports, is_wrong = call.ports, greeting is not Greeting.WELCOME
    return _html(
        call,
        "by_link.html",
        status=400 if is_wrong else 200,
        everybody=[(one, recent_days(one, ports=ports) if volunteers else ()) for one in everybody],
        volunteers=volunteers,
        reasons=list(LibraryDeclineReason),
        code=code,
        code_fault=greeting if is_wrong else None,
    )


def _not_found(call: Call) -> Response:
    return _html(call, "by_link_not_found.html", status=404)


def _html(call: Call, template: str, *, status: int = 200, **values: object) -> Response:
    html = wiring.staff_pages(call.ports).render(template, language=_LANGUAGE, **values)
    return Response(html, status_code=status, headers=dict(_HEADERS))
