"""Following up: what is owed once a place is certain, whoever made it so."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.answering import owes
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import CLOCK
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.meeting import first_meeting, length
from chalicelib.domain.message import Message, MessageKind, MessageState, dropped
from chalicelib.domain.offering import Naming
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step
from chalicelib.domain.vocabulary import Channel
from chalicelib.usecases.ports import Ports

REMINDED_BEFORE = (timedelta(days=3), timedelta(days=1))
ASKED_AFTER = timedelta(hours=2)
_OF_A_MEETING = frozenset(
    {MessageKind.INTAKE_SCHEDULED, MessageKind.REMINDER, MessageKind.HOW_WAS_IT}
)


def gets_texts(referral: Referral) -> bool:
    """Whether she agreed to texts and that is how she is reached."""
    return referral.channel is Channel.SMS and referral.agreement.sms


def owe(
    step: Step,
    kind: MessageKind,
    *,
    names: Naming,
    ports: Ports,
    placement_id: PlacementId | None = None,
    session_at: datetime | None = None,
    due_at: datetime | None = None,
) -> Step:
    """The step with one more text owed, from `due_at` on or at once, when texts may go out."""
    referral, now = step.referral, ports.now()
    if referral.withdrawal is not None or not gets_texts(referral):
        return step
    number = 1 + sum(m.kind is kind for m in referral.messages)
    message = Message(
        id=names.message_id(referral, kind, number),
        kind=kind,
        language=ports.texts.language(referral.contact_language),
        segments=0,
        round=referral.round,
        due_at=ports.sending_opens(due_at or now),
        placement_id=placement_id,
        session_at=session_at,
    )
    # Whoever decided the step owes what follows from it.
    actor = step.events[-1].actor if step.events else CLOCK
    return owes(step, message, actor=actor, at=now)


def followed_up(step: Step, *, names: Naming, ports: Ports) -> Step:
    """The step with what is owed for each place that became certain in it.

    A confirmation with her code, reminders before the first meeting, and a question after it.
    """
    for change in step.changes:
        if change.moved and change.placement.state is State.CONFIRMED:
            step = _certain(step, change.placement, names=names, ports=ports)
    return step


def _certain(step: Step, placement: Placement, *, names: Naming, ports: Ports) -> Step:
    kind = MessageKind.CONFIRMATION
    if not _has(step.referral, kind, placement):
        step = owe(step, kind, names=names, ports=ports, placement_id=placement.id)
    return with_reminders(step, placement, names=names, ports=ports)


def with_reminders(step: Step, placement: Placement, *, names: Naming, ports: Ports) -> Step:
    """The step with the reminders and the question that her first meeting still has ahead."""
    try:
        activity = ports.activities.get(placement.activity_id)
    except NotFound:
        return step
    start = first_meeting(placement, activity, holidays=ports.holidays, at=ports.now())
    if start is None or _has(step.referral, MessageKind.HOW_WAS_IT, placement):
        return step
    for kind, due_at in _moments(activity, start, ports=ports):
        step = owe(
            step,
            kind,
            names=names,
            ports=ports,
            placement_id=placement.id,
            session_at=start,
            due_at=due_at,
        )
    return step


def told_of_intake(step: Step, placement_id: PlacementId, *, names: Naming, ports: Ports) -> Step:
    """The step in which she hears when she is expected, and reminded of nothing else."""
    placement = step.referral.placement(placement_id)
    about_her = replace(
        step.referral,
        messages=tuple(
            dropped(m, why="rescheduled") if _tells_another_time(m, placement) else m
            for m in step.referral.messages
        ),
    )
    step = owe(
        replace(step, referral=about_her),
        MessageKind.INTAKE_SCHEDULED,
        names=names,
        ports=ports,
        placement_id=placement_id,
        session_at=placement.scheduled_at,
    )
    if placement.state is not State.CONFIRMED:
        return step
    return with_reminders(step, placement, names=names, ports=ports)


def _tells_another_time(message: Message, placement: Placement) -> bool:
    return (
        message.state is MessageState.PENDING
        and message.kind in _OF_A_MEETING
        and message.placement_id == placement.id
        and message.session_at != placement.scheduled_at
    )


def _moments(
    activity: Activity, start: datetime, *, ports: Ports
) -> list[tuple[MessageKind, datetime]]:
    """Reminders while there is time before the meeting; moved by the window, never past it."""
    now = ports.now()
    before = [start - ahead for ahead in REMINDED_BEFORE]
    reminders = [
        (MessageKind.REMINDER, due_at)
        for due_at in before
        if due_at > now and ports.sending_opens(due_at) < start
    ]
    after = start + length(activity, start) + ASKED_AFTER
    return [*reminders, (MessageKind.HOW_WAS_IT, after)]


def _has(referral: Referral, kind: MessageKind, placement: Placement) -> bool:
    return any(
        m.kind is kind and m.placement_id == placement.id and m.state is not MessageState.NONE
        for m in referral.messages
    )
