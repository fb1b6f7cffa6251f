"""Hours that go back to a municipality, and what it counts."""

from chalicelib.domain.caller import REFERRERS
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.hours_schemas import Counting, Hours
from chalicelib.entry.openapi.operation import TEXT, Answered, Body, Operation
from chalicelib.entry.parsing.counting import CountingIn

_TAG = "Uren"
_ADMIN = frozenset({Role.MUNICIPALITY_ADMIN})
_COUNTING = {"types": ["language_cafe", "conversation_group"], "also": [], "never": []}

HOURS = (
    Operation(
        handler="reads_her_hours",
        method="GET",
        path="/referrals/{id}/hours",
        tag=_TAG,
        summary="Lees bijgewoonde uren",
        description=(
            "Bijgewoonde en meegetelde minuten per maand, en het totaal in hele uren met de datum "
            "tot wanneer het bekend is. Alleen als bij de verwijzing om uren is gevraagd en zij "
            "daarmee instemde; anders is het antwoord leeg en staat erbij waarom. Afwezigheid "
            "staat er nooit in."
        ),
        allow=REFERRERS,
        answers=(Answered(description="De uren.", shape=Hours, also={"text/csv": TEXT}),),
        refusals=frozenset({"not_found", "erased"}),
    ),
    Operation(
        handler="reads_what_counts",
        method="GET",
        path="/municipalities/{code}/counted-hours",
        tag=_TAG,
        summary="Lees welke uren meetellen",
        description="Zolang een gemeente niets anders zegt tellen alle soorten mee.",
        allow=_ADMIN,
        answers=(Answered(description="Wat meetelt.", shape=Counting),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="says_what_counts",
        method="PUT",
        path="/municipalities/{code}/counted-hours",
        tag=_TAG,
        summary="Zeg welke uren meetellen",
        description="Geldt ook voor wat al is bijgewoond.",
        allow=_ADMIN,
        body=Body(shape=CountingIn, examples={"some": _COUNTING}),
        answers=(Answered(description="Wat meetelt.", shape=Counting, example=_COUNTING),),
        refusals=frozenset({"not_found"}),
    ),
)
