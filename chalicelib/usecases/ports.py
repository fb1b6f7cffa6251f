"""What the verbs need from the outside world, as Protocols.

One name for a port, its adapter and its fake. Every method that changes something is one
transaction that restates what the decision relied on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from chalicelib.domain.caller import Caller, Eyes
from chalicelib.domain.catalogue import Activity, Library
from chalicelib.domain.derivation import Derivation
from chalicelib.domain.events import Event
from chalicelib.domain.geography import Located
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import (
    ActivityId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ReferralId,
)
from chalicelib.domain.matching.snapshot import Catalogue
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import Referral, ReferralStatus
from chalicelib.domain.step import Step

T = TypeVar("T")
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ReferralKey:
    """Where a referral lives: ids only, safe in a queue or a log."""

    organisation: OrganisationId
    referral_id: ReferralId


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items and, when there are more, an opaque cursor to go on from."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class Referrals(Protocol):
    """Referrals of all organisations; every question names the one it is asked for."""

    def add(self, step: Step, person: Person, *, phone_mac: str | None) -> None:
        """The new referral, its person, placements, codes and texts stand, all of them or none.

        Raises:
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

    def of_code(self, library: LibraryId, code: str) -> tuple[Referral, PlacementId]:
        """The referral and placement behind a counter code at this library.

        Raises:
            NotFound: no open placement there has this code.
        """

    def save(self, step: Step, *, person: Person | None = None) -> None:
        """The step stands, all of it: placements, seats, codes, texts, timeline, webhook seen.

        Raises:
            StaleVersion: somebody else wrote since `step.before` was read.
            SeatTaken: an activity a seat was taken of is full or closed.
            CodeTaken: a counter code is in use at that library.
            AlreadySeen: the library's message was handled before.
            TextsStopped: `step.wants_texts`, and her number wants none, or she was erased.
        """

    def list(self, query: "ReferralQuery") -> Page[Referral]:
        """Referrals of one organisation, oldest change first."""

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


class AlreadyThere(Exception):
    """A thing of this id exists; read it back."""


class CodeTaken(Exception):
    """A counter code is in use at that library."""

    def __init__(self, library: LibraryId, code: str) -> None:
        self.library, self.code = library, code
        super().__init__(code)


class AlreadySeen(Exception):
    """This library's message was handled before; handling it again changes nothing."""


class TextsStopped(Exception):
    """Her number wants no texts, or she was erased."""


class Activities(Protocol):
    """Activities as the table has them, with their seats; the truth, where a snapshot proposes."""

    def get(self, activity_id: ActivityId) -> Activity:
        """The activity with its seats, read consistently.

        Raises:
            NotFound: unknown.
        """

    def get_many(self, activity_ids: Iterable[ActivityId]) -> Mapping[ActivityId, Activity]:
        """Those that exist, read consistently."""

    def put(self, activity: Activity, *, expected_version: int | None) -> Activity:
        """The activity stands with the next version; its seats' `taken` is never touched.

        `expected_version` None creates. An activity is found again by (library, source_id).

        Raises:
            AlreadyThere: it exists and should not. PreconditionFailed: another version.
        """

    def put_many(self, activities: Iterable[Activity]) -> None:
        """Each stands, new or replaced, `taken` never touched; for imports, in any order."""

    def set_taken_elsewhere(self, activity_id: ActivityId, count: int) -> Activity:
        """So many come by themselves; what is taken through Wegwijs stays.

        Raises:
            NotFound: unknown.
        """

    def list(self, query: "ActivityQuery") -> Page[Activity]:
        """Activities in order of id."""

    def all_active(self) -> Iterable[Activity]:
        """Every active activity with its seats, for a snapshot."""


@dataclass(frozen=True, slots=True)
class ActivityQuery:
    """Which activities; `include_inactive` only for the library itself."""

    library: LibraryId | None = None
    type: str | None = None
    theme: str | None = None
    include_inactive: bool = False
    page_size: int = 50
    cursor: str | None = None


class Libraries(Protocol):
    """Libraries and their branches."""

    def get(self, isil: LibraryId) -> Library:
        """The library.

        Raises:
            NotFound: unknown.
        """

    def put(self, library: Library) -> None:
        """The library stands as given."""

    def list(self) -> Sequence[Library]:
        """All libraries, by ISIL."""


