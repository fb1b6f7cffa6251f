"""How far each language that newcomers are spoken to in is checked by its speakers."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.usecases.speakers import coverage

language_report = Blueprint(__name__)


@language_report.route("/v1/reports/languages", methods=["GET"])
@guarded(language_report, allow=EVERYONE)
def reports_languages(call: Call) -> Response:
    say = call.ports.words.say
    items = [
        {
            "code": known.language,
            "name": say("nl", f"language.{known.language}", {}),
            "approved": known.approved,
            "total": known.total,
        }
        for known in coverage(ports=call.ports)
    ]
    return json_answer({"items": items, "nextCursor": None})
