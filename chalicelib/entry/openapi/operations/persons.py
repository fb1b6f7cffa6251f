"""What she may ask of her municipality."""

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.person_schemas import ErasureReceipt
from chalicelib.entry.openapi.operation import Answered, Operation

_TAG = "Verwijzingen"

PERSONS = (
    Operation(
        handler="erases_her",
        method="DELETE",
        path="/referrals/{id}/person",
        tag=_TAG,
        summary="Wis de persoon",
        description=(
            "Naam, nummer, notitie, haar sleutel, de vraag en alles wat naar haar leidt zijn weg; "
            "plaatsen komen vrij en bibliotheken horen dat zij haar moeten vergeten. Wat blijft is "
            "welke activiteiten het waren en hoe het afliep, zonder haar. Nog eens vragen geeft "
            "hetzelfde bewijs."
        ),
        allow=REFERRERS,
        answers=(Answered(description="Het bewijs van wissen.", shape=ErasureReceipt),),
        refusals=frozenset({"not_found", "erased"}),
    ),
)
