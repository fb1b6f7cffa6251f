"""What the verbs need from the outside world, as Protocols.

One name for a port, its adapter and its fake. Every method that changes something is one
transaction that restates what the decision relied on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from chalicelib.domain.caller import Caller, Eyes
from chalicelib.domain.catalogue import Activity, Branch, Library
from chalicelib.domain.derivation import Derivation
from chalicelib.domain.errors import Fault, StaleVersion
from chalicelib.domain.events import Event
from chalicelib.domain.geography import Located
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import (
    ActivityId,
    LibraryId,
    MessageId,
    OrganisationId,
    PlacementId,
    ProgrammeId,
    ReferralId,
    TaskId,
)
from chalicelib.domain.import_job import ImportJob
from chalicelib.domain.inbound import Lexicon
from chalicelib.domain.matching.snapshot import Catalogue
from chalicelib.domain.message import MessageKind
from chalicelib.domain.municipalities import Municipalities
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Placement
from chalicelib.domain.programme import Programme
from chalicelib.domain.referral import Referral, ReferralStatus
from chalicelib.domain.step import Step
from chalicelib.domain.task import Task

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

    def open_tasks(self, query: "TaskQuery") -> "Page[OpenTask]":
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


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Whose tasks: a person or a team of one organisation."""

    organisation: OrganisationId
    owner: str
    page_size: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task with the referral it is about."""

    task: Task
    referral_id: ReferralId


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

    def move_taken_elsewhere(self, activity_id: ActivityId, by: int) -> Activity:
        """So many more come by themselves, or fewer, never less than none; at once, whoever else.

        Raises:
            NotFound: unknown.
        """

    def redescribe(self, activities: Iterable[Activity]) -> Sequence[ActivityId]:
        """Each stands as given with its next version, if nobody wrote it since it was read.

        Seats and status are never touched. Those that somebody else wrote come back, unchanged.
        """

    def confirm(self, activity_ids: Iterable[ActivityId], *, on: date) -> None:
        """Those that exist were confirmed that day; their versions stay, as with seats."""

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

    def put(self, library: Library, *, expected_version: int | None = None) -> None:
        """The library stands as given, with the next version.

        `expected_version` None asks nothing, 0 that there is none yet.

        Raises:
            PreconditionFailed: another version.
        """

    def list(self) -> Sequence[Library]:
        """All libraries, by ISIL."""

    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Library]:
        """Some libraries, by ISIL.

        Raises:
            InvalidRequest: the cursor is none of ours.
        """

    def claim_reminder(self, isil: LibraryId, *, on: date, not_since: date) -> bool:
        """Whether nobody reminded it since that day; then it counts as reminded `on` this one."""

    def give_back_reminder(self, isil: LibraryId, *, on: date) -> None:
        """The reminder claimed for that day was not sent after all."""


class Programmes(Protocol):
    """National programmes and their materials, kept by the programme for all."""

    def get(self, programme_id: ProgrammeId) -> Programme:
        """The programme.

        Raises:
            NotFound: unknown.
        """

    def put(self, programme: Programme, *, expected_version: int) -> Programme:
        """The programme stands with the next version; `expected_version` 0 creates it.

        Raises:
            PreconditionFailed: another version.
        """

    def page(self, *, page_size: int, cursor: str | None = None) -> Page[Programme]:
        """Some programmes, by id.

        Raises:
            InvalidRequest: the cursor is none of ours.
        """


class Mailer(Protocol):
    """Sends a mail to an organisation; never to a newcomer."""

    def send(self, to: str, *, subject: str, text: str) -> None:
        """The mail was taken.

        Raises:
            Temporary: not taken, may be later. Permanent: refused.
        """


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


class PlaceCache(Protocol):
    """What was looked up before, under the names that `domain.place_names` gives a question."""

    def get(self, query: str) -> Located | None:
        """What is kept, read consistently, or None: never kept, or too long ago."""

    def put(self, query: str, located: Located) -> None:
        """This is kept for 90 days."""


class Geocoder(Protocol):
    """Looks a place up outside: slow, and sometimes away, so never while somebody waits.

    Both raise Temporary, with when to come back if that is known, and Permanent when the question
    itself is refused.
    """

    def postcode(self, digits: str) -> Located | None:
        """Where four digits lie, or None when there is no such postcode."""

    def place(self, name: str) -> Located | None:
        """Where the place of exactly this name lies, or None when there is none, or several."""


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

    def import_waits(self, library: LibraryId, import_id: str) -> None:
        """Somebody will go on with this import, soon."""


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
        self,
        language: str,
        options: Sequence[tuple[Placement, Activity]],
        *,
        link: str,
        line: int | None = None,
    ) -> Composed:
        """The offer of these options, in her language, numbered on from her line."""

    def confirmation(self, language: str, placement: Placement, activity: Activity) -> Composed:
        """That it is settled: what, when, where, and her code."""

    def about(
        self,
        language: str,
        kind: MessageKind,
        placement: Placement,
        activity: Activity,
        *,
        session_at: datetime,
    ) -> Composed:
        """A reminder of that meeting, or the question after it."""

    def notice(self, language: str, kind: MessageKind, *, link: str) -> Composed:
        """What this kind of text says, whatever she was offered."""


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
    def place_cache(self) -> PlaceCache: ...
    @property
    def geocoder(self) -> Geocoder | None: ...
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
    def lexicon(self) -> Lexicon: ...
    @property
    def derivation(self) -> Derivation: ...
    @property
    def holidays(self) -> Holidays: ...
    @property
    def municipalities(self) -> Municipalities: ...
    @property
    def programmes(self) -> Programmes: ...
    @property
    def mailer(self) -> Mailer | None: ...
    @property
    def now(self) -> Clock: ...
    @property
    def sending_opens(self) -> Callable[[datetime], datetime]: ...
    @property
    def public_url(self) -> str: ...
    @property
    def files(self) -> "ActivityFiles": ...
    @property
    def uploads(self) -> "Uploads": ...
    @property
    def imports(self) -> "Imports": ...


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


class FileKind(StrEnum):
    """The formats in which libraries hand over their activities."""

    CSV = "csv"
    EXCEL = "excel"
    CALENDAR = "calendar"
    HSDS = "hsds"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One activity of a file: what could be read, in the API's shape, and what could not.

    `number` is that of the row, the event or the service as a person finds it in the file.
    `named` says by what name the file knows a field of the API ("level.min", without indices).
    """

    number: int
    body: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """The rows of a file, read as they are asked for, and the columns that say nothing to us.

    Asking for a row may raise InvalidRequest: from there on the file cannot be read.
    """

    rows: Iterable[RawRow]
    ignored: tuple[str, ...] = ()


