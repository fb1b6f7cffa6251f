"""Programmes: everybody reads them, the national library writes them."""

from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.schemas import Programme, ProgrammePage
from chalicelib.entry.openapi.examples import PROGRAMME
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.programme import ProgrammeIn
from chalicelib.entry.parsing.queries import PageQuery

_PROGRAMMES = "Programma's"
_ONE = ("ETag",)

PROGRAMMES = (
    Operation(
        handler="lists_programmes",
        method="GET",
        path="/programmes",
        tag=_PROGRAMMES,
        summary="Lees programma's",
        description="Alle landelijke programma's met hun lesmateriaal, op id.",
        query=PageQuery,
        answers=(Answered(description="Een bladzijde programma's.", shape=ProgrammePage),),
    ),
    Operation(
        handler="reads_a_programme",
        method="GET",
        path="/programmes/{id}",
        tag=_PROGRAMMES,
        summary="Lees een programma",
        description="Het programma, ook als het niet meer loopt.",
        answers=(
            Answered(
                description="Het programma.", shape=Programme, headers=_ONE, example=PROGRAMME
            ),
        ),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="keeps_a_programme",
        method="PUT",
        path="/programmes/{id}",
        tag=_PROGRAMMES,
        summary="Houd een programma bij",
        description="Maakt het programma of vervangt het. Wat er al is, vraagt om If-Match.",
        allow=frozenset({Role.PROGRAMME_ANALYST}),
        headers=("IfMatchWhenKnown",),
        body=Body(shape=ProgrammeIn, examples={"languageCafe": PROGRAMME}),
        answers=(
            Answered(description="Het programma.", shape=Programme, headers=_ONE),
            Answered(
                status=201, description="Het nieuwe programma.", shape=Programme, headers=_ONE
            ),
        ),
        refusals=frozenset({"precondition_failed", "precondition_required"}),
    ),
)
