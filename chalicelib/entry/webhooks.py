"""What libraries say, signed by their systems."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.signature_advice import LONGEST_ID, LONGEST_SIGNATURES
from chalicelib.domain.signing import InvalidSignature, Signed
from chalicelib.entry.answers.base import json_answer
from chalicelib.entry.answers.catalogue import activity_answer
from chalicelib.entry.answers.signatures import signature_answer
from chalicelib.entry.door import PUBLIC, Call, guarded
from chalicelib.entry.json_body import MAX_BYTES, TooLarge, read_json
from chalicelib.entry.parsing.activity import ActivityIn, without_server_kept
from chalicelib.entry.parsing.base import merged, parse, parse_any
from chalicelib.entry.parsing.drafts import draft
from chalicelib.entry.parsing.webhook import (
    ADAPTER,
    AboutOne,
    ActivityCancelled,
    ActivityUpdated,
    AttendanceRecorded,
    IntakeConfirmed,
    IntakeDeclined,
    IntakeScheduled,
    ParticipationCompleted,
    ParticipationStopped,
    WebhookBody,
)
from chalicelib.usecases.attend import complete, record_attendance, stop
from chalicelib.usecases.confirm import confirm_intake, decline_intake, schedule_intake
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.library_secrets import explain, vouch
from chalicelib.usecases.said_of_activity import (
    SaidOfActivity,
    cancel_activity,
    update_activity,
)

webhooks = Blueprint(__name__)


@webhooks.route("/v1/libraries/{isil}/webhook", methods=["POST"], content_types=["*/*"])
@guarded(webhooks, allow=PUBLIC)
def library_says(call: Call, isil: str) -> Response:
    library = LibraryId(isil)
    signed = _signed(call)
    if len(signed.id) > LONGEST_ID or len(signed.signatures) > LONGEST_SIGNATURES:
        raise InvalidSignature
    vouch(signed, library, ports=call.ports)
    body = parse_any(ADAPTER, read_json(call.raw))
    applied = _do(body, library, signed.id, call)
    return json_answer({"result": "applied" if applied else "duplicate"})


@webhooks.route("/v1/libraries/{isil}/webhook/test", methods=["POST"], content_types=["*/*"])
@guarded(webhooks, allow=PUBLIC)
def explains_a_signature(call: Call, isil: str) -> Response:
    faults = explain(_signed(call), LibraryId(isil), ports=call.ports)
    return json_answer(signature_answer(faults))


def _signed(call: Call) -> Signed:
    """The headers and the body, before anything in the body is believed.

    Raises:
        TooLarge.
    """
    if len(call.raw) > MAX_BYTES:
        raise TooLarge(str(MAX_BYTES))
    return Signed(
        id=call.header("webhook-id") or "",
        timestamp=call.header("webhook-timestamp") or "",
        signatures=call.header("webhook-signature") or "",
        body=call.raw,
    )


def _do(body: WebhookBody, library: LibraryId, webhook_id: str, call: Call) -> bool:
    if isinstance(body, ActivityUpdated | ActivityCancelled):
        return _about_activity(body, library, webhook_id, call)
    return _about_placement(body, library, webhook_id, call)


def _about_activity(
    body: ActivityUpdated | ActivityCancelled, library: LibraryId, webhook_id: str, call: Call
) -> bool:
    activity_id = ActivityId(body.data.activity_id)
    said = SaidOfActivity(library, activity_id, webhook_id, said_at=body.timestamp)
    if isinstance(body, ActivityCancelled):
        return cancel_activity(said, ports=call.ports)
    return update_activity(said, body.data.fields, _redraft, ports=call.ports)


def _redraft(current: Activity, fields: Mapping[str, Any]) -> ActivityDraft:
    """The activity as it is, but for the fields that are named."""
    changed = merged(activity_answer(current), fields)
    return draft(parse(ActivityIn, without_server_kept(changed)))


def _about_placement(body: AboutOne, library: LibraryId, webhook_id: str, call: Call) -> bool:
    said, ports = body.data.said(library, webhook_id, at=body.timestamp), call.ports
    match body:
        case IntakeConfirmed():
            return confirm_intake(said, ports=ports)
        case IntakeScheduled():
            return schedule_intake(said, body.data.scheduled_at, ports=ports)
        case IntakeDeclined():
            return decline_intake(said, body.data.reason, ports=ports)
        case AttendanceRecorded():
            return record_attendance(said, body.data.attendance(), ports=ports)
        case ParticipationCompleted():
            return complete(said, body.data.outcome, ports=ports)
        case ParticipationStopped():
            return stop(said, ports=ports)
