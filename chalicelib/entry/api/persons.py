"""What she may ask of her municipality: what is known of her, and to be forgotten."""

from functools import partial
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.ids import ReferralId
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.files import wants_page
from chalicelib.entry.answers.held import held_answer
from chalicelib.entry.answers.held_page import sections
from chalicelib.entry.answers.persons import receipt_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.usecases.erase import erase
from chalicelib.usecases.held import everything_held
from chalicelib.usecases.ports import Words

persons = Blueprint(__name__)
_LANGUAGE = "nl"


@persons.route("/v1/referrals/{referral_id}/person", methods=["GET"])
@guarded(persons, allow=REFERRERS)
def shows_everything_held(call: Call, referral_id: str) -> Response:
    held = everything_held(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    if not wants_page(call.header("accept")):
        return json_answer(held_answer(held))
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": wiring.staff_page_policy(),
    }
    shown = sections(held, partial(_say, call.ports.words))
    html = wiring.staff_pages(call.ports).render("held.html", language=_LANGUAGE, sections=shown)
    return Response(html, status_code=200, headers=headers)


@persons.route("/v1/referrals/{referral_id}/person", methods=["DELETE"])
@guarded(persons, allow=REFERRERS)
def erases_her(call: Call, referral_id: str) -> Response:
    receipt = erase(ReferralId(referral_id), caller=call.caller, ports=call.ports)
    return json_answer(receipt_answer(receipt))


def _say(words: Words, key: str, **values: Any) -> str:
    return words.say(_LANGUAGE, key, values)
