"""Receive: a provider tells what became of a text; its receipts come in any order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.answering import needless, opened
from chalicelib.domain.errors import Gone, NotFound, Temporary
from chalicelib.domain.events import CLOCK, Event, EventKind
from chalicelib.domain.message import MessageState, received
from chalicelib.domain.offering import Naming
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step, begun
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.ports import Metric, Ports
from chalicelib.usecases.saving import key_of, settle

# A receipt can overtake our own note that the text was sent, by seconds.
OVERTAKES_BY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one receipt says of one text, named by the provider's id."""

    provider_id: str
    state: MessageState
    why: str | None = None
    at: datetime | None = None


def receive(receipt: Receipt, *, ports: Ports) -> None:
    """The text is as far as its receipts tell; one that failed for good is a task of the same day.

    A receipt of a text that is not ours is passed over.

    Raises:
        Temporary: so fresh that it may have overtaken our own note; it must come again.
    """
    try:
        referral, message_id = ports.referrals.of_receipt(receipt.provider_id)
    except NotFound:
        if receipt.at is not None and ports.now() - receipt.at < OVERTAKES_BY:
            raise Temporary("a receipt before its text", retry_after_s=5) from None
        return

    def decide(current: Referral, _: Naming) -> Step:
        before = next(m for m in current.messages if m.id == message_id)
        after = received(before, receipt.state, why=receipt.why)
        step = begun(current)
        if after == before:
            return step
        event = Event(
            EventKind.MESSAGE_MOVED,
            ports.now(),
            CLOCK,
            message_id=message_id,
            before=before.state,
            after=after.state,
            reason=after.failure,
        )
        step = step.then(current.with_message(after), event)
        failed = after.state is MessageState.FAILED
        about = opened if failed else needless
        return about(
            step, TaskReason.TEXT_FAILED, actor=CLOCK, at=ports.now(), message_id=message_id
        )

    try:
        step = settle(lambda: ports.referrals.get(key_of(referral)), decide, ports=ports)
    except Gone:
        return
    if step.events and receipt.state is MessageState.FAILED:
        ports.meter.note(Metric.TEXTS_FAILED, message=message_id)
