"""What anybody may ask: whether we are well, and what this API looks like."""

from datetime import timedelta

from chalice.app import Blueprint, Response

from chalicelib import VERSION
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.usecases.health import Health, health

system = Blueprint(__name__)


@system.route("/v1/health", methods=["GET"])
@guarded(system, allow=PUBLIC)
def is_it_well(call: Call) -> Response:
    found = health(ports=call.ports)
    return json_answer(
        {
            "status": "ok" if found.is_whole else "degraded",
            "version": VERSION,
            "catalogueVersion": call.ports.snapshots.current().version,
            "texts": _texts(found),
            "checks": {
                "store": "away" if found.is_silenced is None else "ok",
                "snapshot": _snapshot(found),
                "snapshotAgeSeconds": _seconds(found.snapshot_age),
                "texts": _texts(found),
            },
        }
    )


def _texts(found: Health) -> str:
    return {None: "unknown", True: "silenced", False: "on"}[found.is_silenced]


def _snapshot(found: Health) -> str:
    if not found.is_snapshot_read:
        return "away"
    return "old" if found.is_snapshot_old else "ok"


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else int(age.total_seconds())


@system.route("/v1/openapi.json", methods=["GET"])
@guarded(system, allow=PUBLIC)
def describes_itself(call: Call) -> Response:
    from chalicelib.entry.openapi import document  # noqa: PLC0415 - models of every door at once

    body = document(call.ports.public_url)
    for_everybody = {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return json_answer(body, headers=for_everybody)
