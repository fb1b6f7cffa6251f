"""A placement: one attempt at one activity, and the one table of what may happen to it.

The newcomer's answer, the library's webhook and the clock are the same `advance` with a different
happening, so they can never disagree about what is allowed. `docs/placement.md` is drawn from
TRANSITIONS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.clocks import Clock
from chalicelib.domain.errors import IllegalTransition
from chalicelib.domain.events import Actor
from chalicelib.domain.heard import Heard
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId, PlacementId
from chalicelib.domain.vocabulary import ActivityType


class State(StrEnum):
    """Where a placement stands."""

    PROPOSED = "proposed"
    HELD = "held"
    WAITLISTED = "waitlisted"
    SEAT_OFFERED = "seat_offered"
    CONFIRMED = "confirmed"
    ATTENDING = "attending"
    COMPLETED = "completed"
    STOPPED = "stopped"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class Happening(StrEnum):
    """What can happen to a placement: hers, the library's, the municipality's, the clock's."""

    ACCEPTED_DROP_IN = "accepted_drop_in"  # "just come"
    ACCEPTED = "accepted"  # a seat is free and hers until the library answers
    ACCEPTED_TO_LIST = "accepted_to_list"  # full, and she waits
    FOUND_FULL = "found_full"  # full without a list, or the seat went just now
    NEWCOMER_DECLINED = "newcomer_declined"  # a no before, leaving after
    STILL_WANTED = "still_wanted"  # she says so when asked: a sign of life
    LIBRARY_CONFIRMED = "library_confirmed"
    CODE_CONFIRMED = "code_confirmed"  # she showed her code, and the library confirms
    INTAKE_SCHEDULED = "intake_scheduled"
    LIBRARY_DECLINED = "library_declined"
    ATTENDED = "attended"
    CODE_ATTENDED = "code_attended"  # she showed her code, and took part
    WAS_ABSENT = "was_absent"
    LIBRARY_COMPLETED = "library_completed"
    LIBRARY_STOPPED = "library_stopped"
    SEAT_OFFERED = "seat_offered"  # head of the list
    SILENCE = "silence"  # a deadline passed: hers, or the library's on day 7
    WITHDRAWN = "withdrawn"  # by the municipality, by erasure, or the activity is cancelled
    UNDONE = "undone"  # a row read backwards, by whoever took it: see `undone`


S, H = State, Happening

LIVE = frozenset(
    {S.PROPOSED, S.HELD, S.WAITLISTED, S.SEAT_OFFERED, S.CONFIRMED, S.ATTENDING},
)
BEYOND_PROPOSED = LIVE - {S.PROPOSED}
COUNTS_A_SEAT = frozenset({S.HELD, S.SEAT_OFFERED, S.CONFIRMED, S.ATTENDING})
BY_CODE = frozenset({H.CODE_CONFIRMED, H.CODE_ATTENDED})  # the library saw her itself

