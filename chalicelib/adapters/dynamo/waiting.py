"""Waiting lists in the core table: a ticket an item, in order, beside the counter of its activity.

The counter holds how many wait and the last number given out. It stands in the index of what is
due while its list is not empty; joining and leaving are part of a step: `counters.py`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.counters import is_open, nobody_waits
from chalicelib.adapters.dynamo.items import SeatsItem, TicketItem
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.waiting import Line, Ticket


class DynamoWaitingLists:
    """The port WaitingLists, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def line(self, activity_id: ActivityId) -> Line:
        tickets = self._tables.query(
            TicketItem,
            keys.activity(activity_id),
            where=TicketItem.SK.startswith(keys.ALL_TICKETS),
        )
        counter = self._counter(activity_id)
        days = None if counter is None else counter.last_wait_days
        return Line(
            activity_id,
            tuple(codec.thing(Ticket, item.attribute_values) for item in tickets),
            None if days is None else timedelta(days=int(days)),
        )

    @temporary()
    def next_number(self, activity_id: ActivityId) -> int:
        counter = self._counter(activity_id)
        return 1 if counter is None else int(counter.tickets or 0) + 1

    @temporary()
    def settled(self, activity_id: ActivityId, *, look_again_at: datetime) -> bool:
        nobody = SeatsItem.PK.exists() & nobody_waits()
        no_seat = ~is_open() | (SeatsItem.free <= 0)
        return self._done(activity_id, nobody, otherwise=no_seat, look_again_at=look_again_at)

    @temporary()
    def emptied(self, activity_id: ActivityId, *, look_again_at: datetime) -> bool:
        stopped = SeatsItem.PK.exists() & ~is_open()
        nobody = stopped & nobody_waits() & (SeatsItem.taken <= 0)
        return self._done(activity_id, nobody, otherwise=stopped, look_again_at=look_again_at)

    def _done(
        self,
        activity_id: ActivityId,
        done: Condition,
        *,
        otherwise: Condition,
        look_again_at: datetime,
    ) -> bool:
        """True when the list is due no more, or, where only `otherwise` holds, not before then."""
        counter = SeatsItem(keys.activity(activity_id), keys.SEATS)
        later = SeatsItem.due_at.set(keys.instant(look_again_at))
        for holds, action in ((done, SeatsItem.due.remove()), (otherwise, later)):
            to = Transaction(self._tables)
            to.update(counter, [action], Guard(holds, StaleVersion(activity_id)))
            try:
                to.commit()
            except StaleVersion:
                continue
            return True
        return False

    @temporary()
    def drop(self, activity_id: ActivityId, ticket: Ticket) -> None:
        to = Transaction(self._tables)
        place = keys.activity(activity_id)
        item = TicketItem(place, keys.ticket(ticket.number))
        is_theirs = TicketItem.placement_id == ticket.placement_id
        to.delete(item, Guard(is_theirs, StaleVersion(activity_id)))
        to.update(SeatsItem(place, keys.SEATS), [SeatsItem.waiting.set(SeatsItem.waiting - 1)])
        try:
            to.commit()
        except StaleVersion:
            return

    @temporary()
    def due(self, *, at: datetime, limit: int) -> Iterable[ActivityId]:
        """The longest overdue first."""
        shards = [
            islice(
                self._tables.query(
                    SeatsItem,
                    keys.due_list_shard(number),
                    where=SeatsItem.due_at <= keys.instant(at),
                    index=keys.BY_DUE,
                    page_size=limit,
                ),
                limit,
            )
            for number in range(keys.DUE_LIST_SHARDS)
        ]
        entries = merge(*shards, key=lambda entry: entry.due_at)
        return tuple(keys.activity_id(entry.PK) for entry in islice(entries, limit))

    def _counter(self, activity_id: ActivityId) -> SeatsItem | None:
        return self._tables.read(SeatsItem, keys.activity(activity_id), keys.SEATS)
