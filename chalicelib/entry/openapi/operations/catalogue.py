"""Activities and libraries: everybody reads them, their library writes them."""

from chalicelib.domain.caller import LIBRARY_ROLES
from chalicelib.domain.vocabulary import Role
from chalicelib.entry.answers.schemas import Activity, ActivityPage, Confirmed, Library, LibraryPage
from chalicelib.entry.openapi.examples import (
    ACTIVITY,
    ACTIVITY_ANSWER,
    LIBRARY,
    LIBRARY_ANSWER,
    PAUSE,
    TAKEN_ELSEWHERE,
)
from chalicelib.entry.openapi.operation import TEXT, Answered, Body, Operation
from chalicelib.entry.parsing.activity import ActivityIn, ConfirmationsIn, TakenElsewhereIn
from chalicelib.entry.parsing.import_request import CSV
from chalicelib.entry.parsing.library import LibraryIn, PauseIn
from chalicelib.entry.parsing.queries import ActivityListQuery, PageQuery

_ACTIVITIES = "Activiteiten"
_LIBRARIES = "Bibliotheken"
_ONE = ("ETag",)
_ADMIN = frozenset({Role.LIBRARY_ADMIN})
_SERVER_KEPT = (
    "Wat Wegwijs zelf bijhoudt (`id`, `library`, `taken`, `seatsLeft`, `lastConfirmedOn` en van "
    "de vestiging alles buiten `isil`) wordt genegeerd als het wordt meegestuurd."
)

