"""What libraries say, signed by their systems."""

from chalicelib.entry.answers.schemas import WebhookResult
from chalicelib.entry.answers.telling_schemas import SignatureVerdict
from chalicelib.entry.openapi.examples import (
    ACTIVITY_CANCELLED,
    ATTENDANCE_RECORDED,
    INTAKE_CONFIRMED,
    INTAKE_DECLINED,
    INTAKE_SCHEDULED,
    PARTICIPATION_COMPLETED,
    PARTICIPATION_STOPPED,
)
from chalicelib.entry.openapi.operation import PUBLIC, Answered, Body, Operation
from chalicelib.entry.parsing.webhook import ADAPTER

WEBHOOKS = (
    Operation(
        handler="library_says",
        method="POST",
        path="/libraries/{isil}/webhook",
        tag="Webhook",
        summary="Meld wat er met een plaatsing gebeurde",
        description=(
            "Standard Webhooks 1.0: ondertekend met het geheim van de bibliotheek, hoogstens vijf "
            "minuten oud. Hetzelfde bericht nog eens sturen kan geen kwaad. Na een 409 kan het "
            "later wel lukken, als het een ander bericht had ingehaald."
        ),
        allow=PUBLIC,
        headers=("WebhookId", "WebhookTimestamp", "WebhookSignature"),
        body=Body(
            shape=ADAPTER,
            examples={
                "confirmed": INTAKE_CONFIRMED,
                "scheduled": INTAKE_SCHEDULED,
                "declined": INTAKE_DECLINED,
                "attended": ATTENDANCE_RECORDED,
                "completed": PARTICIPATION_COMPLETED,
                "stopped": PARTICIPATION_STOPPED,
                "cancelled": ACTIVITY_CANCELLED,
            },
            refusals=frozenset({"invalid_request", "not_json", "too_large"}),
        ),
        answers=(
            Answered(
                description="Verwerkt, of al bekend.",
                shape=WebhookResult,
                example={"result": "applied"},
            ),
        ),
        refusals=frozenset(
            {
                "invalid_signature",
                "timestamp_out_of_range",
                "not_found",
                "illegal_transition",
                "seat_taken",
                "too_many_placements",
                "erased",
            }
        ),
    ),
    Operation(
        handler="explains_a_signature",
        method="POST",
        path="/libraries/{isil}/webhook/test",
        tag="Webhook",
        summary="Vraag wat er aan een handtekening niet klopt",
        description=(
            "Stuur precies wat u naar de webhook zou sturen. Er gebeurt niets mee; u hoort of de "
            "handtekening goed is en zo niet, wat er misging. De juiste handtekening noemen wij "
            "nooit."
        ),
        allow=PUBLIC,
        headers=("WebhookId", "WebhookTimestamp", "WebhookSignature"),
        body=Body(
            shape=None,
            examples={"confirmed": INTAKE_CONFIRMED},
            refusals=frozenset({"invalid_request", "too_large"}),
        ),
        answers=(
            Answered(
                description="Het oordeel.",
                shape=SignatureVerdict,
                example={"valid": True, "faults": []},
            ),
        ),
    ),
)
