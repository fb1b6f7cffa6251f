"""Where everybody begins after signing in: what needs her action first."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.caller import EVERYONE, LIBRARY_ROLES, REFERRERS
from chalicelib.domain.ids import ReferralId, TaskId
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.entry.pages.door import staff_page
from chalicelib.entry.pages.visit import Visit
from chalicelib.usecases.ports import OpenTask, Page
from chalicelib.usecases.tasks import do_task, first_names, list_tasks

home = Blueprint(__name__)
_SHOWN = 20


@home.route("/start", methods=["GET"])
@staff_page(home, allow=EVERYONE)
def shows_what_needs_action(visit: Visit) -> Response:
    role = visit.caller.role
    if role in LIBRARY_ROLES:
        return _of_a_library(visit)
    if role not in REFERRERS:
        return visit.page("home.html", role=role)
    mine, teams = _open_tasks(visit, of_team=False), _open_tasks(visit, of_team=True)
    names = first_names([*mine.items, *teams.items], caller=visit.caller, ports=visit.ports)
    return visit.page(
        "home_tasks.html",
        mine=_shown(visit, mine.items, names),
        teams=_shown(visit, teams.items, names),
        has_team=visit.caller.team is not None,
        more=mine.next_cursor is not None or teams.next_cursor is not None,
    )


@home.route("/taken/{task_id}/gedaan", methods=["POST"], content_types=["*/*"])
@staff_page(home, allow=REFERRERS | LIBRARY_ROLES)
def does_a_task(visit: Visit, task_id: str) -> Response:
    do_task(TaskId(task_id), caller=visit.caller, ports=visit.ports)
    return visit.go_on("/start", say="page.notice.task_done")


def _of_a_library(visit: Visit) -> Response:
    """What waits for somebody of her library; who each is about, the page of the week says."""
    tasks = _open_tasks(visit, of_team=False)
    return visit.page(
        "home_library.html",
        role=visit.caller.role,
        tasks=_shown(visit, tasks.items, {}),
        more=tasks.next_cursor is not None,
    )


def _open_tasks(visit: Visit, *, of_team: bool) -> Page[OpenTask]:
    return list_tasks(
        visit.caller, of_team=of_team, page_size=_SHOWN, cursor=None, ports=visit.ports
    )


def _shown(
    visit: Visit, tasks: Iterable[OpenTask], names: Mapping[ReferralId, str]
) -> list[dict[str, Any]]:
    today = visit.ports.now().astimezone(AMSTERDAM).date()
    return [
        {
            "id": item.task.id,
            "referral_id": item.referral_id,
            "placement_id": item.task.placement_id,
            "first_name": names.get(item.referral_id),
            "text": visit.say(f"task.{item.task.reason}"),
            "deadline": item.task.deadline,
            "is_late": item.task.deadline < today,
            "is_today": item.task.deadline == today,
        }
        for item in tasks
    ]
