"""A warm hand-over to the next municipality."""

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.handovers import Handover
from chalicelib.entry.openapi.examples import HANDED_OVER, NEW_ADDRESS
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.handover import HandoverStartIn, HandoverYesIn

_TAG = "Verwijzingen"
_STATE = (Answered(description="Hoe de overdracht ervoor staat.", shape=Handover),)
_MOVING = frozenset({"not_found", "illegal_transition"})

HANDOVERS = (
    Operation(
        handler="starts_a_handover",
        method="POST",
        path="/referrals/{id}/handover",
        tag=_TAG,
        summary="Begin een overdracht aan de volgende gemeente",
        description=(
            "Zij is verhuisd en stemt in. U krijgt één link om te delen; pas als beide gemeenten "
            "daar ja zeiden, gaan haar gegevens mee en eindigt de verwijzing hier. De link geldt "
            "veertien dagen."
        ),
        allow=REFERRERS,
        body=Body(shape=HandoverStartIn, examples={"moved": HANDED_OVER}),
        answers=(
            Answered(
                status=201, description="De overdracht.", shape=Handover, headers=("Location",)
            ),
        ),
        refusals=_MOVING | {"erased"},
    ),
    Operation(
        handler="reads_a_handover",
        method="GET",
        path="/referrals/{id}/handover",
        tag=_TAG,
        summary="Lees de laatste overdracht van een verwijzing",
        description="Met de link, ook als zij voorbij is.",
        allow=REFERRERS,
        answers=_STATE,
        refusals=frozenset({"not_found", "erased"}),
    ),
    Operation(
        handler="sees_a_shared_handover",
        method="GET",
        path="/handovers/{token}",
        tag=_TAG,
        summary="Lees een overdracht via haar link",
        description="Voor beide gemeenten; wie zij is staat er niet bij.",
        allow=REFERRERS,
        answers=_STATE,
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="calls_a_handover_off",
        method="DELETE",
        path="/handovers/{token}",
        tag=_TAG,
        summary="Zeg een overdracht af",
        description="Door een van beide, zolang niet beide ja zeiden.",
        allow=REFERRERS,
        answers=_STATE,
        refusals=_MOVING,
    ),
    Operation(
        handler="confirms_a_handover",
        method="POST",
        path="/handovers/{token}/confirmation",
        tag=_TAG,
        summary="Zeg ja tegen een overdracht",
        description=(
            "Wie overneemt noemt waar zij nu woont. Na het tweede ja eindigt de verwijzing bij de "
            "ene gemeente en begint zij bij de andere."
        ),
        allow=REFERRERS,
        body=Body(shape=HandoverYesIn, examples={"taker": NEW_ADDRESS}),
        answers=_STATE,
        refusals=_MOVING,
    ),
    Operation(
        handler="takes_a_confirmation_back",
        method="DELETE",
        path="/handovers/{token}/confirmation",
        tag=_TAG,
        summary="Neem uw ja terug",
        description="Zolang de andere gemeente geen ja zei.",
        allow=REFERRERS,
        answers=_STATE,
        refusals=_MOVING,
    ),
)
