"""Waiting lists: who stands where, and which lists somebody must look at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.waiting import Line, Ticket


class WaitingLists(Protocol):
    """The lists of all activities. Joining and leaving are part of a step: `Referrals.save`.

    Whatever may free a seat for somebody who waits makes the list due, in the same write; so does
    whatever makes its activity inactive, for everybody there has to move on.
    """

    def line(self, activity_id: ActivityId) -> Line:
        """Who waits, in order, read consistently; nobody for an activity nobody knows."""

    def next_number(self, activity_id: ActivityId) -> int:
        """The number that the next ticket has, unless somebody takes it first (`ListMoved`)."""

    def settled(self, activity_id: ActivityId, *, look_again_at: datetime) -> bool:
        """True, and the list is not due before then, when nobody can be asked at this moment.

        False, and nothing changed, when somebody waits and a seat is free.
        """

    def emptied(self, activity_id: ActivityId, *, look_again_at: datetime) -> bool:
        """True when its activity is closed: not due any more when nobody has a place or waits.

        While somebody does, it is due again then. False, and nothing changed, when it is open.
        """

    def drop(self, activity_id: ActivityId, ticket: Ticket) -> None:
        """A ticket that belongs to nobody who waits is gone; harmless when it is gone already."""

    def due(self, *, at: datetime, limit: int) -> Iterable[ActivityId]:
        """Lists to be looked at by this time; may repeat, may lag, never forgets."""


class ListMoved(StaleVersion):
    """Somebody else joined the list first: take another number."""
