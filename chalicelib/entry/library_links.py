"""The link in a mail to a library: a page that asks whether all is still right, and its button.

No sign-in: the link is signed, for one library and one purpose, and ends by itself. Looking
changes nothing; only the button does. A bad link and an old one get the same page.
"""

from chalice.app import Blueprint, Response

from chalicelib.domain.errors import NotFound
from chalicelib.entry.answers.still_right import not_found_page, still_right_page
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.entry.guessing import by_link
from chalicelib.usecases.freshness import behind_link, confirm_by_link

library_links = Blueprint(__name__)


@library_links.route("/klopt/{token}", methods=["GET"])
@guarded(library_links, allow=PUBLIC)
@by_link
def asks_whether_all_is_right(call: Call, token: str) -> Response:
    try:
        library, activities = behind_link(token, ports=call.ports)
    except NotFound:
        return not_found_page(call.ports.words)
    return still_right_page(library, activities, at=call.ports.now(), words=call.ports.words)


@library_links.route("/klopt/{token}", methods=["POST"], content_types=["*/*"])
@guarded(library_links, allow=PUBLIC)
@by_link
def all_is_still_right(call: Call, token: str) -> Response:
    try:
        confirm_by_link(token, ports=call.ports)
    except NotFound:
        return not_found_page(call.ports.words)
    return Response("", status_code=303, headers={"Location": f"/klopt/{token}"})
