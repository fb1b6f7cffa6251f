"""A step: what one decision changes, all of it or nothing.

What a store needs beyond the new state follows from it: seats that move, codes that are taken or
freed, texts that are owed, lines for the timeline.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.caps import Rate
from chalicelib.domain.events import Actor, Event, EventKind
from chalicelib.domain.ids import ActivityId, LibraryId, PlacementId
from chalicelib.domain.ledger import Written
from chalicelib.domain.message import Message
from chalicelib.domain.milestones import following
from chalicelib.domain.placement import BY_CODE, LIVE, Change, LastMove, Placement, State
from chalicelib.domain.referral import Referral


@dataclass(frozen=True, slots=True)
class SeatMove:
    """One seat of one activity taken (+1) or given back (−1).

    `goes_first`: taken by whoever stood at the head of the list, or whom the library met; anybody
    else takes a seat only while nobody waits for it.
    """

    activity_id: ActivityId
    by: int
    goes_first: bool = False


@dataclass(frozen=True, slots=True)
class TicketMove:
    """A ticket of a waiting list given out (`joins`) or handed in.

    `waited` is how long she stood there, when it was handed in because a seat was offered to her.
    """

    activity_id: ActivityId
    placement_id: PlacementId
    number: int
    joins: bool
    waited: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about one referral; `before` None when it is new.

    `webhook` is (library, webhook-id) when a library's message caused it: seen once, never again.
    `attended` is what was written down of who was there, beside the referral.
    """

    before: Referral | None
    referral: Referral
    events: tuple[Event, ...] = ()
    changes: tuple[Change, ...] = ()
    webhook: tuple[LibraryId, str] | None = None
    wants_texts: bool = False  # claiming a text: only while her number is not suppressed
    rates: tuple[Rate, ...] = ()  # claiming a text: only while there is room in each
    attended: Written | None = None

    @property
    def changes_the_referral(self) -> bool:
        """Whether anything changes that her municipality may see."""
        return self.before != self.referral or bool(self.events)

    @property
    def changes_anything(self) -> bool:
        beside = self.webhook is not None or self.attended is not None
        return self.changes_the_referral or beside

    @property
    def seat_moves(self) -> tuple[SeatMove, ...]:
        moves = (
            SeatMove(c.placement.activity_id, c.seat, goes_first=c.seat > 0 and _goes_first(c))
            for c in self.changes
        )
        return tuple(move for move in moves if move.by)

    @property
    def freed(self) -> tuple[ActivityId, ...]:
        """Activities of which this step gave a seat back: somebody may be waiting for it."""
        return tuple(dict.fromkeys(move.activity_id for move in self.seat_moves if move.by < 0))

    @property
    def ticket_moves(self) -> tuple[TicketMove, ...]:
        known = {p.id: p for p in self.before.placements} if self.before else {}
        found: list[TicketMove] = []
        for after in self.referral.placements:
            before = known.get(after.id)
            if before is not None and before.ticket is not None and before.ticket != after.ticket:
                waited = _waited(before, after)
                found.append(_ticket(before, before.ticket, joins=False, waited=waited))
            if after.ticket is not None and (before is None or before.ticket != after.ticket):
                found.append(_ticket(after, after.ticket, joins=True))
        return tuple(found)

    @property
    def new_placements(self) -> tuple[Placement, ...]:
        known = {p.id for p in self.before.placements} if self.before else set()
        return tuple(p for p in self.referral.placements if p.id not in known)

    @property
    def ended_placements(self) -> tuple[Placement, ...]:
        """Placements whose counter code is freed: live before, not live now."""
        if self.before is None:
            return ()
        was_live = {p.id for p in self.before.placements if p.state in LIVE}
        return tuple(p for p in self.referral.placements if p.id in was_live and not p.is_live)

    @property
    def owed_messages(self) -> tuple[Message, ...]:
        """Texts that this step made due: to be queued once it is saved."""
        known = {m.id for m in self.before.messages} if self.before else set()
        return tuple(m for m in self.referral.messages if m.is_owed and m.id not in known)

    def then(self, referral: Referral, *events: Event) -> "Step":
        """The same step with more decided."""
        return replace(self, referral=referral, events=(*self.events, *events))


def _goes_first(change: Change) -> bool:
    return change.before.state is State.WAITLISTED or change.happening in BY_CODE


def _ticket(
    placement: Placement, number: int, *, joins: bool, waited: timedelta | None = None
) -> TicketMove:
    return TicketMove(placement.activity_id, placement.id, number, joins, waited)


def _waited(before: Placement, after: Placement) -> timedelta | None:
    if after.state is not State.SEAT_OFFERED or before.moved_at is None or after.moved_at is None:
        return None
    return after.moved_at - before.moved_at


def begun(referral: Referral) -> Step:
    """A step in which nothing is decided yet."""
    return Step(before=referral, referral=referral)


def moved(step: Step, change: Change, *, actor: Actor) -> Step:
    """The step with one placement moved; a row that stays in its state changes nothing."""
    if not change.moved:
        return step
    last = LastMove(actor, before=change.before.state, happening=change.happening)
    change = replace(change, placement=replace(change.placement, last_move=last))
    event = Event(
        kind=EventKind.PLACEMENT_MOVED,
        at=change.at,
        actor=actor,
        placement_id=change.placement.id,
        before=change.before.state,
        after=change.placement.state,
        reason=change.placement.reason or change.happening,
    )
    referral = step.referral.with_placement(change.placement)
    return replace(
        step,
        referral=replace(referral, milestones=following(referral.milestones, change)),
        events=(*step.events, event),
        changes=(*step.changes, change),
    )


def closing(step: Step, *, at: datetime) -> Step:
    """The step with its time written down, as every saved step has it.

    Not one that only notes who was there: her municipality must not see from the time of its
    referral that a library noted something else than hours.
    """
    if step.attended is not None and not step.changes_the_referral:
        return step
    return replace(step, referral=replace(step.referral, updated_at=at))
