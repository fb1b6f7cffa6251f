"""Queues: what was promised is looked at soon. Runs without app.py, so loggers are the module's."""

import json
import logging
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib import wiring
from chalicelib.domain.errors import Temporary
from chalicelib.domain.ids import OrganisationId, ReferralId
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.ports import ReferralKey

log = logging.getLogger(__name__)
workers = Blueprint(__name__)
SCHEMA = 1


@workers.on_sqs_message(queue=wiring.queue_name("messages"), batch_size=10)
def sends_what_is_due(event: SQSEvent) -> dict[str, Any]:
    """Each referral named in the batch has been looked at, or its message goes back."""
    return _each(event, lambda body: deliver_due(_key(body), ports=wiring.ports()))


@workers.on_sqs_message(queue=wiring.queue_name("catalogue"), batch_size=10)
def publishes_the_catalogue(_: SQSEvent) -> dict[str, Any]:
    """One snapshot for the whole batch: it holds every change that came before it."""
    publish(ports=wiring.ports())
    return {"batchItemFailures": []}


def _each(event: SQSEvent, handle: Any) -> dict[str, Any]:
    failures = []
    for record in event:
        message_id = record.to_dict()["messageId"]
        try:
            handle(json.loads(record.body))
        except Exception:
            log.exception("message %s goes back", message_id)
            failures.append({"itemIdentifier": message_id})
    return {"batchItemFailures": failures}


def _key(body: Any) -> ReferralKey:
    if body.get("schema") != SCHEMA:
        raise Temporary("written by another release")
    return ReferralKey(OrganisationId(body["organisation"]), ReferralId(body["referral"]))