class ActivityFiles(Protocol):
    """Foreign formats of a catalogue, read and written."""

    def read(self, kind: FileKind, data: bytes, *, defaults: Mapping[str, Any]) -> ActivityFile:
        """The activities of a file; `defaults`, in the API's shape, where it says nothing.

        Raises:
            InvalidRequest: the file is not of its kind, damaged, or larger than its bounds.
        """

    def csv(self, activities: Iterable[Activity]) -> str:
        """A table that reads back to the same activities; guarded against formulas.

        What an activity has from its library is left out, so that it stays the library's.
        """

    def calendar(
        self, library: Library, activities: Iterable[Activity], *, holidays: Holidays, at: datetime
    ) -> str:
        """The sessions of these activities as iCalendar, closed days left out for a year."""

    def hsds(self, thing: "Activity | Library | Branch", library: Library) -> Mapping[str, Any]:
        """A service, an organization or a location of Open Referral HSDS 3.0."""


class Uploads(Protocol):
    """Files that wait to be imported; they go by themselves after a week."""

    def put(self, import_id: str, data: bytes) -> None:
        """The file stands."""

    def get(self, import_id: str) -> bytes:
        """The file.

        Raises:
            NotFound: unknown, or gone.
        """


class Imports(Protocol):
    """Imports that run in the background, and how far they are."""

    def add(self, job: ImportJob) -> None:
        """The job stands; the same job again changes nothing."""

    def get(self, library: LibraryId, import_id: str) -> ImportJob:
        """The job as it is now.

        Raises:
            NotFound: unknown, or another library's.
        """

    def save(self, job: ImportJob, *, after: ImportJob) -> None:
        """The job is as given.

        Raises:
            StaleVersion: somebody else went on from `after` already.
        """
