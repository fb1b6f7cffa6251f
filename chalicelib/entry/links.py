"""The newcomer's link: her page, her answer, her calendar. No login; looking changes nothing.

A bad link, a dead one and one of another purpose get the same page, byte for byte.
"""

from urllib.parse import parse_qs

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import ABOUT_ONE_PLACEMENT, PARTS_OF_DAY, Reply, Wish
from chalicelib.entry.answers.files import calendar_answer
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.entry.guessing import by_link
from chalicelib.usecases.reply import find_by_link, reply

links = Blueprint(__name__)
_LONGEST_FORM = 500


@links.route("/s/{token}", methods=["GET"])
@guarded(links, allow=PUBLIC)
@by_link
def shows_her_page(call: Call, token: str) -> Response:
    pages = wiring.pages(call.ports)
    try:
        referral = find_by_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    activities = call.ports.activities.get_many(_activity_ids(referral))
    return _html(pages.page(token, referral, activities))


@links.route("/s/{token}", methods=["POST"], content_types=["*/*"])
@guarded(links, allow=PUBLIC)
@by_link
def hears_her_answer(call: Call, token: str) -> Response:
    answered = _answered(call.raw)
    try:
        if answered is None:
            find_by_link(token, ports=call.ports)
        else:
            reply(token, answered, ports=call.ports)
    except NotFound:
        return _not_found(call)
    return Response("", status_code=303, headers={"Location": f"/s/{token}"})


@links.route("/s/{token}/calendar.ics", methods=["GET"])
@guarded(links, allow=PUBLIC)
@by_link
def gives_her_calendar(call: Call, token: str) -> Response:
    try:
        referral = find_by_link(token, ports=call.ports)
    except NotFound:
        return _not_found(call)
    activities = call.ports.activities.get_many(_activity_ids(referral))
    text = wiring.pages(call.ports).calendar(referral, activities)
    return calendar_answer(text, name="calendar.ics")


def _answered(form: bytes) -> Reply | None:
    """What the form says; None for anything that no button of ours sends."""
    if len(form) > _LONGEST_FORM:
        return None
    fields = parse_qs(form.decode("utf-8", "replace"))
    word, _, about = fields.get("answer", [""])[0].partition(":")
    if word not in {wish.value for wish in Wish if wish is not Wish.HELP}:
        return None
    wish = Wish(word)
    if wish in ABOUT_ONE_PLACEMENT:
        return Reply(wish, PlacementId(about)) if about else None
    part = about if wish is Wish.OTHER_TIME and about in PARTS_OF_DAY else None
    return Reply(wish, part_of_day=part, round=_round(fields.get("round", [""])[0]))


def _round(written: str) -> int | None:
    """The round of offers her page showed; None where it does not say."""
    return int(written) if written.isascii() and written.isdigit() else None


def _activity_ids(referral: Referral) -> set[ActivityId]:
    return {placement.activity_id for placement in referral.placements}


def _not_found(call: Call) -> Response:
    return _html(wiring.pages(call.ports).not_found(), status=404)


def _html(page: str, *, status: int = 200) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": wiring.page_policy(),
        "X-Robots-Tag": "noindex",
    }
    return Response(page, status_code=status, headers=headers)
