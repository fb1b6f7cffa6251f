"""What case workers and partners do with referrals."""

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.schemas import (
    MatchedReferral,
    Matches,
    Referral,
    ReferralPage,
    ReferralWithTimeline,
)
from chalicelib.entry.openapi.examples import (
    ACCEPTANCE,
    CORRECTION,
    MATCH_ANSWER,
    REFERRAL,
    REFERRAL_ANSWER,
    WITHDRAWAL,
)
from chalicelib.entry.openapi.operation import (
    JSON,
    MERGE_PATCH,
    TEXT,
    Answered,
    Body,
    Operation,
)
from chalicelib.entry.openapi.patching import REFERRAL_CORRECTION
from chalicelib.entry.parsing.queries import ReferralListQuery
from chalicelib.entry.parsing.referral import AcceptanceIn, ReferralFields, WithdrawalIn

_TAG = "Verwijzingen"
_ONE = ("ETag",)

REFERRALS = (
    Operation(
        handler="refers",
        method="POST",
        path="/referrals",
        tag=_TAG,
        summary="Verwijs een nieuwkomer",
        description=(
            "Legt de verwijzing vast, zoekt passend aanbod en zet het bericht aan de nieuwkomer "
            "klaar. Dezelfde sleutel met dezelfde inhoud geeft dezelfde verwijzing zoals zij nu "
            "is, nooit een tweede. Een BSN of V-nummer wordt geweigerd, waar het ook staat."
        ),
        allow=REFERRERS,
        headers=("IdempotencyKey",),
        body=Body(shape=ReferralFields, examples={"bySms": REFERRAL}),
        answers=(
            Answered(
                status=201,
                description="De verwijzing, met haar voorstellen of met wat net niet paste.",
                shape=MatchedReferral,
                headers=("Location", "ETag"),
                example=REFERRAL_ANSWER,
            ),
        ),
        refusals=frozenset({"idempotency_key_reused", "client_reference_in_use", "erased"}),
    ),
    Operation(
        handler="lists_referrals",
        method="GET",
        path="/referrals",
        tag=_TAG,
        summary="Lees verwijzingen",
        description="De verwijzingen die u mag zien, oudste wijziging eerst.",
        allow=REFERRERS,
        query=ReferralListQuery,
        answers=(Answered(description="Een bladzijde verwijzingen.", shape=ReferralPage),),
    ),
    Operation(
        handler="reads_a_referral",
        method="GET",
        path="/referrals/{id}",
        tag=_TAG,
        summary="Lees een verwijzing",
        description="De verwijzing met haar verloop.",
        allow=REFERRERS,
        answers=(Answered(description="De verwijzing.", shape=ReferralWithTimeline, headers=_ONE),),
        refusals=frozenset({"not_found", "erased"}),
    ),
    Operation(
        handler="prints_a_letter",
        method="GET",
        path="/referrals/{id}/letter",
        tag=_TAG,
        summary="Druk een brief af",
        description=(
            "Een vel A4 in haar taal en in het Nederlands: de voorstellen met pictogrammen en "
            "haar code, een QR-code naar haar pagina en een antwoordstrook. Wie niet leest, "
            "krijgt eenvoudig Nederlands met cijfers en pictogrammen."
        ),
        allow=REFERRERS,
        answers=(Answered(description="De brief als pagina.", shape=TEXT, media_type="text/html"),),
        refusals=frozenset({"not_found", "erased"}),
    ),
    Operation(
        handler="corrects_a_referral",
        method="PATCH",
        path="/referrals/{id}",
        tag=_TAG,
        summary="Verbeter een verwijzing",
        description=(
            "Verandert wat genoemd wordt; null haalt weg (RFC 7386). Een andere vraag wordt "
            "opnieuw vergeleken zolang er niets is aangenomen."
        ),
        allow=REFERRERS,
        headers=("IfMatch",),
        body=Body(
            shape=REFERRAL_CORRECTION,
            media_types=(MERGE_PATCH, JSON),
            examples={"longerTravel": CORRECTION},
        ),
        answers=(
            Answered(
                description="De verwijzing zoals zij nu is.", shape=MatchedReferral, headers=_ONE
            ),
        ),
        refusals=frozenset(
            {
                "not_found",
                "illegal_transition",
                "erased",
                "precondition_failed",
                "precondition_required",
            }
        ),
    ),
    Operation(
        handler="asks_why",
        method="GET",
        path="/referrals/{id}/matches",
        tag=_TAG,
        summary="Vraag waarom",
        description="Wat nu past en waarom, en wat niet en waarom niet.",
        allow=REFERRERS,
        answers=(Answered(description="Wat past.", shape=Matches, example=MATCH_ANSWER),),
        refusals=frozenset({"not_found", "erased", "invalid_request"}),
    ),
    Operation(
        handler="accepts_for_her",
        method="POST",
        path="/referrals/{id}/acceptance",
        tag=_TAG,
        summary="Neem een voorstel aan",
        description=(
            "Bij inloop staat de plaatsing meteen vast; anders is de plaats van haar tot de "
            "bibliotheek antwoordt. Vol met wachtlijst: op de lijst. Vol zonder: 409, met het "
            "beste dat nog open staat."
        ),
        allow=REFERRERS,
        body=Body(shape=AcceptanceIn, examples={"first": ACCEPTANCE}),
        answers=(Answered(description="De verwijzing.", shape=Referral, headers=_ONE),),
        refusals=frozenset(
            {"not_found", "illegal_transition", "seat_taken", "too_many_placements", "erased"}
        ),
    ),
    Operation(
        handler="offers_again",
        method="POST",
        path="/referrals/{id}/offers",
        tag=_TAG,
        summary="Zoek opnieuw",
        description="Wat nog past blijft staan, de rest wordt vervangen.",
        allow=REFERRERS,
        answers=(Answered(description="De verwijzing.", shape=MatchedReferral, headers=_ONE),),
        refusals=frozenset({"not_found", "illegal_transition", "erased"}),
    ),
    Operation(
        handler="takes_back",
        method="POST",
        path="/referrals/{id}/withdrawal",
        tag=_TAG,
        summary="Trek een verwijzing in",
        description="Plaatsen komen vrij, codes vervallen, er gaat geen bericht meer uit.",
        allow=REFERRERS,
        body=Body(shape=WithdrawalIn, examples={"moved": WITHDRAWAL}),
        answers=(Answered(description="De verwijzing.", shape=Referral, headers=_ONE),),
        refusals=frozenset({"not_found", "illegal_transition", "erased"}),
    ),
)
