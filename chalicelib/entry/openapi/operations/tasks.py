"""What needs a person's action."""

from chalicelib.domain.caller import REFERRERS
from chalicelib.entry.answers.schemas import Task, TaskPage
from chalicelib.entry.openapi.operation import Answered, Operation
from chalicelib.entry.parsing.queries import TaskListQuery

_TAG = "Taken"

TASKS = (
    Operation(
        handler="lists_tasks",
        method="GET",
        path="/tasks",
        tag=_TAG,
        summary="Lees taken",
        description="Wat op u of uw team wacht, de dichtstbijzijnde termijn eerst.",
        allow=REFERRERS,
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
        allow=REFERRERS,
        answers=(Answered(description="De taak, gedaan.", shape=Task),),
        refusals=frozenset({"not_found"}),
    ),
)
