"""The door of the pages: who has a session, may be here, and really sent this form.

Beside `guarded`, which is the door of the API and knows bearer tokens only: a session opens no
route of the API, and a token opens no page.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from urllib.parse import quote, urlsplit

from chalice.app import Blueprint, Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import Temporary, WegwijsError
from chalicelib.domain.session import is_form_token
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.failures import note_failure
from chalicelib.entry.pages.cookies import LANGUAGE, SESSION, cookie, forget, keep
from chalicelib.entry.pages.visit import LANGUAGES, Visit
from chalicelib.entry.problems import STATUS
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.sign_in import recognise

log = logging.getLogger(__name__)
Page = Callable[..., Response]
_A_YEAR_S = 365 * 24 * 60 * 60
_CHANGES_NOTHING = frozenset({"GET", "HEAD"})


def staff_page(blueprint: Blueprint, *, allow: frozenset[Role]) -> Callable[[Page], Page]:
    """The handler behind a door for these roles; PUBLIC asks for no session.

    The handler gets a Visit and the path's parameters, and answers with a Response.
    """

    def behind_door(handler: Page) -> Page:
        @wraps(handler)
        def door(**path: str) -> Response:
            visit = _arriving(blueprint.current_request, ports=wiring.ports())
            try:
                visit = _recognised(visit)
                response = _refusal(visit, allow) or handler(visit, **path)
            except WegwijsError as error:
                if isinstance(error, Temporary):
                    note_failure(error)
                response = visit.problem(error.code if error.code in STATUS else "internal")
            except Exception as error:
                log.exception("unhandled error", extra={"function": handler.__name__})
                note_failure(error)
                response = visit.problem("internal")
            return _with_language(visit, response)

        door.allow = allow  # type: ignore[attr-defined]  # read by the test of all routes
        return door

    return behind_door


def _arriving(request: Request, *, ports: Ports) -> Visit:
    """Somebody we do not know yet, in the language she asks for, or asked for before."""
    visit = Visit(request, ports)
    kept = cookie(request, LANGUAGE, public_url=ports.public_url)
    wanted = visit.asked("taal") or kept
    return replace(visit, language=wanted) if wanted in LANGUAGES else visit


def _recognised(visit: Visit) -> Visit:
    token = cookie(visit.request, SESSION, public_url=visit.ports.public_url)
    session = None if token is None else recognise(token, ports=visit.ports)
    if session is None:
        return visit
    return replace(visit, token=token, session=session, _caller=session.caller)


def _refusal(visit: Visit, allow: frozenset[Role]) -> Response | None:
    """What she gets instead of the page; None when she may go on."""
    if allow and visit.session is None:
        return _asked_to_sign_in(visit)
    if allow and visit.caller.role not in allow:
        return visit.problem("forbidden")
    if visit.request.method not in _CHANGES_NOTHING and not _is_her_form(visit):
        return visit.page("forged.html", status=403)
    return None


def _asked_to_sign_in(visit: Visit) -> Response:
    """On to signing in; after a form, which would be lost on the way, a page that says so."""
    if visit.request.method in _CHANGES_NOTHING and not visit.header("hx-request"):
        return visit.go_on(f"/inloggen?naar={quote(visit.path)}")
    response = visit.page("session_ended.html", status=401)
    if visit.header("hx-request"):
        response.headers["HX-Redirect"] = "/inloggen"
    return forget(response, SESSION, public_url=visit.ports.public_url)


def _is_her_form(visit: Visit) -> bool:
    """Whether this came from a page of ours, and, when she is signed in, from one of hers."""
    if not _is_from_us(visit):
        return False
    if visit.token is None:
        return True
    given = visit.header("x-form-token") or visit.form().one("form_token")
    return is_form_token(given, visit.token)


def _is_from_us(visit: Visit) -> bool:
    origin = visit.header("origin")
    if origin is None:  # an old browser, or none: then only the browser's own word for it
        return visit.header("sec-fetch-site") == "same-origin"
    ours = urlsplit(visit.ports.public_url)
    return origin == f"{ours.scheme}://{ours.netloc}"


def _with_language(visit: Visit, response: Response) -> Response:
    if visit.asked("taal") != visit.language:
        return response
    return keep(
        response,
        LANGUAGE,
        visit.language,
        public_url=visit.ports.public_url,
        seconds=_A_YEAR_S,
    )
