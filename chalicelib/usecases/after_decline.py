"""After a library's no: its reason shapes what comes next, in the same step.

full, activity_stopped       what else fits is offered
group_restriction,
not_eligible, other          the same; this activity is never offered to her again
level_mismatch               what does not hang on her level is offered, and her case worker
                             is asked which level it is
cannot_contact               what else fits is offered, and her case worker looks for her
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.answering import opened
from chalicelib.domain.events import Actor
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.offering import Naming
from chalicelib.domain.step import Step
from chalicelib.domain.task import TaskReason
from chalicelib.domain.vocabulary import Level, LibraryDeclineReason
from chalicelib.usecases.offers import offer_more
from chalicelib.usecases.ports import Ports

_ASKS_A_PERSON: Mapping[LibraryDeclineReason, TaskReason] = {
    LibraryDeclineReason.LEVEL_MISMATCH: TaskReason.LEVEL_DOUBTED,
    LibraryDeclineReason.CANNOT_CONTACT: TaskReason.CANNOT_CONTACT,
}


def next_after(
    step: Step,
    placement_id: PlacementId,
    reason: LibraryDeclineReason,
    *,
    names: Naming,
    actor: Actor,
    ports: Ports,
) -> Step:
    """The step, in which a library said no, with what follows from its reason."""
    need = step.referral.need
    if reason is LibraryDeclineReason.LEVEL_MISMATCH and need is not None:
        # Which level it is instead, nobody said: so only what takes every level.
        need = replace(need, level=Level.UNKNOWN, speaking_level=None)
    step = offer_more(step, names=names, actor=actor, ports=ports, need=need)[0]
    task = _ASKS_A_PERSON.get(reason)
    if task is None:
        return step
    return opened(step, task, actor=actor, at=ports.now(), placement_id=placement_id)
