"""What a municipality chose for itself."""

from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.schemas import MunicipalityChoices
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.choices import ChoicesIn

_TAG = "Gemeente"
_ADMIN = frozenset({Role.MUNICIPALITY_ADMIN})
_ON = {"weeklyEncouragement": True}

CHOICES = (
    Operation(
        handler="reads_choices",
        method="GET",
        path="/municipalities/{code}/choices",
        tag=_TAG,
        summary="Lees wat de gemeente koos",
        description="Zolang een gemeente niets kiest staat alles uit.",
        allow=_ADMIN,
        answers=(Answered(description="De keuzes.", shape=MunicipalityChoices, example=_ON),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="makes_choices",
        method="PUT",
        path="/municipalities/{code}/choices",
        tag=_TAG,
        summary="Kies voor de gemeente",
        description=(
            "Met `weeklyEncouragement` krijgt wie meedoet binnen een week na elke bijeenkomst een "
            "sms die aanmoedigt, hoogstens één per week. Uitzetten houdt ook tegen wat klaarstaat."
        ),
        allow=_ADMIN,
        body=Body(shape=ChoicesIn, examples={"on": _ON}),
        answers=(Answered(description="De keuzes.", shape=MunicipalityChoices, example=_ON),),
        refusals=frozenset({"not_found"}),
    ),
)
