"""Absence: a library calls whoever stays away and says nothing; nobody else ever hears of it.

Such a task follows from the register, which is the library's own. It is no part of the referral,
where her municipality would see it in the timeline.
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import NotFound
from chalicelib.domain.ids import LibraryId, PlacementId, TaskId
from chalicelib.domain.ledger import Register, Written
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import DAYS, Task, TaskReason, deadline, finished
from chalicelib.usecases.ports import KnownPlacement, LibraryQuery, OpenTask, Ports
from chalicelib.usecases.saving import key_of, settle

_NAMED = "tsk_call_"
_PAGE = 100


def is_about_absence(task_id: TaskId) -> bool:
    """Whether the task is one of these."""
    return task_id.startswith(_NAMED)


def calls_to_make(library: LibraryId, *, ports: Ports) -> tuple[OpenTask, ...]:
    """Whom this library should call, the nearest deadline first."""
    known = list(_living(library, ports=ports))
    registers = ports.ledger.registers(each.placement.id for each in known)
    found = []
    for each in known:
        register = registers.get(each.placement.id)
        task = None if register is None else _task(register, each.referral, ports=ports)
        if task is not None:
            found.append(OpenTask(task, each.referral.id))
    return tuple(sorted(found, key=lambda item: item.task.deadline))


def has_called(task_id: TaskId, *, caller: Caller, ports: Ports) -> tuple[Task, Referral]:
    """The library called her; it is not asked to again before she stays away as often again.

    Raises:
        NotFound: there is nothing to call about, or not at this caller's library.
    """
    placement_id = PlacementId(task_id.removeprefix(_NAMED))
    if caller.library is None:
        raise NotFound(task_id)
    referral = ports.referrals.of_placement(placement_id, library=caller.library)
    called: list[Task] = []

    def decide(current: Referral, _: Naming) -> Step:
        register = ports.ledger.registers([placement_id]).get(placement_id)
        task = None if register is None else _task(register, current, ports=ports)
        if register is None or task is None or not current.placement(placement_id).is_live:
            raise NotFound(task_id)
        called.append(finished(task, at=ports.now(), by=caller.subject))
        after = replace(register, called_at=ports.now())
        return replace(begun(current), attended=Written(after))

    step = settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)
    return called[-1], step.referral


def _living(library: LibraryId, *, ports: Ports) -> Iterator[KnownPlacement]:
    """Those who come to it; a library knows the living first."""
    query = LibraryQuery(library, page_size=_PAGE)
    while True:
        page = ports.referrals.known_to(query)
        living = [known for known in page.items if known.placement.is_live]
        yield from living
        if page.next_cursor is None or len(living) < len(page.items):
            return
        query = replace(query, cursor=page.next_cursor)


def _task(register: Register, referral: Referral, *, ports: Ports) -> Task | None:
    since = register.call_due_at(last_heard_at=referral.last_heard_at)
    if since is None or since > ports.now():
        return None
    return Task(
        id=TaskId(_NAMED + register.placement_id),
        reason=TaskReason.NO_SHOWS,
        owner=register.library,
        opened_at=since,
        deadline=deadline(since, DAYS[TaskReason.NO_SHOWS]),
        placement_id=register.placement_id,
        library=register.library,
    )
