"""Everything outside, in memory, in one hand."""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count

from chalicelib.adapters.rendering import DATA
from chalicelib.adapters.seals import SignedSeals
from chalicelib.adapters.tables.files import CatalogueFiles
from chalicelib.domain.areas import Areas, read_areas
from chalicelib.domain.caps import Caps
from chalicelib.domain.derivation import Derivation
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.inbound import Lexicon, read_lexicon
from chalicelib.domain.municipalities import UNCHANGED, Municipalities
from chalicelib.usecases.ports import Places
from tests.fakes.activities import FakeActivities
from tests.fakes.audit import FakeAudit
from tests.fakes.choices import FakeChoices
from tests.fakes.clock import FixedClock
from tests.fakes.covers import FakeCovers
from tests.fakes.erasures import FakeErasures
from tests.fakes.feeds import FakeFeeds
from tests.fakes.guesses import FakeGuesses
from tests.fakes.imports import FakeImports, FakeUploads
from tests.fakes.ledger import FakeLedger
from tests.fakes.libraries import FakeLibraries, FakeProgrammes
from tests.fakes.library_secrets import FakeLibrarySecrets
from tests.fakes.mailer import FakeMailer
from tests.fakes.meter import FakeMeter
from tests.fakes.notices import FakeDeliveries, FakeEndpoints
from tests.fakes.outgoing import FakeOutgoing
from tests.fakes.outside import (
    FakeGeocoder,
    FakeIdentities,
    FakePhrasebook,
    FakePlaceCache,
    FakePlaces,
    FakeQueue,
    FakeSmsSender,
    FakeSnapshots,
    FakeSwitchboard,
    FakeTexts,
    FakeWords,
)
from tests.fakes.referrals import FakeReferrals
from tests.fakes.reports import FakeReports
from tests.fakes.sign_in import FakeSessions, FakeSignInService
from tests.fakes.waiting import FakeWaitingLists


@cache
def reply_words() -> Lexicon:
    """The real words: there is nothing to invent about them."""
    with (DATA / "reply_words.csv").open(encoding="utf-8", newline="") as file:
        return read_lexicon(csv.DictReader(file))


@cache
def all_areas() -> Areas:
    """The real areas, for the same reason."""
    with (DATA / "areas.csv").open(encoding="utf-8", newline="") as file:
        return read_areas(csv.DictReader(file))


def always_open(at: datetime) -> datetime:
    """A sending window that never closes."""
    return at


def unlike_any_before() -> Callable[[int], bytes]:
    """Bytes as if by chance, each time others, and the same in every run."""
    asked = count()
    return lambda length: hashlib.shake_256(str(next(asked)).encode()).digest(length)


@dataclass
class FakePorts:
    """The port `Ports`; whatever a test does not name is empty and works."""

    now: FixedClock = field(default_factory=FixedClock)
    activities: FakeActivities = field(default_factory=FakeActivities)
    libraries: FakeLibraries = field(default_factory=FakeLibraries)
    snapshots: FakeSnapshots = field(default_factory=FakeSnapshots)
    places: Places = field(default_factory=FakePlaces)
    geocoder: FakeGeocoder | None = None
    sms: FakeSmsSender = field(default_factory=FakeSmsSender)
    switchboard: FakeSwitchboard = field(default_factory=FakeSwitchboard)
    caps: Caps | None = None
    texts: FakeTexts = field(default_factory=FakeTexts)
    queue: FakeQueue = field(default_factory=FakeQueue)
    files: CatalogueFiles = field(default_factory=CatalogueFiles)  # pure, so the real one
    uploads: FakeUploads = field(default_factory=FakeUploads)
    imports: FakeImports = field(default_factory=FakeImports)
    secrets: FakeLibrarySecrets = field(default_factory=FakeLibrarySecrets)
    random_bytes: Callable[[int], bytes] = field(default_factory=unlike_any_before)
    identities: FakeIdentities = field(default_factory=FakeIdentities)
    words: FakeWords = field(default_factory=FakeWords)
    phrasebook: FakePhrasebook = field(default_factory=FakePhrasebook)
    sign_in_service: FakeSignInService | None = None
    sessions: FakeSessions = field(default_factory=FakeSessions)
    seals: SignedSeals = field(default_factory=lambda: SignedSeals(b"s" * 32))  # pure, so real
    lexicon: Lexicon = field(default_factory=reply_words)
    derivation: Derivation = field(default_factory=lambda: Derivation(b"k" * 32))
    holidays: Holidays = field(default_factory=lambda: Holidays({}))
    sending_opens: Callable[[datetime], datetime] = always_open
    municipalities: Municipalities = UNCHANGED
    areas: Areas = field(default_factory=all_areas)
    segment_price: float = 0.10
    covers: FakeCovers = field(default_factory=FakeCovers)
    programmes: FakeProgrammes = field(default_factory=FakeProgrammes)
    mailer: FakeMailer | None = None
    feeds: FakeFeeds = field(default_factory=FakeFeeds)
    outgoing: FakeOutgoing = field(default_factory=FakeOutgoing)
    meter: FakeMeter = field(default_factory=FakeMeter)
    public_url: str = "https://wegwijs.example"
    security_contact: str = "mailto:security@wegwijs.example"
    deliveries: FakeDeliveries = field(default_factory=FakeDeliveries)
    reports: FakeReports = field(default_factory=FakeReports)
    place_cache: FakePlaceCache = field(init=False)
    guesses: FakeGuesses = field(init=False)
    endpoints: FakeEndpoints = field(init=False)
    referrals: FakeReferrals = field(init=False)
    waiting: FakeWaitingLists = field(init=False)
    ledger: FakeLedger = field(init=False)
    erasures: FakeErasures = field(init=False)
    choices: FakeChoices = field(default_factory=FakeChoices)
    audit: FakeAudit = field(init=False)

    def __post_init__(self) -> None:
        self.place_cache = FakePlaceCache(self.now)
        self.guesses = FakeGuesses(self.now)
        self.waiting = self.activities.lists
        self.referrals = FakeReferrals(
            self.activities,
            now=self.now,
            phone_mac=self.derivation.phone_mac,
            deliveries=self.deliveries,
            reports=self.reports,
        )
        self.endpoints = FakeEndpoints(self.deliveries)
        self.ledger = FakeLedger(self.referrals)
        self.erasures = FakeErasures(self.referrals)
        self.audit = FakeAudit(self.referrals)