# Every state × happening is a row here or illegal. A row that stays in its state records something
# (a date, minutes, an overtaken message) and moves nothing.
TRANSITIONS: Mapping[tuple[State, Happening], State] = {
    (S.PROPOSED, H.ACCEPTED_DROP_IN): S.CONFIRMED,
    (S.PROPOSED, H.ACCEPTED): S.HELD,
    (S.PROPOSED, H.ACCEPTED_TO_LIST): S.WAITLISTED,
    (S.PROPOSED, H.FOUND_FULL): S.LAPSED,
    (S.PROPOSED, H.NEWCOMER_DECLINED): S.DECLINED,
    (S.PROPOSED, H.CODE_CONFIRMED): S.CONFIRMED,
    (S.PROPOSED, H.CODE_ATTENDED): S.ATTENDING,
    (S.PROPOSED, H.SILENCE): S.LAPSED,
    (S.PROPOSED, H.WITHDRAWN): S.CANCELLED,
    (S.HELD, H.LIBRARY_CONFIRMED): S.CONFIRMED,
    (S.HELD, H.CODE_CONFIRMED): S.CONFIRMED,
    (S.HELD, H.INTAKE_SCHEDULED): S.HELD,
    (S.HELD, H.LIBRARY_DECLINED): S.DECLINED,
    (S.HELD, H.NEWCOMER_DECLINED): S.DECLINED,
    (S.HELD, H.ATTENDED): S.ATTENDING,
    (S.HELD, H.CODE_ATTENDED): S.ATTENDING,
    (S.HELD, H.WAS_ABSENT): S.HELD,
    (S.HELD, H.SILENCE): S.LAPSED,
    (S.HELD, H.WITHDRAWN): S.CANCELLED,
    (S.WAITLISTED, H.STILL_WANTED): S.WAITLISTED,
    (S.WAITLISTED, H.SEAT_OFFERED): S.SEAT_OFFERED,
    (S.WAITLISTED, H.LIBRARY_DECLINED): S.DECLINED,
    (S.WAITLISTED, H.NEWCOMER_DECLINED): S.DECLINED,
    (S.WAITLISTED, H.SILENCE): S.LAPSED,
    (S.WAITLISTED, H.WITHDRAWN): S.CANCELLED,
    (S.SEAT_OFFERED, H.ACCEPTED): S.HELD,
    (S.SEAT_OFFERED, H.ACCEPTED_DROP_IN): S.CONFIRMED,
    (S.SEAT_OFFERED, H.LIBRARY_DECLINED): S.DECLINED,
    (S.SEAT_OFFERED, H.NEWCOMER_DECLINED): S.DECLINED,
    (S.SEAT_OFFERED, H.SILENCE): S.LAPSED,
    (S.SEAT_OFFERED, H.WITHDRAWN): S.CANCELLED,
    (S.CONFIRMED, H.STILL_WANTED): S.CONFIRMED,
    (S.CONFIRMED, H.INTAKE_SCHEDULED): S.CONFIRMED,
    (S.CONFIRMED, H.LIBRARY_DECLINED): S.DECLINED,
    (S.CONFIRMED, H.NEWCOMER_DECLINED): S.DECLINED,
    (S.CONFIRMED, H.ATTENDED): S.ATTENDING,
    (S.CONFIRMED, H.CODE_ATTENDED): S.ATTENDING,
    (S.CONFIRMED, H.WAS_ABSENT): S.CONFIRMED,
    (S.CONFIRMED, H.SILENCE): S.LAPSED,
    (S.CONFIRMED, H.WITHDRAWN): S.CANCELLED,
    (S.ATTENDING, H.STILL_WANTED): S.ATTENDING,
    (S.ATTENDING, H.LIBRARY_CONFIRMED): S.ATTENDING,  # overtaken by attendance
    (S.ATTENDING, H.CODE_CONFIRMED): S.ATTENDING,  # overtaken by attendance
    (S.ATTENDING, H.INTAKE_SCHEDULED): S.ATTENDING,  # overtaken by attendance
    (S.ATTENDING, H.ATTENDED): S.ATTENDING,
    (S.ATTENDING, H.CODE_ATTENDED): S.ATTENDING,
    (S.ATTENDING, H.WAS_ABSENT): S.ATTENDING,
    (S.ATTENDING, H.NEWCOMER_DECLINED): S.STOPPED,
    (S.ATTENDING, H.LIBRARY_COMPLETED): S.COMPLETED,
    (S.ATTENDING, H.LIBRARY_STOPPED): S.STOPPED,
    (S.ATTENDING, H.SILENCE): S.LAPSED,
    (S.ATTENDING, H.WITHDRAWN): S.CANCELLED,
}


# What a person may take back. Who was there is corrected in the ledger; what time did stays done.
UNDOABLE = frozenset(
    {
        H.ACCEPTED_DROP_IN,
        H.ACCEPTED,
        H.ACCEPTED_TO_LIST,
        H.NEWCOMER_DECLINED,
        H.LIBRARY_CONFIRMED,
        H.CODE_CONFIRMED,
        H.LIBRARY_DECLINED,
        H.LIBRARY_COMPLETED,
        H.LIBRARY_STOPPED,
    }
)
UNDONE_WITHIN = timedelta(hours=24)


