"""What libraries offer: libraries, their branches and activities, and the seats that are left."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from chalicelib.domain.geography import Point
from chalicelib.domain.heard import Heard
from chalicelib.domain.holiday_map import region_at
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.pause import Pause, outside
from chalicelib.domain.schedule import Session
from chalicelib.domain.vocabulary import (
    RANK,
    ActivityStatus,
    ActivityType,
    Audience,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    ReadingAsked,
    Theme,
)

CALL_FIRST_AFTER_DAYS = 90  # not confirmed this long: shown with "bel eerst"
STALE_AFTER_DAYS = 180  # longer than this: leaves the matches


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a library or an activity; a public address, never a person's own."""

    phone: str | None = None
    email: str | None = None

    def completed_by(self, other: "Contact") -> "Contact":
        """This contact, and where it says nothing the other."""
        return Contact(self.phone or other.phone, self.email or other.email)

    def beyond(self, other: "Contact") -> "Contact":
        """What this contact says that the other does not say just so."""
        return Contact(
            None if self.phone == other.phone else self.phone,
            None if self.email == other.email else self.email,
        )


@dataclass(frozen=True, slots=True)
class Branch:
    """One building of a library."""

    isil: BranchId
    name: str
    place: str
    point: Point
    address: str | None = None
    facilities: frozenset[Facility] = frozenset()
    opening_hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """An organisation with its branches; `service_area` holds where an activity names none.

    `holiday_region` is None where the position of each branch decides. `version` moves with every
    change.
    """

    isil: LibraryId
    name: str
    contact: Contact = Contact()
    service_area: frozenset[str] = frozenset()
    branches: tuple[Branch, ...] = ()
    holiday_region: HolidayRegion | None = None
    pause: Pause | None = None
    version: int = 1

    def branch(self, isil: str) -> Branch | None:
        return next((branch for branch in self.branches if branch.isil == isil), None)


@dataclass(frozen=True, slots=True)
class LevelRange:
    """For whom an activity is, as the library sees it; both ends count."""

    lowest: Level
    highest: Level
    policy: LevelPolicy

    def __post_init__(self) -> None:
        if Level.UNKNOWN in (self.lowest, self.highest):
            raise ValueError("a level range has known ends")
        if RANK[self.lowest] > RANK[self.highest]:
            raise ValueError(f"level range upside down: {self.lowest} to {self.highest}")


