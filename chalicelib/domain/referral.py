"""A referral: one newcomer's road from a municipality to a library.

It has no state machine of its own: its status follows from its placements and three flags.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.agreement import Agreement, Said
from chalicelib.domain.chain import BEGINNING
from chalicelib.domain.clocks import Clock
from chalicelib.domain.errors import NotFound
from chalicelib.domain.handover import Handover
from chalicelib.domain.ids import OrganisationId, PlacementId, ReferralId, TaskId
from chalicelib.domain.matching.need import Need
from chalicelib.domain.message import Message, MessageKind, MessageState
from chalicelib.domain.milestones import Milestones
from chalicelib.domain.placement import BEYOND_PROPOSED, Placement, State
from chalicelib.domain.reply import LastReply
from chalicelib.domain.task import Task
from chalicelib.domain.vocabulary import Channel, WithdrawalReason


class ReferralStatus(StrEnum):
    """Where everyone stands, as a case worker reads it."""

    NEEDS_REVIEW = "needs_review"
    NO_OFFER = "no_offer"
    OFFERED = "offered"
    AWAITING_LIBRARY = "awaiting_library"
    WAITLISTED = "waitlisted"
    PLACED = "placed"
    ACTIVE = "active"
    COMPLETED = "completed"
    CLOSED = "closed"


MATCHES_AGAIN = frozenset(
    {ReferralStatus.OFFERED, ReferralStatus.NO_OFFER, ReferralStatus.NEEDS_REVIEW}
)
ENDED = frozenset({ReferralStatus.COMPLETED, ReferralStatus.CLOSED})

# The first that is present tells the status: what is farthest along.
_BY_STATE = (
    (State.ATTENDING, ReferralStatus.ACTIVE),
    (State.CONFIRMED, ReferralStatus.PLACED),
    (State.HELD, ReferralStatus.AWAITING_LIBRARY),
    (State.WAITLISTED, ReferralStatus.WAITLISTED),
    (State.SEAT_OFFERED, ReferralStatus.WAITLISTED),
    (State.PROPOSED, ReferralStatus.OFFERED),
    (State.COMPLETED, ReferralStatus.COMPLETED),
    (State.STOPPED, ReferralStatus.CLOSED),
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the municipality took it back, why and when."""

    reason: WithdrawalReason
    at: datetime


class ErasedFor(StrEnum):
    """Why a person is forgotten."""

    ASKED = "asked"  # she asked, or her municipality did
    TIME = "time"  # it was kept as long as it may be: see `retention`


