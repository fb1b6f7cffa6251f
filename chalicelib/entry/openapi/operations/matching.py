"""Matching without storing anything."""

from chalicelib.entry.answers.schemas import Matches
from chalicelib.entry.openapi.examples import MATCH_ANSWER, MATCH_QUESTION, MATCH_QUESTION_AT_POINT
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.need import MatchQuestion

MATCHING = (
    Operation(
        handler="asks_what_fits",
        method="POST",
        path="/matches",
        tag="Matching",
        summary="Zoek passend aanbod",
        description=(
            "Zoekt wat past, met de reden van elk voorstel en van wat net niet past. Er wordt "
            "niets bewaard. Wie niet voor een gemeente werkt, noemt `residence`."
        ),
        body=Body(
            shape=MatchQuestion,
            examples={"needInUtrecht": MATCH_QUESTION, "onlyAPoint": MATCH_QUESTION_AT_POINT},
        ),
        answers=(Answered(description="Wat past en waarom.", shape=Matches, example=MATCH_ANSWER),),
    ),
)
