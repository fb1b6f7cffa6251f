"""What needs a person's action."""

from chalicelib.domain.caller import LIBRARY_ROLES, REFERRERS
from chalicelib.entry.answers.schemas import Cover, HandedOver, Task, TaskPage
from chalicelib.entry.openapi.examples import COVER, HANDOVER
from chalicelib.entry.openapi.operation import Answered, Body, Operation
from chalicelib.entry.parsing.caseload import CoverIn, CoverQuery, HandoverIn
from chalicelib.entry.parsing.queries import TaskListQuery

_TAG = "Taken"
_ALLOWED = REFERRERS | LIBRARY_ROLES

TASKS = (
    Operation(
        handler="lists_tasks",
        method="GET",
        path="/tasks",
        tag=_TAG,
        summary="Lees taken",
        description=(
            "Wat op u of uw team wacht, de dichtstbijzijnde termijn eerst; voor een bibliotheek: "
            "wat op de bibliotheek wacht."
        ),
        allow=_ALLOWED,
        query=TaskListQuery,
        answers=(Answered(description="Een bladzijde open taken.", shape=TaskPage),),
    ),
    Operation(
        handler="does_a_task",
        method="POST",
        path="/tasks/{id}/done",
        tag=_TAG,
        summary="Meld een taak gedaan",
        description="Nog een keer melden verandert niets.",
        allow=_ALLOWED,
        answers=(Answered(description="De taak, gedaan.", shape=Task),),
        refusals=frozenset({"not_found"}),
    ),
    Operation(
        handler="hands_over_a_caseload",
        method="POST",
        path="/caseload/handover",
        tag=_TAG,
        summary="Draag een caseload over",
        description=(
            "Alle open verwijzingen van de een gaan naar de ander, met hun taken. Een medewerker "
            "draagt alleen zichzelf over. Bij 202 is er nog meer: vraag hetzelfde nog een keer."
        ),
        allow=REFERRERS,
        body=Body(shape=HandoverIn, examples={"leaving": HANDOVER}),
        answers=(
            Answered(description="Alles is overgedragen.", shape=HandedOver),
            Answered(status=202, description="Er is nog meer.", shape=HandedOver),
        ),
    ),
    Operation(
        handler="arranges_cover",
        method="PUT",
        path="/tasks/cover",
        tag=_TAG,
        summary="Regel waarneming",
        description=(
            "Op die dagen ziet wie waarneemt ook de taken van wie er niet is, met de "
            "verwijzingen waar zij over gaan. De laatste regeling geldt."
        ),
        allow=REFERRERS,
        body=Body(shape=CoverIn, examples={"holiday": COVER}),
        answers=(Answered(description="De waarneming.", shape=Cover),),
    ),
    Operation(
        handler="ends_cover",
        method="DELETE",
        path="/tasks/cover",
        tag=_TAG,
        summary="Stop een waarneming",
        description="Niemand neemt meer waar; van een ander stopt alleen een beheerder.",
        allow=REFERRERS,
        query=CoverQuery,
        answers=(Answered(status=204, description="Gestopt.", shape=None),),
    ),
)
