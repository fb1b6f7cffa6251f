"""How a step moves what is counted of an activity: its seats, and the tickets of its list.

All of one activity goes in one write to its counter, by what that says at the moment of writing,
never by what was read. Whatever may free a seat for somebody who waits makes the list due in that
same write, so that no crash can leave a free seat unseen.
"""

from dataclasses import dataclass, replace

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import SeatsItem, TicketItem
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import SeatTaken, Temporary
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.placement import State
from chalicelib.domain.step import Step, TicketMove
from chalicelib.usecases.ports import ListMoved


@dataclass(frozen=True, slots=True)
class _Moves:
    """What one step does to one activity: seats by so many, tickets given out and handed in."""

    seats: int = 0
    goes_first: bool = True
    tickets: tuple[TicketMove, ...] = ()

    @property
    def joining(self) -> TicketMove | None:
        return next((move for move in self.tickets if move.joins), None)

    @property
    def waiting(self) -> int:
        return sum(1 if move.joins else -1 for move in self.tickets)


def move_counters(to: Transaction, step: Step) -> None:
    """The seats and tickets of the step are part of the transaction."""
    moves = _moves(step)
    for activity_id, move in moves.items():
        actions = _actions(activity_id, move)
        if actions:
            to.update(_counter(activity_id), actions, _guard(activity_id, move))
        for ticket in move.tickets:
            _move_ticket(to, step, ticket)
    for activity_id in _waits_for(step) - moves.keys():
        to.check(_counter(activity_id), Guard(is_open(), SeatTaken(activity_id)))


def is_open() -> Condition:
    return SeatsItem.open == True  # noqa: E712 - an expression for the table


def nobody_waits() -> Condition:
    none: Condition = SeatsItem.waiting.does_not_exist() | (SeatsItem.waiting <= 0)
    return none


def _moves(step: Step) -> dict[ActivityId, _Moves]:
    found: dict[ActivityId, _Moves] = {}
    for move in step.seat_moves:
        so_far = found.get(move.activity_id, _Moves())
        found[move.activity_id] = replace(
            so_far,
            seats=so_far.seats + move.by,
            goes_first=so_far.goes_first and (move.by < 0 or move.goes_first),
        )
    for ticket in step.ticket_moves:
        so_far = found.get(ticket.activity_id, _Moves())
        found[ticket.activity_id] = replace(so_far, tickets=(*so_far.tickets, ticket))
    return {id_: move for id_, move in found.items() if move.seats or move.tickets}


def _actions(activity_id: ActivityId, move: _Moves) -> list[Action]:
    actions: list[Action] = []
    if move.seats:
        actions.append(SeatsItem.taken.set(SeatsItem.taken + move.seats))
        actions.append(SeatsItem.free.set(SeatsItem.free - move.seats))
    if move.waiting:
        actions.append(SeatsItem.waiting.set((SeatsItem.waiting | 0) + move.waiting))
    if move.joining is not None:
        actions.append(SeatsItem.tickets.set(move.joining.number))
        actions.append(SeatsItem.due.set(keys.due_list(activity_id)))
    if move.joining is not None or move.seats < 0:
        # Somebody who joins may have read of a seat as taken that was given back since.
        actions.append(SeatsItem.due_at.set(keys.AT_ONCE))
    waits = [ticket.waited for ticket in move.tickets if ticket.waited is not None]
    if waits:
        actions.append(SeatsItem.last_wait_days.set(waits[-1].days))
    return actions


def _guard(activity_id: ActivityId, move: _Moves) -> Guard | None:
    if move.seats > 0:
        has_seats = is_open() & (SeatsItem.free >= move.seats)
        in_turn = has_seats if move.goes_first else has_seats & nobody_waits()
        return Guard(in_turn, SeatTaken(activity_id))
    if move.seats < 0:
        # Never below nobody. That a counted seat is missing is a fault in the counter, which the
        # nightly check puts right; until then the step waits.
        missing = Temporary("seats do not add up", retry_after_s=60)
        return Guard(SeatsItem.taken >= -move.seats, missing)
    if move.joining is None:
        return None
    last = move.joining.number - 1
    as_read = SeatsItem.tickets == last
    if last == 0:
        as_read |= SeatsItem.tickets.does_not_exist()
    return Guard(is_open() & as_read, ListMoved(activity_id))


def _move_ticket(to: Transaction, step: Step, move: TicketMove) -> None:
    place = keys.activity(move.activity_id), keys.ticket(move.number)
    if not move.joins:
        # Hers by the version of the root, and numbers are never given out twice.
        to.delete(TicketItem(*place))
        return
    item = TicketItem(
        *place,
        number=move.number,
        organisation=step.referral.organisation,
        referral_id=step.referral.id,
        placement_id=move.placement_id,
    )
    to.put(item, Guard(TicketItem.PK.does_not_exist(), ListMoved(move.activity_id)))


def _counter(activity_id: ActivityId) -> SeatsItem:
    return SeatsItem(keys.activity(activity_id), keys.SEATS)


def _waits_for(step: Step) -> set[ActivityId]:
    """Activities on whose waiting list this step puts her: only while they are open."""
    return {
        change.placement.activity_id
        for change in step.changes
        if change.moved and change.placement.state is State.WAITLISTED
    }
