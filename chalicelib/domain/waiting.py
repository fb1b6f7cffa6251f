"""A waiting list: who stands on it, in which order, and how long it is likely to take."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.ids import ActivityId, OrganisationId, PlacementId, ReferralId
from chalicelib.domain.vocabulary import ActivityStatus

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Ticket:
    """One place on a list. Numbers only grow, so nobody ever comes to stand before her."""

    number: int
    organisation: OrganisationId
    referral_id: ReferralId
    placement_id: PlacementId


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for one activity, in order; `last_wait` is how long the last one asked had."""

    activity_id: ActivityId
    tickets: tuple[Ticket, ...] = ()
    last_wait: timedelta | None = None

    @property
    def head(self) -> Ticket | None:
        return self.tickets[0] if self.tickets else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands: `position` from 1, out of `of`; weeks None where nobody knows."""

    position: int
    of: int
    expected_weeks: int | None


def standing(line: Line, placement_id: PlacementId, activity: Activity | None) -> Standing | None:
    """Where she stands on the list; None when she does not.

    The expected wait is what her library says, else what the last one who was asked had waited.
    """
    for position, ticket in enumerate(line.tickets, 1):
        if ticket.placement_id == placement_id:
            return Standing(position, len(line.tickets), _expected_weeks(line, activity))
    return None


def _expected_weeks(line: Line, activity: Activity | None) -> int | None:
    if activity is not None and activity.expected_wait_weeks is not None:
        return activity.expected_wait_weeks
    return None if line.last_wait is None else -(-line.last_wait.days // _DAYS_A_WEEK)


def can_ask(line: Line, activity: Activity) -> bool:
    """Whether the head of the list can be asked now: somebody waits, and a seat is free."""
    is_open = activity.status is ActivityStatus.ACTIVE
    return line.head is not None and is_open and activity.seats.has_room
