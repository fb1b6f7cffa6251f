"""What libraries say, signed by their systems."""

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import Caller
from chalicelib.domain.ids import ActivityId, LibraryId, OrganisationId
from chalicelib.domain.signature_advice import LONGEST_ID, LONGEST_SIGNATURES
from chalicelib.domain.signing import InvalidSignature, Signed
from chalicelib.domain.vocabulary import Role
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
from chalicelib.usecases import catalogue
from chalicelib.usecases.attend import complete, record_attendance, stop
from chalicelib.usecases.confirm import confirm_intake, decline_intake, schedule_intake
from chalicelib.usecases.library_secrets import explain, vouch
from chalicelib.usecases.wind_up import cancel_activity

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
    if isinstance(body, ActivityUpdated):
        return _change(body, library, webhook_id, call)
    if isinstance(body, ActivityCancelled):
        activity_id = ActivityId(body.data.activity_id)
        return cancel_activity(library, activity_id, webhook_id=webhook_id, ports=call.ports)
    return _about_placement(body, library, webhook_id, call)


def _change(body: ActivityUpdated, library: LibraryId, webhook_id: str, call: Call) -> bool:
    """The fields that are named change; the library's system is its administrator here."""
    ports, activity_id = call.ports, ActivityId(body.data.activity_id)
    caller = Caller(library, Role.LIBRARY_ADMIN, OrganisationId(library))
    current = catalogue.own_activity(activity_id, caller=caller, ports=ports)
    if ports.referrals.has_seen(library, webhook_id):
        return False
    changed = merged(activity_answer(current), body.data.fields)
    fields = parse(ActivityIn, without_server_kept(changed))
    catalogue.replace_activity(
        activity_id, draft(fields), expected_version=current.version, caller=caller, ports=ports
    )
    ports.referrals.remember(library, webhook_id)
    return True


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