CATALOGUE = (
    Operation(
        handler="lists_activities",
        method="GET",
        path="/activities",
        tag=_ACTIVITIES,
        summary="Lees activiteiten",
        description="Alle actieve activiteiten; een bibliotheek ziet al haar eigen.",
        query=ActivityListQuery,
        answers=(
            Answered(
                description="Een bladzijde activiteiten; als tabel alles tegelijk.",
                shape=ActivityPage,
                also={CSV: TEXT},
            ),
        ),
    ),
    Operation(
        handler="adds_an_activity",
        method="POST",
        path="/activities",
        tag=_ACTIVITIES,
        summary="Voeg een activiteit toe",
        description=f"Binnen een minuut kan zij worden voorgesteld. {_SERVER_KEPT}",
        allow=LIBRARY_ROLES,
        body=Body(shape=ActivityIn, examples={"languageCafe": ACTIVITY}),
        answers=(
            Answered(
                status=201,
                description="De activiteit.",
                shape=Activity,
                headers=("Location", "ETag"),
                example=ACTIVITY_ANSWER,
            ),
        ),
        refusals=frozenset({"already_exists", "not_found"}),
    ),
    Operation(
        handler="reads_an_activity",
        method="GET",
        path="/activities/{id}",
        tag=_ACTIVITIES,
        summary="Lees een activiteit",
        description="De activiteit met haar plaatsen; een inactieve alleen voor de eigenaar.",
        answers=(
            Answered(
                description="De activiteit.",
                shape=Activity,
                headers=_ONE,
                example=ACTIVITY_ANSWER,
            ),
        ),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="replaces_an_activity",
        method="PUT",
        path="/activities/{id}",
        tag=_ACTIVITIES,
        summary="Vervang een activiteit",
        description=f"Plaatsen die via Wegwijs bezet zijn blijven bezet. {_SERVER_KEPT}",
        allow=LIBRARY_ROLES,
        headers=("IfMatch",),
        body=Body(shape=ActivityIn, examples={"languageCafe": ACTIVITY}),
        answers=(Answered(description="De activiteit.", shape=Activity, headers=_ONE),),
        refusals=frozenset({"not_found", "precondition_failed", "precondition_required"}),
    ),
    Operation(
        handler="retires_an_activity",
        method="DELETE",
        path="/activities/{id}",
        tag=_ACTIVITIES,
        summary="Haal een activiteit uit het aanbod",
        description=(
            "Zij wordt inactief; wie er een plek had, krijgt bericht en een ander voorstel."
        ),
        allow=LIBRARY_ROLES,
        answers=(Answered(status=204, description="Gedaan.", shape=None),),
        refusals=frozenset({"not_found", "precondition_failed"}),
    ),
    Operation(
        handler="counts_who_come_by_themselves",
        method="PUT",
        path="/activities/{id}/taken-elsewhere",
        tag=_ACTIVITIES,
        summary="Tel wie vanzelf komt",
        description=(
            "Zet het aantal (`count`), of telt er mensen bij of af (`change`), nooit onder 0. De "
            "vrije plaatsen volgen; wie via Wegwijs kwam, blijft geteld."
        ),
        allow=LIBRARY_ROLES,
        body=Body(
            shape=TakenElsewhereIn,
            examples={"three": TAKEN_ELSEWHERE, "oneLess": {"change": -1}},
        ),
        answers=(Answered(description="De activiteit.", shape=Activity, headers=_ONE),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="confirms_its_activities",
        method="POST",
        path="/activities/confirmations",
        tag=_ACTIVITIES,
        summary="Bevestig dat activiteiten nog kloppen",
        description="Deze activiteiten, of alle van de eigen bibliotheek, zijn vandaag bevestigd.",
        allow=LIBRARY_ROLES,
        body=Body(
            shape=ConfirmationsIn,
            examples={"all": {"all": True}, "some": {"ids": ["act_3q7c5n2m"]}},
        ),
        answers=(
            Answered(
                description="Hoeveel er bevestigd zijn.",
                shape=Confirmed,
                example={"confirmed": 12},
            ),
        ),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="lists_libraries",
        method="GET",
        path="/libraries",
        tag=_LIBRARIES,
        summary="Lees bibliotheken",
        description="Alle bibliotheken met hun vestigingen, op ISIL.",
        query=PageQuery,
        answers=(Answered(description="De bibliotheken.", shape=LibraryPage),),
    ),
    Operation(
        handler="reads_a_library",
        method="GET",
        path="/libraries/{isil}",
        tag=_LIBRARIES,
        summary="Lees een bibliotheek",
        description="De bibliotheek met haar vestigingen.",
        answers=(
            Answered(
                description="De bibliotheek.", shape=Library, example=LIBRARY_ANSWER, headers=_ONE
            ),
        ),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="keeps_its_library",
        method="PUT",
        path="/libraries/{isil}",
        tag=_LIBRARIES,
        summary="Werk de eigen bibliotheek bij",
        description=(
            "De beheerder houdt gegevens en vestigingen van de eigen bibliotheek bij; haar "
            "activiteiten volgen. Een vestiging met activiteiten kan niet verdwijnen. `pause` "
            "wordt genegeerd."
        ),
        allow=_ADMIN,
        headers=("IfMatchWhenKnown",),
        body=Body(shape=LibraryIn, examples={"utrecht": LIBRARY}),
        answers=(
            Answered(
                description="De bibliotheek.", shape=Library, example=LIBRARY_ANSWER, headers=_ONE
            ),
        ),
        refusals=frozenset({"not_found", "precondition_failed"}),
    ),
    Operation(
        handler="pauses_its_library",
        method="PUT",
        path="/libraries/{isil}/pause",
        tag=_LIBRARIES,
        summary="Pauzeer de eigen bibliotheek",
        description="Van de eerste tot en met de laatste dag gaat geen bijeenkomst door.",
        allow=_ADMIN,
        body=Body(shape=PauseIn, examples={"christmas": PAUSE}),
        answers=(Answered(description="De bibliotheek.", shape=Library, headers=_ONE),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="resumes_its_library",
        method="DELETE",
        path="/libraries/{isil}/pause",
        tag=_LIBRARIES,
        summary="Hef de pauze op",
        description="De bijeenkomsten gaan weer door; zonder pauze verandert er niets.",
        allow=_ADMIN,
        answers=(Answered(description="De bibliotheek.", shape=Library, headers=_ONE),),
        refusals=frozenset({"not_found"}),
    ),
)
