"""What needs a person's action, and that it is done."""

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import LIBRARY_ROLES, REFERRERS
from chalicelib.domain.ids import ReferralId, TaskId
from chalicelib.domain.task import Task
from chalicelib.entry.answers.base import instant, json_answer
from chalicelib.entry.door import Call, guarded
from chalicelib.entry.parsing.queries import TaskListQuery
from chalicelib.usecases.ports import Words
from chalicelib.usecases.tasks import do_task, list_tasks

tasks = Blueprint(__name__)
_LANGUAGE = "nl"
_ALLOWED = REFERRERS | LIBRARY_ROLES


@tasks.route("/v1/tasks", methods=["GET"])
@guarded(tasks, allow=_ALLOWED)
def lists_tasks(call: Call) -> Response:
    asked = call.query(TaskListQuery)
    page = list_tasks(
        call.caller,
        of_team=asked.owner == "team",
        page_size=asked.page_size,
        cursor=asked.cursor,
        ports=call.ports,
    )
    items = [task_answer(t.task, t.referral_id, words=call.ports.words) for t in page.items]
    return json_answer({"items": items, "nextCursor": page.next_cursor})


@tasks.route("/v1/tasks/{task_id}/done", methods=["POST"], content_types=["*/*"])
@guarded(tasks, allow=_ALLOWED)
def does_a_task(call: Call, task_id: str) -> Response:
    task, referral = do_task(TaskId(task_id), caller=call.caller, ports=call.ports)
    return json_answer(task_answer(task, referral.id, words=call.ports.words))


def task_answer(task: Task, referral_id: ReferralId, *, words: Words) -> dict[str, Any]:
    """One thing to do, in words for who does it; nothing in it says who she is.

    A library knows its placements, not the referrals behind them.
    """
    is_ours = task.library is None
    return {
        "id": task.id,
        "referralId": referral_id if is_ours else None,
        "link": f"/v1/referrals/{referral_id}"
        if is_ours
        else f"/v1/libraries/{task.library}/placements",
        "placementId": task.placement_id,
        "messageId": task.message_id,
        "reason": task.reason,
        "text": words.say(_LANGUAGE, f"task.{task.reason}", {}),
        "owner": task.owner,
        "deadlineOn": task.deadline.isoformat(),
        "status": "open" if task.is_open else "done",
        "openedAt": instant(task.opened_at),
        "doneAt": instant(task.done_at),
        "doneBy": task.done_by,
    }
