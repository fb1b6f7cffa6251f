"""What anybody may ask: whether we are well, and what this API looks like."""

from chalice.app import Blueprint, Response

from chalicelib import VERSION
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.door import PUBLIC, Call, guarded

system = Blueprint(__name__)


@system.route("/v1/health", methods=["GET"])
@guarded(system, allow=PUBLIC)
def is_it_well(call: Call) -> Response:
    version = call.ports.snapshots.current().version
    texts = "silenced" if call.ports.switchboard.is_silenced() else "on"
    return json_answer(
        {"status": "ok", "version": VERSION, "catalogueVersion": version, "texts": texts}
    )


@system.route("/v1/openapi.json", methods=["GET"])
@guarded(system, allow=PUBLIC)
def describes_itself(call: Call) -> Response:
    from chalicelib.entry.openapi import document  # noqa: PLC0415 - models of every door at once

    body = document(call.ports.public_url)
    return json_answer(body, headers={"Access-Control-Allow-Origin": "*"})