@dataclass(frozen=True, slots=True)
class Lookup:
    """That her place is still to be looked up outside: wanted since when, and due when."""

    since: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Referral:
    """Everything decided about one referral. Nothing here identifies her without the people table.

    `asked` is the need as it was sent, in the API's own words, kept to show, to correct and to
    match again; `need` is what it means, None while her place is unknown. `body_mac` compares a
    repeated request with the first one. `round` counts offers made. `line` is her place among
    those who share her telephone number, from which her options are numbered on; None without
    one. `agreed` is every yes and no of hers, of which `agreement` is the sum. `last_heard_at` is
    her last sign of life, `parked_at` when she said "not now". `clock` is what the referral as a
    whole waits for; its placements have their own. `ended_at` is since when it has ended; what
    ended before `reopened_at` no more tells its status. From `erased_at` on it is gone for
    everybody; from `forgotten_at` on nothing of her is left: see `erasure`. `milestones` are how
    far she ever came. `version` moves with every saved step. `chain` is the hash of its timeline's
    last line, for the store.
    """

    id: ReferralId
    organisation: OrganisationId
    created_by: str
    created_at: datetime
    updated_at: datetime
    asked: Mapping[str, Any]
    need: Need | None
    agreement: Agreement
    channel: Channel
    contact_language: str
    body_mac: str
    client_reference: str | None = None
    assigned_to: str | None = None
    count_hours: bool = False
    placements: tuple[Placement, ...] = ()
    messages: tuple[Message, ...] = ()
    tasks: tuple[Task, ...] = ()
    line: int | None = None
    last_reply: LastReply | None = None
    last_heard_at: datetime | None = None
    withdrawal: Withdrawal | None = None
    closed_at: datetime | None = None
    needs_review: bool = False
    lookup: Lookup | None = None
    parked_at: datetime | None = None
    clock: Clock | None = None
    ended_at: datetime | None = None
    reopened_at: datetime | None = None
    previous_id: ReferralId | None = None  # of the one before, of the same newcomer
    handover: Handover | None = None  # to her next municipality: the last there was
    agreed: tuple[Said, ...] = ()
    erased_at: datetime | None = None
    erased_for: ErasedFor | None = None
    forgotten_at: datetime | None = None
    milestones: Milestones = ()
    round: int = 0
    version: int = 0
    chain: str = field(default=BEGINNING, compare=False)

    @property
    def status(self) -> ReferralStatus:
        return status_of(
            (p.state for p in self.placements if self._counts(p)),
            is_closed=self.withdrawal is not None or self.closed_at is not None,
            needs_review=self.needs_review,
        )

    def _counts(self, placement: Placement) -> bool:
        """Whether the placement is of now, not of before the referral was reopened."""
        if placement.is_live or self.reopened_at is None or placement.moved_at is None:
            return True
        return placement.moved_at > self.reopened_at

    @property
    def open_proposals(self) -> tuple[Placement, ...]:
        return tuple(p for p in self.placements if p.state is State.PROPOSED)

    @property
    def beyond_proposed(self) -> int:
        return sum(p.state in BEYOND_PROPOSED for p in self.placements)

    @property
    def message_state(self) -> MessageState:
        """The state of the newest offer's text; NONE when none was ever owed."""
        return self.newest_offer.state if self.newest_offer else MessageState.NONE

    @property
    def newest_offer(self) -> Message | None:
        """The text of the newest offer, whatever was said after it."""
        offers = [m for m in self.messages if m.kind is MessageKind.OFFER]
        return offers[-1] if offers else None

    @property
    def owner(self) -> str:
        """Who acts for her: a team or a person at the municipality."""
        return self.assigned_to or self.created_by

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def due_at(self) -> datetime | None:
        """The earliest of all that is owed: texts, a place to look up, clocks, a hand-over.

        Once she is erased only forgetting her is owed, when nothing is on its way to her any more.
        """
        if self.erased_at is not None:
            return None if self.forgotten_at else self.sending_until or self.erased_at
        owed: list[Message | Lookup | Clock | Handover | None] = [*self.messages, self.lookup]
        owed += [self.clock, self.handover]
        owed += [p.clock for p in self.placements]
        moments = [thing.due_at for thing in owed if thing is not None]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def sending_until(self) -> datetime | None:
        """Until when somebody may be sending her a text; None when nobody is."""
        leases = (m.due_at for m in self.messages if m.state is MessageState.SENDING)
        return max((lease for lease in leases if lease is not None), default=None)

    def placement(self, placement_id: PlacementId) -> Placement:
        """The placement of that id.

        Raises:
            NotFound: this referral has none.
        """
        for placement in self.placements:
            if placement.id == placement_id:
                return placement
        raise NotFound(placement_id)

    def task(self, task_id: TaskId) -> Task:
        """The task of that id.

        Raises:
            NotFound: this referral has none.
        """
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise NotFound(task_id)

    def with_placement(self, changed: Placement) -> "Referral":
        placements = tuple(changed if p.id == changed.id else p for p in self.placements)
        return replace(self, placements=placements)

    def with_message(self, changed: Message) -> "Referral":
        messages = tuple(changed if m.id == changed.id else m for m in self.messages)
        return replace(self, messages=messages)

    def with_task(self, changed: Task) -> "Referral":
        tasks = tuple(changed if t.id == changed.id else t for t in self.tasks)
        return replace(self, tasks=tasks)


def status_of(states: Iterable[State], *, is_closed: bool, needs_review: bool) -> ReferralStatus:
    """The referral's status: a pure function of its placements and its flags."""
    if is_closed:
        return ReferralStatus.CLOSED
    present = frozenset(states)
    for state, status in _BY_STATE:
        if state in present:
            return status
    return ReferralStatus.NEEDS_REVIEW if needs_review else ReferralStatus.NO_OFFER
