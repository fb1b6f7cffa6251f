"""Pages for everybody: what this is, how accessible it is, and the files that pages load."""

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import NotFound
from chalicelib.entry.door import PUBLIC
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit

front = Blueprint(__name__)


@front.route("/", methods=["GET"])
@staff_page(front, allow=PUBLIC)
def says_what_this_is(visit: Visit) -> Response:
    return visit.page("front.html")


@front.route("/toegankelijkheid", methods=["GET"])
@staff_page(front, allow=PUBLIC)
def says_how_accessible_it_is(visit: Visit) -> Response:
    return visit.page("accessibility.html")


@front.route("/uitleg", methods=["GET"])
@staff_page(front, allow=PUBLIC)
def explains_the_act_to_libraries(visit: Visit) -> Response:
    return visit.page("guide.html")


@front.route("/static/{name}", methods=["GET"])
@staff_page(front, allow=PUBLIC)
def gives_a_file(visit: Visit, name: str) -> Response:
    file = wiring.static_file(name)
    if file is None:
        raise NotFound(name)
    tag = f'"{file.version}"'
    is_named = visit.asked("v") == file.version  # this address never means anything else
    headers: dict[str, str | list[str]] = {
        "ETag": tag,
        "Cache-Control": "public, max-age=31536000, immutable" if is_named else "no-cache",
    }
    if visit.header("if-none-match") == tag:
        return Response("", status_code=304, headers=headers)
    return Response(file.text, status_code=200, headers={**headers, "Content-Type": file.kind})
