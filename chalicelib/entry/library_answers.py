"""The pages of a library without a system: one who comes, or all of them on one list.

No sign-in: the link is signed, for one library and one purpose, and ends by itself. Looking
changes nothing; only the form does. A bad link and an old one get the same page.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.vocabulary import LibraryDeclineReason
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.usecases.by_link import (
    Answer,
    answer_list,
    answer_placement,
    behind_list_link,
    behind_placement_link,
)
from chalicelib.usecases.expecting import Expected

library_answers = Blueprint(__name__)
_LANGUAGE = "nl"
_LONGEST_FORM = 2**14
_YES, _NO = "yes", "no:"
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
def shows_who_would_come(call: Call, token: str) -> Response:
    try:
        one = behind_placement_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return _page(call, [one], volunteers=None)


@library_answers.route("/b/{token}", methods=["POST"], content_types=["*/*"])
@guarded(library_answers, allow=PUBLIC)
def hears_whether_she_can_come(call: Call, token: str) -> Response:
    try:
        behind_placement_link(token, ports=call.ports)
        for answer in list(_answers(call.raw).values())[:1]:
            answer_placement(token, answer, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return Response("", status_code=303, headers={"Location": f"/b/{token}"})


@library_answers.route("/w/{token}", methods=["GET"])
@guarded(library_answers, allow=PUBLIC)
def shows_who_comes(call: Call, token: str) -> Response:
    try:
        _, everybody = behind_list_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return _page(call, everybody, volunteers=f"/w/{token}/vrijwilligers")


@library_answers.route("/w/{token}", methods=["POST"], content_types=["*/*"])
@guarded(library_answers, allow=PUBLIC)
def hears_who_can_come(call: Call, token: str) -> Response:
    try:
        answer_list(token, _answers(call.raw), ports=call.ports)
    except NotFound:
        return _not_found(call)
    return Response("", status_code=303, headers={"Location": f"/w/{token}"})


@library_answers.route("/w/{token}/vrijwilligers", methods=["GET"])
@guarded(library_answers, allow=PUBLIC)
def shows_volunteers_who_comes(call: Call, token: str) -> Response:
    try:
        _, everybody = behind_list_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return _html(call, "by_link_volunteers.html", everybody=everybody)


def _answers(form: bytes) -> Mapping[PlacementId, Answer]:
    """What the form says of whom; what no button of ours sends is passed over."""
    if len(form) > _LONGEST_FORM:
        return {}
    given = parse_qs(form.decode("utf-8", "replace"))
    reasons = {reason.value: reason for reason in LibraryDeclineReason}
    answers = {}
    for name, values in given.items():
        word = values[0]
        if word == _YES:
            answers[PlacementId(name)] = Answer()
        elif word.startswith(_NO) and word.removeprefix(_NO) in reasons:
            answers[PlacementId(name)] = Answer(reasons[word.removeprefix(_NO)])
    return answers


def _page(call: Call, everybody: Iterable[Expected], *, volunteers: str | None) -> Response:
    return _html(
        call,
        "by_link.html",
        everybody=everybody,
        volunteers=volunteers,
        reasons=list(LibraryDeclineReason),
    )


def _not_found(call: Call) -> Response:
    return _html(call, "by_link_not_found.html", status=404)


def _html(call: Call, template: str, *, status: int = 200, **values: object) -> Response:
    html = wiring.staff_pages(call.ports).render(template, language=_LANGUAGE, **values)
    return Response(html, status_code=status, headers=dict(_HEADERS))