class Snapshots(Protocol):
    """The published catalogue that matching searches."""

    def current(self) -> Catalogue:
        """The newest catalogue this process may know of: at most 30 s behind the published one."""

    def published_version(self) -> str | None:
        """The version everybody is told of; None before the first."""

    def publish(self, data: bytes, *, version: str) -> None:
        """This catalogue is the current one for everybody."""


class Places(Protocol):
    """From a postcode or a place name to a point, without leaving the process."""

    def postcode(self, digits: str) -> Located | None:
        """Where four digits lie, or None when unknown."""

    def place(self, name: str) -> Located | None:
        """Where a place lies, or None when unknown."""


class SmsSender(Protocol):
    """Hands one text to a provider."""

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        """The provider took it; its id comes back. `reference` is ours, carried along.

        Raises:
            Temporary: not taken, may be later. Permanent: refused. Ambiguous: nobody knows.
        """


class Queue(Protocol):
    """Speed only: what is owed is found again by its due time when this fails."""

    def referral_due(self, key: ReferralKey) -> None:
        """Somebody will look at what this referral owes, soon."""

    def catalogue_changed(self) -> None:
        """Somebody will build a snapshot, soon."""


class LibrarySecrets(Protocol):
    """The secrets libraries sign their webhooks with."""

    def live(self, library: LibraryId) -> tuple[bytes, ...]:
        """The live secrets, newest first; empty for an unknown library."""


class Words(Protocol):
    """Words in a language, from the catalogues of texts."""

    def say(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        """The text of this key with its values filled in; Dutch where the language has none."""

    def language(self, wanted: str) -> str:
        """The language that will really be used: the one wanted if it may be, else Dutch."""


class Identities(Protocol):
    """Who signed a token."""

    def verify(self, token: str) -> Caller:
        """The caller this bearer token was issued to.

        Raises:
            Unauthorized: not ours, not for us, expired, or of a role we do not know.
        """


@dataclass(frozen=True, slots=True)
class Composed:
    """A text as it will be sent; `shown` is how many options fitted in it."""

    text: str
    language: str
    segments: int
    shown: int = 0


class Texts(Protocol):
    """The texts to newcomers, composed within two segments."""

    def language(self, wanted: str) -> str:
        """The language that will really be used for her."""

    def offer(
        self, language: str, options: Sequence[tuple[Placement, Activity]], *, link: str
    ) -> Composed:
        """The offer of these options, in her language."""

    def confirmation(self, language: str, placement: Placement, activity: Activity) -> Composed:
        """That it is settled: what, when, where, and her code."""


class Ports(Protocol):
    """Everything outside, in one hand; each use case takes from it what it needs."""

    @property
    def referrals(self) -> Referrals: ...
    @property
    def activities(self) -> Activities: ...
    @property
    def libraries(self) -> Libraries: ...
    @property
    def snapshots(self) -> Snapshots: ...
    @property
    def places(self) -> Places: ...
    @property
    def sms(self) -> SmsSender: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def secrets(self) -> LibrarySecrets: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def words(self) -> Words: ...
    @property
    def derivation(self) -> Derivation: ...
    @property
    def holidays(self) -> Holidays: ...
    @property
    def now(self) -> Clock: ...
    @property
    def sending_opens(self) -> Callable[[datetime], datetime]: ...
    @property
    def public_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sealed:
    """A person encrypted: each field by its name, and the key that opens them, itself wrapped."""

    fields: Mapping[str, bytes]
    wrapped_key: bytes


class Vault(Protocol):
    """Encrypts a person under a key of her own, so that losing the key is erasing her."""

    def seal(self, owner: ReferralKey, person: Person) -> Sealed:
        """Her fields under a fresh key; they open for this owner only."""

    def open(self, owner: ReferralKey, sealed: Sealed) -> Person:
        """The person that was sealed for this owner.

        Raises:
            Permanent: sealed for somebody else, or tampered with.
        """


class KeyWrapper(Protocol):
    """Wraps a person's key under one of her organisation, which never leaves its keeper bare."""

    def wrap(self, key: bytes, owner: ReferralKey) -> bytes:
        """The key, to be stored beside what it opens.

        Raises:
            Temporary: the keeper does not answer.
        """

    def unwrap(self, wrapped: bytes, owner: ReferralKey) -> bytes:
        """The key that `wrap` was given for this owner.

        Raises:
            Permanent: wrapped for somebody else, or tampered with. Temporary: no answer.
        """
