"""Where referrals live, and what is asked of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.caller import Eyes
from chalicelib.domain.caps import Cap
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.events import Event
from chalicelib.domain.ids import (
    ActivityId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ReferralId,
    TaskId,
)
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Placement, State
from chalicelib.domain.referral import Referral, ReferralStatus
from chalicelib.domain.step import Step
from chalicelib.domain.task import Task
from chalicelib.usecases.ports.base import Page


@dataclass(frozen=True, slots=True)
class ReferralKey:
    """Where a referral lives: ids only, safe in a queue or a log."""

    organisation: OrganisationId
    referral_id: ReferralId

    @property
    def name(self) -> str:
        """What it is called within its organisation; see `KeyOwner`."""
        return self.referral_id


@dataclass(frozen=True, slots=True)
class ReferralQuery:
    """Which referrals: `sees` None shows all of the organisation, else what one of them may see."""

    organisation: OrganisationId
    status: ReferralStatus | None = None
    updated_since: datetime | None = None
    assigned_to: str | None = None
    sees: Eyes | None = None
    page_size: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Whose tasks: a person or a team of one organisation, and of those she stands in for."""

    organisation: OrganisationId
    owner: str
    page_size: int = 50
    cursor: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task with the referral it is about."""

    task: Task
    referral_id: ReferralId


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """Which placements a library knows: `status` None is all, those that have ended last."""

    library: LibraryId
    status: State | None = None
    page_size: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPlacement:
    """A placement that its library knows, with the referral it is part of."""

    referral: Referral
    placement: Placement


class Referrals(Protocol):
    """Referrals of all organisations; every question names the one it is asked for."""

    def add(
        self, step: Step, person: Person, *, phone_mac: str | None, link_hash: str | None = None
    ) -> None:
        """The new referral, its person, placements, codes and texts stand, all of them or none.

        Raises:
            LineTaken: somebody else on this number has the line; ask for a free one again.
            AlreadyThere: this id exists (a repeated request).
            ReferenceInUse: its client reference belongs to one that is still open.
            CodeTaken: a counter code is in use at that library; name another.
        """

    def get(self, key: ReferralKey) -> Referral:
        """The referral as it is now, read consistently.

        Raises:
            NotFound: unknown, or another organisation's.
            Gone: erased.
        """

    def of_placement(self, placement_id: PlacementId, *, library: LibraryId | None) -> Referral:
        """The referral this placement belongs to; with a library given, only if it is that one's.

        Raises:
            NotFound: unknown, or another library's.
        """

    def known_to(self, query: LibraryQuery) -> Page[KnownPlacement]:
        """Placements of one library that she accepted or showed her code for, as they are now.

        Live ones by when she was first expected, then those that ended. A page may hold fewer
        than asked for while there is a next one.

        Raises:
            InvalidRequest: the cursor is none of ours.
        """

    def of_code(self, library: LibraryId, code: str) -> tuple[Referral, PlacementId]:
        """The referral and placement behind a counter code at this library.

        Raises:
            NotFound: no open placement there has this code.
        """

    def of_link(self, link_hash: str) -> Referral:
        """The referral that this link was made for, ended or not.

        Raises:
            NotFound: no such link, or she was erased.
        """

    def of_phone(self, phone_mac: str) -> Sequence[Referral]:
        """The referrals that are open on this number, by line."""

    def free_line(self, phone_mac: str) -> int:
        """The first line on this number that nobody has."""

    def suppress(self, phone_mac: str) -> None:
        """This number wants no texts; that outlives whoever had it."""

    def allow(self, phone_mac: str) -> None:
        """This number wants texts again."""

    def is_suppressed(self, phone_mac: str) -> bool:
        """Whether this number wants no texts, read consistently."""

    def of_receipt(self, provider_id: str) -> tuple[Referral, MessageId]:
        """The referral and the text that the provider has under this id.

        Raises:
            NotFound: no text of ours.
        """

    def of_task(self, task_id: TaskId) -> Referral:
        """The referral this task is about.

        Raises:
            NotFound: unknown, or she was erased.
        """

    def open_tasks(self, query: TaskQuery) -> Page[OpenTask]:
        """Open tasks of one owner, the nearest deadline first."""

    def save(self, step: Step, *, person: Person | None = None) -> None:
        """The step stands, all of it: placements, seats, codes, texts, timeline, webhook seen.

        Raises:
            StaleVersion: somebody else wrote since `step.before` was read.
            SeatTaken: an activity a seat was taken of is full or closed.
            CodeTaken: a counter code is in use at that library.
            AlreadySeen: the library's message was handled before.
            LineTaken: somebody else on her new number has the line; a StaleVersion.
            TextsStopped: `step.wants_texts`, and her number wants none, or she was erased.
            CapReached: one of `step.rates` has no room today.
        """

    def list(self, query: ReferralQuery) -> Page[Referral]:
        """Referrals of one organisation, oldest change first."""

    def live_on(self, activity_id: ActivityId) -> Sequence[tuple[ReferralKey, PlacementId]]:
        """Placements on this activity that have not ended; may lag, so whoever acts reads again."""

    def remember(self, library: LibraryId, webhook_id: str) -> None:
        """This library's message counts as handled."""

    def has_seen(self, library: LibraryId, webhook_id: str) -> bool:
        """Whether this library's message was handled before, read consistently."""

    def person(self, key: ReferralKey) -> Person:
        """Who it is about.

        Raises:
            NotFound: unknown. Gone: erased.
        """

    def timeline(self, key: ReferralKey) -> Sequence[Event]:
        """Every line in order."""

    def due(self, *, at: datetime, limit: int) -> Iterable[ReferralKey]:
        """Referrals that owe something at this time; may repeat, may lag, never forgets."""

    def oldest_due(self, *, at: datetime) -> datetime | None:
        """Since when the oldest of what is owed at this time is; None where nothing is. May lag."""


class LineTaken(StaleVersion):
    """Somebody else on the same number got this line first."""


class AlreadyThere(Exception):
    """A thing of this id exists; read it back."""


class CodeTaken(Exception):
    """A counter code is in use at that library."""

    def __init__(self, library: LibraryId, code: str) -> None:
        self.library, self.code = library, code
        super().__init__(code)


class AlreadySeen(Exception):
    """This library's message was handled before; handling it again changes nothing."""


class CapReached(Exception):
    """No more texts today: to this number, to its block, or of this organisation."""

    def __init__(self, cap: Cap) -> None:
        self.cap = cap
        super().__init__(cap)


class TextsStopped(Exception):
    """Her number wants no texts, or she was erased."""