@dataclass(frozen=True, slots=True)
class Seats:
    """How many may come, how many come through Wegwijs, and how many come by themselves.

    `capacity` None means no limit. `waiting` is how many stand on the waiting list.
    """

    capacity: int | None = None
    taken: int = 0
    taken_elsewhere: int = 0
    waiting: int = 0

    @property
    def left(self) -> int | None:
        """Free seats, never below 0; None without a limit."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.taken - self.taken_elsewhere)

    @property
    def has_room(self) -> bool:
        return self.left is None or self.left > 0

    @property
    def has_room_for_the_next(self) -> bool:
        """Whether somebody new may have a seat: one is free, and nobody waits for it."""
        return self.has_room and not self.waiting


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs her in euros; 0 is free."""

    amount: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing a library holds, with its branch and its seats as last read.

    `service_area`, `contact` and `pause` are those in force: the activity's own (`own_…`), else
    its library's; an empty area means everywhere. `version` moves with every catalogue change,
    never with the seats or a confirmation.
    """

    id: ActivityId
    library: LibraryId
    branch: Branch
    source_id: str
    title: str
    type: ActivityType
    level: LevelRange
    last_confirmed_on: date
    description: str = ""
    themes: tuple[Theme, ...] = ()
    reading: ReadingAsked = ReadingAsked.NONE
    helping_languages: tuple[str, ...] = ()
    audience: Audience = Audience.EVERYONE
    delivery: Delivery = Delivery.IN_PERSON
    entry: Entry = Entry.DROP_IN
    facilities: frozenset[Facility] = frozenset()
    sessions: tuple[Session, ...] = ()
    closed_in_school_holidays: HolidayRegion | None = None
    seats: Seats = field(default_factory=Seats)
    waiting_list: bool = False
    expected_wait_weeks: int | None = None
    price: Price = Price()
    service_area: frozenset[str] = frozenset()
    organised_by: str | None = None
    programme: str | None = None
    contact: Contact = Contact()
    status: ActivityStatus = ActivityStatus.ACTIVE
    version: int = 1
    own_service_area: frozenset[str] = frozenset()
    own_contact: Contact = Contact()
    pause: Pause | None = None
    heard: Heard = ()  # what its library's system said of it

    @property
    def offered_facilities(self) -> frozenset[Facility]:
        """What the activity offers together with its building."""
        return self.facilities | self.branch.facilities

    @property
    def held_sessions(self) -> tuple[Session, ...]:
        """When it really meets: its sessions outside the pause of its library."""
        return tuple(outside(session, self.pause) for session in self.sessions)

    def is_resting(self, on: date) -> bool:
        """By arrangement, and nobody there to arrange it: its library pauses that day."""
        return not self.sessions and self.pause is not None and self.pause.contains(on)

    def of(self, library: Library) -> "Activity":
        """The activity with what it has of its library as that is now; its own stays its own."""
        return replace(
            self,
            branch=library.branch(self.branch.isil) or self.branch,
            service_area=self.own_service_area or library.service_area,
            contact=self.own_contact.completed_by(library.contact),
            pause=library.pause,
        )


# How many people a meeting is at its best with; above it a group still grows, less comfortably.
# Sizes as libraries hold them: DOMAIN.md, "Offer" (a café 15–40, a buddy one place).
BEST_SIZE: dict[ActivityType, int] = {
    ActivityType.LANGUAGE_CAFE: 20,
    ActivityType.LANGUAGE_HOUSE_DESK: 4,
    ActivityType.LANGUAGE_BUDDY: 1,
    ActivityType.CONVERSATION_GROUP: 8,
    ActivityType.WALK_AND_TALK: 12,
    ActivityType.LANGUAGE_COURSE_NONFORMAL: 12,
    ActivityType.LITERACY_GROUP: 8,
    ActivityType.EXAM_PRACTICE: 10,
    ActivityType.SELF_STUDY: 12,
    ActivityType.READING_GROUP: 10,
    ActivityType.SOCIETY_WORKSHOP: 15,
    ActivityType.IDO: 4,
    ActivityType.DIGITAL_COURSE: 10,
    ActivityType.E_GOVERNMENT_COURSE: 10,
    ActivityType.DIGITAL_HEALTH: 10,
    ActivityType.READ_ALOUD_HOME: 1,
    ActivityType.BOOKSTART: 12,
    ActivityType.FAMILY_LANGUAGE: 10,
    ActivityType.WOMEN_GROUP: 12,
    ActivityType.JOB_SUPPORT: 8,
    ActivityType.LIBRARY_TOUR: 15,
}

# What volunteers run, and therefore does not meet in the school holidays unless the library says
# otherwise (DOMAIN.md, "Offer"). Paid staff keeps desks, courses and workshops open.
VOLUNTEER_RUN = frozenset(
    {
        ActivityType.LANGUAGE_CAFE,
        ActivityType.LANGUAGE_BUDDY,
        ActivityType.CONVERSATION_GROUP,
        ActivityType.WALK_AND_TALK,
        ActivityType.LITERACY_GROUP,
        ActivityType.EXAM_PRACTICE,
        ActivityType.READING_GROUP,
        ActivityType.READ_ALOUD_HOME,
        ActivityType.FAMILY_LANGUAGE,
        ActivityType.WOMEN_GROUP,
    }
)


def closed_by_default(
    type_: ActivityType, library: Library, branch: Branch
) -> HolidayRegion | None:
    """In which school holidays an activity of this type is closed while nobody says so."""
    if type_ not in VOLUNTEER_RUN:
        return None
    return library.holiday_region or region_at(branch.point)
