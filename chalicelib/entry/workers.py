"""Queues: what was promised is looked at soon. Runs without app.py, so loggers are the module's."""

import json
import logging
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib import wiring
from chalicelib.domain.errors import Temporary
from chalicelib.domain.ids import ActivityId, DeliveryId, LibraryId, OrganisationId, ReferralId
from chalicelib.entry.alone import stands_alone
from chalicelib.entry.failures import note_failure
from chalicelib.entry.parsing.import_rows import import_row
from chalicelib.entry.parsing.inbound import came_in
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.feeds import read_feed
from chalicelib.usecases.hear import Inbound, hear
from chalicelib.usecases.importing import go_on
from chalicelib.usecases.notify import notify
from chalicelib.usecases.owed import do_what_is_owed
from chalicelib.usecases.ports import ReferralKey
from chalicelib.usecases.receive import Receipt, receive
from chalicelib.usecases.waiting import look_at

log = logging.getLogger(__name__)
workers = Blueprint(__name__)
SCHEMA = 1


@workers.on_sqs_message(queue=wiring.queue_name("messages"), batch_size=10)
@stands_alone
def does_what_is_owed(event: SQSEvent) -> dict[str, Any]:
    """Each referral named in the batch has been looked at, or its message goes back."""
    return _each(
        event, lambda body, _: do_what_is_owed(_key(json.loads(body)), ports=wiring.ports())
    )


@workers.on_sqs_message(queue=wiring.queue_name("catalogue"), batch_size=10)
@stands_alone
def publishes_the_catalogue(_: SQSEvent) -> dict[str, Any]:
    """One snapshot for the whole batch: it holds every change that came before it."""
    publish(ports=wiring.ports())
    return {"batchItemFailures": []}


@workers.on_sqs_message(queue=wiring.queue_name("imports"), batch_size=1)
@stands_alone
def goes_on_with_an_import(event: SQSEvent) -> dict[str, Any]:
    """A feed was looked at, or the next slice of a long import done; or its message goes back."""
    return _each(event, _import)


def _import(body: str, _: str) -> None:
    said = json.loads(body)
    if said.get("schema") != SCHEMA:
        raise Temporary("written by another release")
    library = LibraryId(said["library"])
    if "feed" in said:
        read_feed(library, ports=wiring.ports())
    else:
        go_on(library, said["import"], import_row, ports=wiring.ports())


@workers.on_sqs_message(queue=wiring.queue_name("waiting"), batch_size=10)
@stands_alone
def asks_who_is_next(event: SQSEvent) -> dict[str, Any]:
    """Each list in the batch has been looked at, or its message goes back."""
    return _each(event, _ask)


def _ask(body: str, _: str) -> None:
    said = json.loads(body)
    if said.get("schema") != SCHEMA:
        raise Temporary("written by another release")
    look_at(ActivityId(said["activity"]), ports=wiring.ports())


# One at a time: a call to somebody else's system may take half of what a worker has.
@workers.on_sqs_message(queue=wiring.queue_name("deliveries"), batch_size=1)
@stands_alone
def tells_libraries(event: SQSEvent) -> dict[str, Any]:
    """Each library named has been told, or is told later, or its message goes back."""
    return _each(event, _tell)


def _tell(body: str, _: str) -> None:
    said = json.loads(body)
    if said.get("schema") != SCHEMA:
        raise Temporary("written by another release")
    notify(DeliveryId(said["delivery"]), ports=wiring.ports())


@workers.on_sqs_message(queue=wiring.queue_name("inbound"), batch_size=10)
@stands_alone
def hears_what_comes_in(event: SQSEvent) -> dict[str, Any]:
    """Each text has been answered and each receipt noted, or it goes back."""
    return _each(event, _take)


def _take(body: str, message_id: str) -> None:
    """What is neither a text nor a receipt will never be: it is passed over, and said so."""
    try:
        written = json.loads(body)
    except ValueError:
        written = None
    match came_in(written, message_id=message_id):
        case Inbound() as inbound:
            hear(inbound, ports=wiring.ports())
        case Receipt() as receipt:
            receive(receipt, ports=wiring.ports())
        case None:
            log.warning("neither a text nor a receipt", extra={"message_id": message_id})


def _each(event: SQSEvent, handle: Callable[[str, str], None]) -> dict[str, Any]:
    failures = []
    for record in event:
        message_id = record.to_dict()["messageId"]
        with wiring.correlated(_begun_by(record.body) or message_id):
            try:
                handle(record.body, message_id)
            except Exception as error:
                log.exception("message goes back", extra={"message_id": message_id})
                note_failure(error)
                failures.append({"itemIdentifier": message_id})
    return {"batchItemFailures": failures}


def _begun_by(body: str) -> object:
    """The request that this message comes from, as far as it says so."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said.get("correlation") if isinstance(said, dict) else None


def _key(body: Any) -> ReferralKey:
    if body.get("schema") != SCHEMA:
        raise Temporary("written by another release")
    return ReferralKey(OrganisationId(body["organisation"]), ReferralId(body["referral"]))
