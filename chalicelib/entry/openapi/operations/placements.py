"""Placements as their library sees them."""

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.entry.answers.placement_schemas import ExpectedPlacementPage
from chalicelib.entry.openapi.operation import Answered, Operation
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
)
