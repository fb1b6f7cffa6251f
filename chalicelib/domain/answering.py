"""What is decided when she answers, as far as it can be decided without asking the catalogue.

Pure: each function takes a step and returns it with more decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.events import Actor, Event, EventKind
from chalicelib.domain.freetime import slot
from chalicelib.domain.ids import LibraryId, MessageId, PlacementId, TaskId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.message import UNTOLD, Message, MessageKind
from chalicelib.domain.offering import drop_owed_texts
from chalicelib.domain.placement import Happening, Placement, State, advance
from chalicelib.domain.referral import Referral
from chalicelib.domain.reply import LastReply, Reply
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.step import Step, moved
from chalicelib.domain.task import DAYS, Task, TaskReason, deadline, finished, task_id
from chalicelib.domain.vocabulary import Reading

OPEN, DONE = "open", "done"  # the states of a task, as the timeline tells them
MOST_ROUNDS = 3  # of offers, before a person looks
_STOPPABLE = frozenset(MessageKind) - {MessageKind.STOPPED}
_ASKED_BY_TEXT = frozenset({State.PROPOSED, State.SEAT_OFFERED})
LEAST_MINUTES = 5  # nobody is helped by a search nearer than this


def newcomer(referral: Referral) -> Actor:
    """She herself, named by her referral."""
    return Actor("newcomer", referral.id)


def remembered(step: Step, reply: Reply, *, at: datetime) -> Step:
    """The step that says what she answered, in the timeline and to be shown to her."""
    said = LastReply(
        wish=reply.wish,
        at=at,
        round=step.referral.round,
        placement_id=reply.placement_id,
        part_of_day=reply.part_of_day,
    )
    event = Event(
        EventKind.REPLIED,
        at,
        newcomer(step.referral),
        placement_id=reply.placement_id,
        reason=reply.part_of_day or reply.wish,
    )
    return step.then(replace(step.referral, last_reply=said, last_heard_at=at), event)


def still_open(referral: Referral, *, round_: int | None) -> tuple[Placement, ...]:
    """The open proposals she was looking at; empty when that round has its answer."""
    proposals = referral.open_proposals
    return proposals if round_ is None else tuple(p for p in proposals if p.round <= round_)


def refused(step: Step, placements: Iterable[Placement], *, reason: str, at: datetime) -> Step:
    """The step in which she says no to these."""
    for placement in placements:
        change = advance(placement, Happening.NEWCOMER_DECLINED, at=at, reason=reason)
        step = moved(step, change, actor=newcomer(step.referral))
    return step


def renewed(step: Step, placement: Placement, *, at: datetime) -> Step:
    """The step in which she says, asked for it, that she still wants this one.

    Raises:
        IllegalTransition: it is not one that she is asked about.
    """
    change = advance(placement, Happening.STILL_WANTED, at=at)
    after = replace(change.placement, renewed_at=at)
    return step.then(step.referral.with_placement(after))


def nearer(step: Step, refused_now: Iterable[Placement], *, at: datetime) -> Step | None:
    """The step whose search stays within half the way to the nearest she refused.

    None when that cannot be nearer: nothing she refused was a way off, or hardly one.
    """
    ways = [p.offered.travel_minutes for p in refused_now if p.offered.travel_minutes > 0]
    need = step.referral.need
    if not ways or need is None:
        return None
    minutes = max(LEAST_MINUTES, min(ways) // 2)
    if minutes >= min(need.max_minutes, *ways):
        return None
    travel = {**(step.referral.asked.get("travel") or {}), "maxMinutes": minutes}
    return _asking(step, replace(need, max_minutes=minutes), {"travel": travel}, at=at)


def at_part_of_day(step: Step, part: str, *, at: datetime) -> Step:
    """The step whose search is for this part of any day: her own word replaces what was noted."""
    need = step.referral.need
    if need is None:
        return step
    slots = [f"{day}_{part}" for day in Weekday]
    free = tuple(slot(name) for name in slots)
    return _asking(step, replace(need, free=free), {"availability": slots}, at=at)


def _asking(step: Step, need: Need, asked: Mapping[str, Any], *, at: datetime) -> Step:
    referral = replace(step.referral, need=need, asked={**step.referral.asked, **asked})
    return step.then(referral, Event(EventKind.NEED_CHANGED, at, newcomer(referral)))


def opened(
    step: Step,
    reason: TaskReason,
    *,
    actor: Actor,
    at: datetime,
    placement_id: PlacementId | None = None,
    message_id: MessageId | None = None,
    library: LibraryId | None = None,
) -> Step:
    """The step in which somebody has this to do; the same is never asked twice at once.

    It is for whoever looks after her, or, where one is named, for a library. Of what her
    municipality took back nobody has anything to do: she may have died.
    """
    referral = step.referral
    if referral.withdrawal is not None:
        return step
    alike = [t for t in referral.tasks if t.reason is reason]
    about = (message_id, library, placement_id if library else None)
    if any(t.is_open and _about(t) == about for t in alike):
        return step
    task = Task(
        id=task_id(referral.id, reason, len(alike) + 1),
        reason=reason,
        owner=library or referral.owner,
        library=library,
        opened_at=at,
        deadline=deadline(at, DAYS[reason]),
        placement_id=placement_id,
        message_id=message_id,
    )
    event = Event(
        EventKind.TASK_OPENED,
        at,
        actor,
        placement_id=placement_id,
        message_id=message_id,
        after=OPEN,
        reason=reason,
        task_id=task.id,
    )
    return step.then(replace(referral, tasks=(*referral.tasks, task)), event)


def never_by_text_alone(step: Step, *, actor: Actor, at: datetime) -> Step:
    """The step in which somebody calls her, or hands her the letter, when she does not read."""
    need = step.referral.need
    if need is None or need.reading is not Reading.NONE:
        return step
    return opened(step, TaskReason.CANNOT_READ, actor=actor, at=at)


def _about(task: Task) -> tuple[MessageId | None, LibraryId | None, PlacementId | None]:
    return task.message_id, task.library, task.placement_id if task.library else None


def done(step: Step, wanted: TaskId, *, actor: Actor, at: datetime) -> Step:
    """The step in which the task is done; doing it again changes nothing.

    Raises:
        NotFound: this referral has no such task.
    """
    task = step.referral.task(wanted)
    if not task.is_open:
        return step
    event = Event(
        EventKind.TASK_DONE,
        at,
        actor,
        placement_id=task.placement_id,
        message_id=task.message_id,
        before=OPEN,
        after=DONE,
        reason=task.reason,
        task_id=task.id,
    )
    return step.then(step.referral.with_task(finished(task, at=at, by=actor.id)), event)


def needless(
    step: Step,
    reason: TaskReason,
    *,
    actor: Actor,
    at: datetime,
    message_id: MessageId | None = None,
) -> Step:
    """The step in which tasks for this reason (and this text) need not be done any more."""
    for task in step.referral.tasks:
        if task.reason is reason and task.is_open and task.message_id == message_id:
            step = done(step, task.id, actor=actor, at=at)
    return step


def reassigned(referral: Referral) -> Referral:
    """The referral whose open tasks lie with who owns it now; a library's stay its own."""
    tasks = tuple(
        replace(t, owner=referral.owner) if t.is_open and t.library is None else t
        for t in referral.tasks
    )
    return replace(referral, tasks=tasks)


