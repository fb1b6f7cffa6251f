"""Where libraries are told what happens."""

from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.telling_schemas import (
    Endpoint,
    OutgoingDelivery,
    OutgoingDeliveryPage,
)
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.endpoint import EndpointIn, ReplayIn
from chalicelib.entry.parsing.queries import PageQuery

_TAG = "Webhook"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_ENDPOINT = "/libraries/{isil}/endpoint"
_DELIVERIES = "/libraries/{isil}/deliveries"
_NOT_FOUND = frozenset({"not_found"})

ENDPOINTS = (
    Operation(
        handler="reads_its_endpoint",
        method="GET",
        path=_ENDPOINT,
        tag=_TAG,
        summary="Lees waar bericht heen gaat",
        description="Het adres, welke berichten, en of er nog iets aankomt.",
        allow=_ADMIN,
        answers=(Answered(description="Het adres.", shape=Endpoint),),
        refusals=_NOT_FOUND,
    ),
    Operation(
        handler="keeps_its_endpoint",
        method="PUT",
        path=_ENDPOINT,
        tag=_TAG,
        summary="Bepaal waar bericht heen gaat",
        description=(
            "Wegwijs stuurt voortaan ondertekende berichten naar dit adres (Standard Webhooks "
            "1.0), ook als het was uitgezet. Het geheim is alleen bij het eerste adres te zien."
        ),
        allow=_ADMIN,
        body=Body(
            shape=EndpointIn,
            examples={"all": {"url": "https://bieb.example.nl/wegwijs"}},
        ),
        answers=(Answered(description="Het adres.", shape=Endpoint),),
        refusals=_NOT_FOUND,
    ),
    Operation(
        handler="removes_its_endpoint",
        method="DELETE",
        path=_ENDPOINT,
        tag=_TAG,
        summary="Stop met berichten",
        description="Er gaat niets meer naar dit adres, en het geheim is weg.",
        allow=_ADMIN,
        answers=(Answered(status=204, description="Gedaan.", shape=None),),
        refusals=_NOT_FOUND,
    ),
    Operation(
        handler="tries_its_endpoint",
        method="POST",
        path=_ENDPOINT + "/test",
        tag=_TAG,
        summary="Stuur een proefbericht",
        description="Een `endpoint.test` gaat op weg; bij de bezorgingen staat wat ervan werd.",
        allow=_ADMIN,
        answers=(Answered(status=202, description="Op weg.", shape=OutgoingDelivery),),
        refusals=_NOT_FOUND,
    ),
    Operation(
        handler="lists_its_deliveries",
        method="GET",
        path=_DELIVERIES,
        tag=_TAG,
        summary="Lees bezorgingen",
        description="Wat de bibliotheek de laatste dertig dagen is verteld, met elke poging.",
        allow=_ADMIN,
        query=PageQuery,
        answers=(Answered(description="De bezorgingen.", shape=OutgoingDeliveryPage),),
        refusals=_NOT_FOUND,
    ),
    Operation(
        handler="replays_deliveries",
        method="POST",
        path=_DELIVERIES + "/replay",
        tag=_TAG,
        summary="Stuur een tijdvak opnieuw",
        description=(
            "Alles uit dit tijdvak dat niet onderweg is gaat opnieuw op weg, onder hetzelfde id. "
            "Zolang er een `nextCursor` is, is er meer."
        ),
        allow=_ADMIN,
        body=Body(
            shape=ReplayIn,
            examples={"night": {"from": "2026-11-23T18:00:00Z", "until": "2026-11-24T08:00:00Z"}},
        ),
        answers=(Answered(status=202, description="Op weg.", shape=OutgoingDeliveryPage),),
        refusals=_NOT_FOUND,
    ),
    Operation(
        handler="replays_a_delivery",
        method="POST",
        path=_DELIVERIES + "/{id}/replay",
        tag=_TAG,
        summary="Stuur een bericht opnieuw",
        description="Het gaat meteen opnieuw op weg, onder hetzelfde id.",
        allow=_ADMIN,
        answers=(Answered(status=202, description="Op weg.", shape=OutgoingDelivery),),
        refusals=_NOT_FOUND,
    ),
)
