"""What a municipality chose for itself."""

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.choices import Choices
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.choices import ChoicesIn
from chalicelib.usecases.choosing import choices_of, choose

choices = Blueprint(__name__)
_ADMIN = frozenset({Role.MUNICIPALITY_ADMIN})


@choices.route("/v1/municipalities/{code}/choices", methods=["GET"])
@guarded(choices, allow=_ADMIN)
def reads_choices(call: Call, code: str) -> Response:
    return json_answer(_answer(choices_of(code, caller=call.caller, ports=call.ports)))


@choices.route("/v1/municipalities/{code}/choices", methods=["PUT"], content_types=["*/*"])
@guarded(choices, allow=_ADMIN)
def makes_choices(call: Call, code: str) -> Response:
    choices_of(code, caller=call.caller, ports=call.ports)
    chosen = call.body(ChoicesIn).choices()
    return json_answer(_answer(choose(code, chosen, caller=call.caller, ports=call.ports)))


def _answer(chosen: Choices) -> dict[str, Any]:
    return {"weeklyEncouragement": chosen.weekly_encouragement}
