"""Catalogues in files: what libraries send, how far it is, and what everybody can subscribe to."""

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.import_schemas import CatalogueImport, Feed, ImportResult
from chalicelib.entry.openapi.examples import FEED
from chalicelib.entry.openapi.operation import PUBLIC, TEXT, Answered, Body, Operation
from chalicelib.entry.parsing.import_request import CALENDAR, CSV, XLSX, FeedIn, ImportQuery

_TAG = "Activiteiten"
_ADMIN = frozenset({Role.LIBRARY_ADMIN})

IMPORTS = (
    Operation(
        handler="imports_a_catalogue",
        method="POST",
        path="/catalogue-imports",
        tag=_TAG,
        summary="Lees een bestand met activiteiten in",
        description=(
            "CSV, Excel, iCalendar of Open Referral HSDS 3.0, hoogstens 4 MiB; één rij per "
            "activiteit. Een rij wordt herkend aan haar sleutel: nog eens sturen verandert niets. "
            "Een foute rij houdt de goede niet tegen."
        ),
        allow=LIBRARY_ROLES,
        query=ImportQuery,
        body=Body(
            shape=None,
            also={CSV: TEXT, CALENDAR: TEXT, XLSX: TEXT},
            refusals=frozenset({"invalid_request", "too_large", "unsupported_media_type"}),
        ),
        answers=(
            Answered(description="Wat er van elke rij is geworden.", shape=ImportResult),
            Answered(
                status=202,
                description="Meer dan 2.000 rijen: het gaat op de achtergrond verder.",
                shape=CatalogueImport,
                headers=("Location",),
            ),
        ),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="shows_how_far_an_import_is",
        method="GET",
        path="/catalogue-imports/{id}",
        tag=_TAG,
        summary="Lees hoe ver een import is",
        description="De eigen import, dertig dagen lang.",
        allow=LIBRARY_ROLES,
        answers=(Answered(description="De import.", shape=CatalogueImport),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="hands_out_the_template",
        method="GET",
        path="/import-templates/activities",
        tag=_TAG,
        summary="Haal het Excel-bestand om in te vullen",
        description="Een leeg werkblad met keuzelijsten; vraag erom bij naam (Accept).",
        allow=PUBLIC,
        answers=(Answered(description="Het werkblad.", shape=TEXT, media_type=XLSX),),
        refusals=frozenset({"invalid_request"}),
        can_be_unavailable=False,
    ),
    Operation(
        handler="shows_its_feed",
        method="GET",
        path="/libraries/{isil}/feed",
        tag="Bibliotheken",
        summary="Lees hoe het met de eigen feed gaat",
        description="Waar hij is, wanneer wij keken, en wat er van elke rij is geworden.",
        allow=_ADMIN,
        answers=(Answered(description="De feed.", shape=Feed),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="keeps_its_feed",
        method="PUT",
        path="/libraries/{isil}/feed",
        tag="Bibliotheken",
        summary="Laat een adres steeds opnieuw lezen",
        description=(
            "Een agenda, CSV, Excel of HSDS op een eigen adres (https), gelezen alsof het "
            "bestand werd gestuurd. Wat niet veranderd is, kost niets (ETag). Wat mislukt, "
            "proberen wij steeds later weer, en na twee weken niet meer."
        ),
        allow=_ADMIN,
        body=Body(shape=FeedIn, examples={"calendar": FEED}),
        answers=(Answered(description="De feed; binnen een minuut gelezen.", shape=Feed),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="ends_its_feed",
        method="DELETE",
        path="/libraries/{isil}/feed",
        tag="Bibliotheken",
        summary="Lees de feed niet meer",
        description="Wat eruit kwam, blijft staan.",
        allow=_ADMIN,
        answers=(Answered(status=204, description="Gedaan.", shape=None),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="shows_the_calendar_of_a_library",
        method="GET",
        path="/libraries/{isil}/calendar",
        tag="Bibliotheken",
        summary="Lees de agenda van een bibliotheek",
        description="Alles wat zij doet, om een abonnement op te nemen (iCalendar).",
        allow=PUBLIC,
        answers=(Answered(description="De agenda.", shape=TEXT, media_type=CALENDAR),),
        refusals=frozenset({"not_found"}),
    ),
)
