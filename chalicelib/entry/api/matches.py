"""Matching without storing anything."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE
from chalicelib.domain.errors import Fault, InvalidRequest
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.matches import matches_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.need import MatchQuestion, need_asked
from chalicelib.usecases.match import match_need

matches = Blueprint(__name__)


@matches.route("/v1/matches", methods=["POST"], content_types=["*/*"])
@guarded(matches, allow=EVERYONE)
def asks_what_fits(call: Call) -> Response:
    question = call.body(MatchQuestion)
    residence = question.residence or call.caller.municipality
    if residence is None:
        raise InvalidRequest([Fault("residence", "required_here")])
    asked = need_asked(question, residence=residence, limit=question.limit)
    need, found = match_need(asked, ports=call.ports)
    return json_answer(matches_answer(found, words=call.ports.words, located=need.location))
