"""What she may ask of her municipality."""

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.held_schemas import Held
from chalicelib.entry.answers.person_schemas import ErasureReceipt
from chalicelib.entry.openapi.operation import TEXT, Answered, Operation

_TAG = "Verwijzingen"

PERSONS = (
    Operation(
        handler="shows_everything_held",
        method="GET",
        path="/referrals/{id}/person",
        tag=_TAG,
        summary="Lees alles wat over haar bekend is",
        description=(
            "Wie zij is, waarmee zij instemde en in welke bewoording, wat er gebeurde, welke "
            "berichten zij kreeg, wanneer zij er was, en wie haar gegevens zag. Met `Accept: "
            "text/html` als pagina om te lezen of mee te geven."
        ),
        allow=REFERRERS,
        answers=(Answered(description="Alles over haar.", shape=Held, also={"text/html": TEXT}),),
        refusals=frozenset({"not_found", "erased"}),
    ),
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
