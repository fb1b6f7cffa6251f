"""What libraries offer: libraries, their branches and activities, and the seats that are left."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
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
    """An organisation with its branches; `service_area` holds where an activity names none."""

    isil: LibraryId
    name: str
    contact: Contact = Contact()
    service_area: frozenset[str] = frozenset()
    branches: tuple[Branch, ...] = ()

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

    `capacity` None means no limit.
    """

    capacity: int | None = None
    taken: int = 0
    taken_elsewhere: int = 0

    @property
    def left(self) -> int | None:
        """Free seats, never below 0; None without a limit."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.taken - self.taken_elsewhere)

    @property
    def has_room(self) -> bool:
        return self.left is None or self.left > 0


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs her in euros; 0 is free."""

    amount: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing a library holds, with its branch and its seats as last read.

    `service_area` is the area in force: the activity's own, else its library's; empty means
    everywhere. `version` moves with every catalogue change, never with the seats.
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

    @property
    def offered_facilities(self) -> frozenset[Facility]:
        """What the activity offers together with its building."""
        return self.facilities | self.branch.facilities


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
