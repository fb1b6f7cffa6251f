"""Tasks: what waits for a person, at the municipality or a library, is shown to her, and done."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.answering import done
from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import Gone, NotFound
from chalicelib.domain.ids import ReferralId, TaskId
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import Task
from chalicelib.usecases.absence import calls_to_make, has_called, is_about_absence
from chalicelib.usecases.ports import OpenTask, Page, Ports, TaskQuery
from chalicelib.usecases.reading import persons, read
from chalicelib.usecases.saving import key_of, settle
from chalicelib.usecases.standing_in import covered_today


def list_tasks(
    caller: Caller, *, of_team: bool, page_size: int, cursor: str | None, ports: Ports
) -> Page[OpenTask]:
    """Her own open tasks or her team's, the nearest deadline first; without a team, none.

    Hers are also those of whom she stands in for. Whoever works at a library has those of her
    library, whichever she asks for; before them, on the first page, whom it should call.
    """
    owner = caller.library or (caller.team if of_team else caller.subject)
    if owner is None:
        return Page(())
    is_her_own = owner == caller.subject
    also = covered_today(caller, ports=ports) if is_her_own else ()
    asked = TaskQuery(caller.organisation, owner, page_size, cursor, also)
    page = ports.referrals.open_tasks(asked)
    if caller.library is None or cursor is not None:
        return page
    return replace(page, items=(*calls_to_make(caller.library, ports=ports), *page.items))


def first_names(
    tasks: Iterable[OpenTask], *, caller: Caller, ports: Ports
) -> Mapping[ReferralId, str]:
    """Whom these tasks are about, as far as she may see them and they were not erased."""
    hers = []
    for referral_id in dict.fromkeys(item.referral_id for item in tasks):
        with suppress(NotFound, Gone):
            hers.append(read(referral_id, caller=caller, ports=ports))
    known = persons(hers, caller=caller, ports=ports)
    return {referral_id: person.first_name for referral_id, person in known.items()}


def do_task(task_id: TaskId, *, caller: Caller, ports: Ports) -> tuple[Task, Referral]:
    """The task is done; doing it again changes nothing.

    Raises:
        NotFound: unknown, another organisation's, or about a referral she may not see.
    """
    if is_about_absence(task_id):
        return has_called(task_id, caller=caller, ports=ports)
    referral = ports.referrals.of_task(task_id)
    if referral.task(task_id).library != caller.library:
        raise NotFound(task_id)

    def decide(current: Referral, _: Naming) -> Step:
        return done(begun(current), task_id, actor=caller.actor, at=ports.now())

    step = settle(lambda: _about(referral, caller=caller, ports=ports), decide, ports=ports)
    return step.referral.task(task_id), step.referral


def _about(referral: Referral, *, caller: Caller, ports: Ports) -> Referral:
    """What the task is about, as it is now: of a library's task only the task is shown."""
    if caller.library is not None:
        return ports.referrals.get(key_of(referral))
    return read(referral.id, caller=caller, ports=ports)
