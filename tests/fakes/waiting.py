"""Waiting lists in memory, beside the counters of their activities."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chalicelib.domain.waiting import Line, Ticket
from chalicelib.usecases.ports import ListMoved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from chalicelib.domain.ids import ActivityId
    from chalicelib.domain.step import Step
    from tests.fakes.activities import FakeActivities


@dataclass
class _List:
    tickets: dict[int, Ticket] = field(default_factory=dict)
    issued: int = 0
    last_wait: timedelta | None = None
    due_at: datetime | None = None  # None: at once
    stops: bool = False


class FakeWaitingLists:
    def __init__(self, activities: FakeActivities) -> None:
        self._activities = activities
        self._lists: defaultdict[ActivityId, _List] = defaultdict(_List)

    def line(self, activity_id: ActivityId) -> Line:
        known = self._lists[activity_id]
        tickets = tuple(known.tickets[number] for number in sorted(known.tickets))
        return Line(activity_id, tickets, known.last_wait)

    def next_number(self, activity_id: ActivityId) -> int:
        return self._lists[activity_id].issued + 1

    def settled(self, activity_id: ActivityId, *, look_again_at: datetime) -> bool:
        if self.someone_waits(activity_id) and self._activities.has_seats(activity_id, 1):
            return False
        self._lists[activity_id].due_at = look_again_at
        self._lists[activity_id].stops = False
        return True

    def emptied(self, activity_id: ActivityId, *, look_again_at: datetime) -> bool:
        if self._activities.is_open(activity_id):
            return False
        known = self._lists[activity_id]
        known.due_at = look_again_at
        known.stops = bool(known.tickets or self._activities.taken(activity_id))
        return True

    def drop(self, activity_id: ActivityId, ticket: Ticket) -> None:
        known = self._lists[activity_id]
        if known.tickets.get(ticket.number) == ticket:
            del known.tickets[ticket.number]
            self._activities.move_waiting(activity_id, -1)

    def due(self, *, at: datetime, limit: int) -> Iterable[ActivityId]:
        owing = {id_: known for id_, known in self._lists.items() if known.tickets or known.stops}
        found = [id_ for id_, known in owing.items() if _is_due(known, at)]
        return tuple(found[:limit])

    def look(self, activity_id: ActivityId) -> None:
        """Part of whatever may free a seat."""
        self._lists[activity_id].due_at = None

    def stop(self, activity_id: ActivityId, *, at: datetime | None) -> None:
        """Part of whatever makes an activity inactive."""
        self._lists[activity_id].stops = True
        self._lists[activity_id].due_at = at

    def someone_waits(self, activity_id: ActivityId) -> bool:
        return bool(self._lists[activity_id].tickets)

    def check(self, step: Step) -> None:
        """Part of a step, under the lock of the referrals: whether its tickets are the next."""
        for move in step.ticket_moves:
            if move.joins and move.number != self.next_number(move.activity_id):
                raise ListMoved(move.activity_id)

    def move(self, step: Step) -> None:
        """Part of a step that was checked."""
        for move in step.ticket_moves:
            known = self._lists[move.activity_id]
            if move.joins:
                known.issued = move.number
                known.tickets[move.number] = Ticket(
                    move.number, step.referral.organisation, step.referral.id, move.placement_id
                )
                known.due_at = None
            else:
                known.tickets.pop(move.number)
                known.last_wait = move.waited if move.waited is not None else known.last_wait
            self._activities.move_waiting(move.activity_id, 1 if move.joins else -1)

    def everything(self) -> object:
        return {
            id_: (dict(known.tickets), known.issued, known.last_wait)
            for id_, known in self._lists.items()
            if known.issued
        }


def _is_due(known: _List, at: datetime) -> bool:
    return known.due_at is None or known.due_at <= at