class DeclinedBy(StrEnum):
    """Who said no."""

    NEWCOMER = "newcomer"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Offered:
    """The match as it was when it was proposed: reproducible, without naming her."""

    rank: int
    score: float
    parts: tuple[tuple[str, float, float], ...]  # code, value, weight
    reasons: tuple[tuple[str, Mapping[str, object]], ...]  # code, values
    distance_km: float
    travel_minutes: int
    next_session_at: datetime | None
    type: ActivityType | None = None  # None as releases before this one wrote it
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class LastMove:
    """Who moved a placement last, from where, and by what."""

    actor: Actor
    before: State
    happening: Happening


@dataclass(frozen=True, slots=True)
class Placement:
    """One attempt at one activity. `seat_counted` says whether this one moved the counter.

    `known_since` is when its library first heard of her: when she accepted, or showed her code.
    `renewed_at` is when she last said, asked for it, that she still wants this one.
    """

    id: PlacementId
    activity_id: ActivityId
    library: LibraryId
    branch: BranchId
    code: str  # four digits she shows at the desk; unique among the library's open placements
    offered: Offered
    state: State = State.PROPOSED
    round: int = 1
    seat_counted: bool = False
    declined_by: DeclinedBy | None = None
    reason: str | None = None
    scheduled_at: datetime | None = None
    moved_at: datetime | None = None
    renewed_at: datetime | None = None
    heard: Heard = ()  # what its library said
    known_since: datetime | None = None
    clock: Clock | None = None  # what it waits for; a proposal waits with its referral
    ticket: int | None = None  # her number on the waiting list, while she waits
    last_move: LastMove | None = None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_known_to_library(self) -> bool:
        """Whether she accepted or showed her code; before that the library sees nothing."""
        return self.known_since is not None or self.state in BEYOND_PROPOSED


@dataclass(frozen=True, slots=True)
class Change:
    """What one happening did to one placement; `seat` is +1 taken, −1 given back, 0 neither."""

    before: Placement
    placement: Placement
    happening: Happening
    at: datetime

    @property
    def seat(self) -> int:
        return int(self.placement.seat_counted) - int(self.before.seat_counted)

    @property
    def moved(self) -> bool:
        return self.before.state is not self.placement.state


def allowed(state: State) -> tuple[Happening, ...]:
    """The happenings that have a row for this state, in the order of the enum."""
    return tuple(happening for happening in Happening if (state, happening) in TRANSITIONS)


def advance(
    placement: Placement, happening: Happening, *, at: datetime, reason: str | None = None
) -> Change:
    """The placement after the happening; a seat is counted exactly while its state counts one.

    Raises:
        IllegalTransition: the table has no row for it.
    """
    target = TRANSITIONS.get((placement.state, happening))
    if target is None:
        raise IllegalTransition(placement.state, happening, allowed(placement.state))
    if target is placement.state:
        return Change(placement, placement, happening, at)
    after = replace(
        placement,
        state=target,
        moved_at=at,
        seat_counted=target in COUNTS_A_SEAT,
        declined_by=_declined_by(target, happening),
        reason=reason,
        known_since=placement.known_since or (at if target in BEYOND_PROPOSED else None),
        ticket=None,  # a ticket is good for one wait, and given when that is saved
    )
    return Change(placement, after, happening, at)


def undone(placement: Placement, *, by: Actor, at: datetime) -> Change:
    """The placement as it was before the last move, which was this actor's own, a day ago at most.

    Raises:
        IllegalTransition: it was somebody else's, too long ago, or nothing to be taken back.
    """
    last, moved_at = placement.last_move, placement.moved_at
    is_own = last is not None and last.actor == by and last.happening in UNDOABLE
    is_recent = moved_at is not None and at - moved_at <= UNDONE_WITHIN
    if last is None or not is_own or not is_recent:
        raise IllegalTransition(placement.state, Happening.UNDONE, allowed(placement.state))
    was_proposed = last.before is State.PROPOSED
    after = replace(
        placement,
        state=last.before,
        moved_at=at,
        seat_counted=last.before in COUNTS_A_SEAT,
        declined_by=None,
        reason=None,
        known_since=None if was_proposed else placement.known_since,
        ticket=None,
    )
    return Change(placement, after, Happening.UNDONE, at)


def _declined_by(target: State, happening: Happening) -> DeclinedBy | None:
    if target is not State.DECLINED:
        return None
    by_library = happening is Happening.LIBRARY_DECLINED
    return DeclinedBy.LIBRARY if by_library else DeclinedBy.NEWCOMER
