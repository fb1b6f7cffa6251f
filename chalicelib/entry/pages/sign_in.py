"""Signing in and out: to the sign-in service and back, with a session at the end."""

from urllib.parse import urlsplit

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.errors import Unauthorized
from chalicelib.entry.door import PUBLIC
from chalicelib.entry.pages.cookies import ATTEMPT, SESSION, cookie, forget, keep
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases import sign_in as signing_in

sign_in = Blueprint(__name__)
HOME = "/start"
_ATTEMPT_S = 15 * 60
# She is somebody, but nobody who works here: trying again will not help her, an administrator can.
_NO_PLACE_HERE = frozenset({"unknown_role", "organisation", "subject"})


@sign_in.route("/inloggen", methods=["GET"])
@staff_page(sign_in, allow=PUBLIC)
def begins_to_sign_in(visit: Visit) -> Response:
    goes_on_to = _own_path(visit.asked("naar"))
    if visit.session is not None:
        return visit.go_on(goes_on_to)
    if visit.ports.sign_in_service is None:
        return visit.page("no_sign_in.html", status=503)
    address, kept = signing_in.begin(goes_on_to, ports=visit.ports)
    response = visit.go_on(address)
    return keep(response, ATTEMPT, kept, public_url=visit.ports.public_url, seconds=_ATTEMPT_S)


@sign_in.route("/inloggen/terug", methods=["GET"])
@staff_page(sign_in, allow=PUBLIC)
def comes_back_signed_in(visit: Visit) -> Response:
    url = visit.ports.public_url
    kept = cookie(visit.request, ATTEMPT, public_url=url) or ""
    try:
        token, goes_on_to = signing_in.finish(
            kept, state=visit.asked("state"), code=visit.asked("code"), ports=visit.ports
        )
    except Unauthorized as error:
        return forget(_not_signed_in(visit, error.why), ATTEMPT, public_url=url)
    if visit.token is not None:
        signing_in.leave(visit.token, ports=visit.ports)
    response = keep(visit.go_on(_own_path(goes_on_to)), SESSION, token, public_url=url)
    return forget(response, ATTEMPT, public_url=url)


@sign_in.route("/uitloggen", methods=["GET"])
@staff_page(sign_in, allow=EVERYONE)
def asks_where_to_sign_out(visit: Visit) -> Response:
    return visit.page("sign_out.html")


@sign_in.route("/uitloggen", methods=["POST"], content_types=["*/*"])
@staff_page(sign_in, allow=EVERYONE)
def signs_out(visit: Visit) -> Response:
    everywhere = visit.form().one("where") == "everywhere"
    if everywhere:
        signing_in.leave_everywhere(visit.caller, ports=visit.ports)
    elif visit.token is not None:
        signing_in.leave(visit.token, ports=visit.ports)
    said = "page.notice.signed_out_everywhere" if everywhere else "page.notice.signed_out"
    return forget(visit.go_on("/", say=said), SESSION, public_url=visit.ports.public_url)


def _not_signed_in(visit: Visit, why: str) -> Response:
    if why in _NO_PLACE_HERE:
        return visit.page("no_access.html", status=403, why=why)
    return visit.page("not_signed_in.html", status=401)


def _own_path(wanted: str) -> str:
    """A page of ours, or home: nobody is led from here to somebody else's address."""
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/inloggen", "/uitloggen"))
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    return wanted if is_ours and plain and not (parts.scheme or parts.netloc) else HOME