def assigned(step: Step, to: str | None, *, actor: Actor, at: datetime) -> Step:
    """The step in which somebody else looks after her, with all that is still to be done."""
    before = step.referral.assigned_to
    referral = reassigned(replace(step.referral, assigned_to=to))
    return step.then(referral, Event(EventKind.ASSIGNED, at, actor, before=before, after=to))


def texts_stopped(step: Step, *, at: datetime) -> Step:
    """The step after her STOP: nothing waits to be sent, an open offer is a person's task.

    Her placements stay as they are.
    """
    actor = newcomer(step.referral)
    step = drop_owed_texts(step, why="texts_stopped", of=_STOPPABLE, actor=actor, at=at)
    step = step.then(step.referral, Event(EventKind.TEXTS_STOPPED, at, actor))
    if not any(placement.state in _ASKED_BY_TEXT for placement in step.referral.placements):
        return step
    return opened(step, TaskReason.TEXTS_STOPPED, actor=actor, at=at)


def texts_resumed(step: Step, *, at: datetime) -> Step:
    """The step after her START; what was a task because of her STOP is none any more."""
    actor = newcomer(step.referral)
    step = step.then(step.referral, Event(EventKind.TEXTS_RESUMED, at, actor))
    return needless(step, TaskReason.TEXTS_STOPPED, actor=actor, at=at)


def owes(step: Step, message: Message, *, actor: Actor, at: datetime) -> Step:
    """The step with one more text owed; its words and their number are made when it is sent."""
    referral = replace(step.referral, messages=(*step.referral.messages, message))
    is_untold = message.kind in UNTOLD
    event = Event(
        EventKind.MESSAGE_PENDING,
        at,
        actor,
        placement_id=None if is_untold else message.placement_id,
        message_id=message.id,
        after=message.state,
        reason=None if is_untold else message.kind,
    )
    return step.then(referral, event)
