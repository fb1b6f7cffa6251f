"""Placements as their library sees them."""

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.entry.answers.placement_schemas import ExpectedPlacement, ExpectedPlacementPage
from chalicelib.entry.openapi.examples import ANSWER_NO, ANSWER_YES, ATTENDANCE
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.attendance import AnswerIn, AttendanceIn
from chalicelib.entry.parsing.queries import LibraryPlacementsQuery

_TAG = "Plaatsingen"

PLACEMENTS = (
    Operation(
        handler="lists_who_comes",
        method="GET",
        path="/libraries/{isil}/placements",
        tag=_TAG,
        summary="Lees wie er komt",
        description=(
            "Plaatsingen bij uw eigen bibliotheek, vanaf haar ja of vanaf het moment dat zij haar "
            "code liet zien. Een bladzijde kan korter zijn dan gevraagd; ga door zolang er een "
            "volgende is."
        ),
        allow=LIBRARY_ROLES,
        query=LibraryPlacementsQuery,
        answers=(Answered(description="Een bladzijde plaatsingen.", shape=ExpectedPlacementPage),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="answers_for_its_library",
        method="POST",
        path="/placements/{id}/answer",
        tag=_TAG,
        summary="Antwoord op een aanmelding",
        description="Ja, of nee met een reden; bij nee krijgt zij meteen een ander aanbod.",
        allow=LIBRARY_ROLES,
        body=Body(shape=AnswerIn, examples={"yes": ANSWER_YES, "no": ANSWER_NO}),
        answers=(Answered(description="De plaatsing.", shape=ExpectedPlacement),),
        refusals=frozenset({"not_found", "illegal_transition", "erased"}),
    ),
    Operation(
        handler="records_who_was_there",
        method="POST",
        path="/placements/{id}/attendance",
        tag=_TAG,
        summary="Schrijf op of zij er was",
        description=(
            "Eén keer per dag; dezelfde dag nog eens verbetert wat er stond. Uren gaan naar de "
            "gemeente als dat is afgesproken, afwezigheid nooit."
        ),
        allow=LIBRARY_ROLES,
        body=Body(shape=AttendanceIn, examples={"present": ATTENDANCE}),
        answers=(Answered(description="De plaatsing.", shape=ExpectedPlacement),),
        refusals=frozenset({"not_found", "illegal_transition", "erased"}),
    ),
)
