"""What is taken back."""

from chalicelib.domain.caller import LIBRARY_ROLES, REFERRERS
from chalicelib.entry.answers.placement_schemas import MovedPlacement
from chalicelib.entry.answers.schemas import Referral
from chalicelib.entry.openapi.examples import CANCELLATION
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.undoing import CancellationIn

_TAG = "Plaatsingen"
_MOVED = (Answered(description="Waar de plaatsing nu staat.", shape=MovedPlacement),)

UNDOING = (
    Operation(
        handler="undoes_a_move",
        method="POST",
        path="/placements/{id}/undo",
        tag=_TAG,
        summary="Maak uw laatste stap ongedaan",
        description=(
            "Binnen 24 uur, door wie de stap zette: de plaatsing staat weer waar zij stond. De "
            "plek wordt opnieuw gecontroleerd. Wie aanwezig was verbetert u niet hier."
        ),
        allow=REFERRERS | LIBRARY_ROLES,
        answers=_MOVED,
        refusals=frozenset(
            {"not_found", "illegal_transition", "seat_taken", "too_many_placements", "erased"}
        ),
    ),
    Operation(
        handler="cancels_a_placement",
        method="POST",
        path="/placements/{id}/cancellation",
        tag=_TAG,
        summary="Beëindig een plaatsing",
        description=(
            "Zij gaat weg, of de klantmanager neemt de plaatsing terug. De plek komt vrij; ging "
            "zij zelf weg, dan krijgt zij iets anders aangeboden."
        ),
        allow=REFERRERS,
        body=Body(shape=CancellationIn, examples={"left": CANCELLATION}),
        answers=_MOVED,
        refusals=frozenset({"not_found", "illegal_transition", "erased"}),
    ),
    Operation(
        handler="reopens_a_referral",
        method="POST",
        path="/referrals/{id}/reopening",
        tag="Verwijzingen",
        summary="Heropen een verwijzing",
        description=(
            "Tot 21 dagen na het einde. Daarna een nieuwe verwijzing, met deze als "
            "previousReferralId."
        ),
        allow=REFERRERS,
        answers=(Answered(description="De verwijzing.", shape=Referral, headers=("ETag",)),),
        refusals=frozenset(
            {
                "not_found",
                "illegal_transition",
                "reopening_over",
                "client_reference_in_use",
                "erased",
            }
        ),
    ),
)
