"""The report on the languages newcomers are spoken to in."""

from chalicelib.entry.answers.schemas import LanguagePage
from chalicelib.entry.openapi.operation import Answered, Operation

LANGUAGES = (
    Operation(
        handler="reports_languages",
        method="GET",
        path="/reports/languages",
        tag="Rapporten",
        summary="Lees hoe ver elke taal gecontroleerd is",
        description="Per taal hoeveel zinnen een spreker goedkeurde, en hoeveel er zijn.",
        answers=(Answered(description="De talen.", shape=LanguagePage),),
    ),
)
