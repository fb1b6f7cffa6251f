"""Deliver: what a referral owes is sent: claimed first, then sent, then recorded.

The one effect outside a transaction. A text is never sent twice: it is sent only by whoever
claimed it, and after doubt it is not sent again but marked unknown.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.answering import opened
from chalicelib.domain.caps import Rate, block_of, next_day, rates
from chalicelib.domain.errors import (
    Ambiguous,
    Gone,
    NotFound,
    Permanent,
    Temporary,
)
from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.looks import Look, Purpose
from chalicelib.domain.message import (
    Message,
    MessageKind,
    MessageState,
    abandoned,
    claimed,
    dropped,
    given_back,
    refused,
    sent,
    unknown,
)
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.composing import compose, is_wanted
from chalicelib.usecases.ports import CapReached, Metric, Ports, ReferralKey, TextsStopped
from chalicelib.usecases.saving import settle

Changing = Callable[[Message], Message]
LOOKS_AGAIN = timedelta(minutes=15)  # whether texts may go out again
_AT_ONCE = timedelta(seconds=1)
_NEEDS_A_PERSON = {
    MessageState.FAILED: TaskReason.TEXT_FAILED,
    MessageState.UNKNOWN: TaskReason.TEXT_UNCERTAIN,
}
_COUNTED = {
    MessageState.SENT: Metric.TEXTS_SENT,
    MessageState.FAILED: Metric.TEXTS_FAILED,
    MessageState.UNKNOWN: Metric.TEXTS_UNKNOWN,
}


def deliver_due(key: ReferralKey, *, ports: Ports) -> None:
    """Whatever this referral owed at this moment is sent, given back, or told as unknown.

    Harmless when nothing is owed, when called twice at once, or a day late.
    """
    # Erased meanwhile: nothing is owed any more, and nobody is told what became of it.
    with suppress(NotFound, Gone):
        for message in ports.referrals.get(key).messages:
            if message.is_owed and message.due_at is not None and message.due_at <= ports.now():
                _deliver(key, message, ports=ports)


def _deliver(key: ReferralKey, message: Message, *, ports: Ports) -> None:
    later = _may_go_out_at(ports)
    if later > ports.now() and message.state is MessageState.PENDING:
        _change(key, message, lambda m: replace(m, due_at=later), ports=ports)
        return
    try:
        claim = _claim(key, message, ports=ports)
    except TextsStopped:
        _change(key, message, lambda m: dropped(m, why="texts_stopped"), ports=ports)
        return
    except CapReached:
        _held_up(key, message, ports=ports)
        return
    if claim is not None:
        outcome = _send(key, claim, ports=ports)
        _record(key, message, outcome, attempt=claim.attempt, ports=ports)


def _may_go_out_at(ports: Ports) -> datetime:
    """Now, or when to look again: texting is silenced, or it is night, Sunday or a holiday."""
    now = ports.now()
    return ports.sending_opens(now + LOOKS_AGAIN if ports.switchboard.is_silenced() else now)


def _claim(key: ReferralKey, message: Message, *, ports: Ports) -> Message | None:
    """The message under our own lease, or None when it is not ours to send."""

    def decide(referral: Referral, _: Naming) -> Step:
        current = _find(referral, message)
        lost = abandoned(current, at=ports.now())
        if lost is not None:
            return _moved(referral, current, lost, ports=ports)
        if current.state is MessageState.PENDING and not is_wanted(referral, current, ports=ports):
            return _moved(referral, current, dropped(current, why="not_wanted"), ports=ports)
        ours = claimed(current, at=ports.now())
        if ours is None:
            return begun(referral)
        step = _moved(referral, current, _as_shown(referral, ours, ports=ports), ports=ports)
        # That her texts have stopped is the one thing that a number without texts is told.
        if ours.kind is MessageKind.STOPPED:
            return step
        counted = _rates(key, ours, ports=ports)
        return replace(step, wants_texts=True, rates=counted)

    step = settle(lambda: ports.referrals.get(key), decide, ports=ports)
    _count(step, message, ports=ports)
    now = _find(step.referral, message)
    is_ours = now.state is MessageState.SENDING and _find_or_none(step.before, message) != now
    return now if is_ours else None


def _rates(key: ReferralKey, message: Message, *, ports: Ports) -> tuple[Rate, ...]:
    """What the text counts in; nothing where caps are off, or there is no number to count for."""
    if ports.caps is None:
        return ()
    try:
        phone = ports.referrals.person(key).phone
    except (NotFound, Gone):
        return ()
    if phone is None:
        return ()
    return rates(
        ports.caps,
        organisation=key.organisation,
        number=ports.derivation.phone_mac(phone),
        block=ports.derivation.phone_mac(block_of(phone)),
        message_id=message.id,
        at=ports.now(),
    )


def _held_up(key: ReferralKey, message: Message, *, ports: Ports) -> None:
    """The text waits for the next day, and somebody is told that it does."""

    def decide(referral: Referral, _: Naming) -> Step:
        current = _find(referral, message)
        if current.state is not MessageState.PENDING:
            return begun(referral)
        later = ports.sending_opens(next_day(ports.now()))
        step = _moved(referral, current, replace(current, due_at=later), ports=ports)
        return opened(step, TaskReason.TEXTS_CAPPED, actor=CLOCK, at=ports.now())

    settle(lambda: ports.referrals.get(key), decide, ports=ports)


def _as_shown(referral: Referral, message: Message, *, ports: Ports) -> Message:
    """The text with what it will show, noted before it goes out: an answer may come at once."""
    composed, options = compose(referral, message, ports=ports)
    return replace(message, language=composed.language, segments=composed.segments, options=options)


def _send(key: ReferralKey, message: Message, *, ports: Ports) -> Changing:
    """What became of the text, as a change to its record."""
    try:
        return _handed_over(key, message, ports=ports)
    except (NotFound, Gone):
        return lambda m: refused(m, why="erased")
    except Permanent as error:
        why = str(error) or "refused"
        return lambda m: refused(m, why=why)
    except Ambiguous:
        return unknown
    except Temporary as error:
        pause = timedelta(seconds=error.retry_after_s) if error.retry_after_s else None
        return lambda m: given_back(m, at=ports.now(), retry_after=pause)


def _handed_over(key: ReferralKey, message: Message, *, ports: Ports) -> Changing:
    """The text is the provider's, unless there is nothing to say or no number to say it to."""
    # Read again: what she was offered may have been taken back since the claim.
    referral = ports.referrals.get(key)
    if not is_wanted(referral, message, ports=ports):
        return lambda m: dropped(m, why="not_wanted")
    composed, options = compose(referral, message, ports=ports)
    if options != message.options:
        return lambda m: given_back(m, at=ports.now(), retry_after=_AT_ONCE)
    phone = ports.referrals.person(key).phone
    if phone is None:
        return lambda m: refused(m, why="no_phone")
    look = Look(ports.now(), CLOCK, key.organisation, Purpose.TEXT)
    ports.audit.note([key], look)
    provider_id = ports.sms.send(phone, composed.text, reference=message.id)
    return lambda m: sent(m, provider_id=provider_id, at=ports.now())


