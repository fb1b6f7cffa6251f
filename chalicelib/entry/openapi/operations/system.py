"""What anybody may ask: whether we are well, and what this API looks like."""

from chalicelib.entry.answers.schemas import Health
from chalicelib.entry.openapi.operation import PUBLIC, Answered, Operation

_TAG = "Dienst"

SYSTEM = (
    Operation(
        handler="is_it_well",
        method="GET",
        path="/health",
        tag=_TAG,
        summary="Vraag of de dienst het doet",
        description=(
            "Ook versie en catalogus van nu, en wat er is nagegaan. Altijd 200: is er iets weg, "
            "dan is de status degraded."
        ),
        allow=PUBLIC,
        answers=(Answered(description="De dienst antwoordt.", shape=Health),),
    ),
    Operation(
        handler="describes_itself",
        method="GET",
        path="/openapi.json",
        tag=_TAG,
        summary="Lees deze beschrijving",
        description="Dit document (OpenAPI 3.1), voor iedereen en vanaf elke website te lezen.",
        allow=PUBLIC,
        answers=(
            Answered(
                description="Het document.",
                shape=None,
                headers=("AccessControlAllowOrigin",),
            ),
        ),
        can_be_unavailable=False,
    ),
)
