"""The secrets with which libraries sign."""

from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.telling_schemas import LibrarySecretPage, NewLibrarySecret
from chalicelib.entry.openapi.operation import Answered, Operation

_TAG = "Webhook"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})

LIBRARY_SECRETS = (
    Operation(
        handler="makes_a_secret",
        method="POST",
        path="/libraries/{isil}/secrets",
        tag=_TAG,
        summary="Maak een nieuw geheim",
        description=(
            "Het geheim is alleen in dit antwoord te zien. Wat hiervoor gold werkt nog zeven "
            "dagen; er gelden er nooit meer dan twee tegelijk."
        ),
        allow=_ADMIN,
        answers=(Answered(status=201, description="Het geheim.", shape=NewLibrarySecret),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="lists_its_secrets",
        method="GET",
        path="/libraries/{isil}/secrets",
        tag=_TAG,
        summary="Lees de geheimen",
        description="Welke geheimen gelden, sinds en tot wanneer, en wanneer zij zijn gebruikt.",
        allow=_ADMIN,
        answers=(Answered(description="De geheimen.", shape=LibrarySecretPage),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="revokes_a_secret",
        method="DELETE",
        path="/libraries/{isil}/secrets/{id}",
        tag=_TAG,
        summary="Trek een geheim in",
        description="Wat ermee ondertekend is komt meteen niet meer binnen.",
        allow=_ADMIN,
        answers=(Answered(status=204, description="Gedaan.", shape=None),),
        refusals=frozenset({"not_found"}),
    ),
)