def _record(
    key: ReferralKey, message: Message, outcome: Changing, *, attempt: int, ports: Ports
) -> None:
    """The outcome stands, unless our lease ran out and somebody else decided since."""

    def decide(referral: Referral, _: Naming) -> Step:
        current = _find(referral, message)
        if current.state is not MessageState.SENDING or current.attempt != attempt:
            return begun(referral)
        return _moved(referral, current, outcome(current), ports=ports)

    _count(settle(lambda: ports.referrals.get(key), decide, ports=ports), message, ports=ports)


def _count(step: Step, message: Message, *, ports: Ports) -> None:
    """Operators see what became of the text in this step, and what it costs."""
    now = _find(step.referral, message)
    metric = _COUNTED.get(now.state)
    if metric is None or now == _find_or_none(step.before, message):
        return
    ports.meter.note(metric, message=now.id)
    if metric is Metric.TEXTS_SENT:
        ports.meter.note(Metric.TEXT_SEGMENTS, now.segments, message=now.id)


def _change(key: ReferralKey, message: Message, change: Changing, *, ports: Ports) -> None:
    def decide(referral: Referral, _: Naming) -> Step:
        current = _find(referral, message)
        if current.state is not MessageState.PENDING:
            return begun(referral)
        return _moved(referral, current, change(current), ports=ports)

    settle(lambda: ports.referrals.get(key), decide, ports=ports)


def _find(referral: Referral, message: Message) -> Message:
    return next(m for m in referral.messages if m.id == message.id)


def _find_or_none(referral: Referral | None, message: Message) -> Message | None:
    return None if referral is None else _find(referral, message)


def _moved(referral: Referral, before: Message, after: Message, *, ports: Ports) -> Step:
    step = begun(referral)
    event = Event(
        EventKind.MESSAGE_MOVED,
        ports.now(),
        CLOCK,
        message_id=after.id,
        before=before.state,
        after=after.state,
        reason=after.failure,
    )
    lines = (event,) if before.state is not after.state else ()
    step = step.then(referral.with_message(after), *lines)
    if after.kind is MessageKind.SEAT_FREE and after.failure == "texts_stopped":
        about = after.placement_id
        return opened(step, TaskReason.SEAT_FREE, actor=CLOCK, at=ports.now(), placement_id=about)
    reason = _NEEDS_A_PERSON.get(after.state)
    if reason is None:
        return step
    return opened(step, reason, actor=CLOCK, at=ports.now(), message_id=after.id)
