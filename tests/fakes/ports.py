"""Everything outside, in memory, in one hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.derivation import Derivation
from chalicelib.domain.holidays import Holidays
from tests.fakes.activities import FakeActivities
from tests.fakes.clock import FixedClock
from tests.fakes.libraries import FakeLibraries
from tests.fakes.outside import (
    FakeIdentities,
    FakeLibrarySecrets,
    FakePlaces,
    FakeQueue,
    FakeSmsSender,
    FakeSnapshots,
    FakeTexts,
    FakeWords,
)
from tests.fakes.referrals import FakeReferrals


def always_open(at: datetime) -> datetime:
    """A sending window that never closes."""
    return at


@dataclass
class FakePorts:
    """The port `Ports`; whatever a test does not name is empty and works."""

    now: FixedClock = field(default_factory=FixedClock)
    activities: FakeActivities = field(default_factory=FakeActivities)
    libraries: FakeLibraries = field(default_factory=FakeLibraries)
    snapshots: FakeSnapshots = field(default_factory=FakeSnapshots)
    places: FakePlaces = field(default_factory=FakePlaces)
    sms: FakeSmsSender = field(default_factory=FakeSmsSender)
    texts: FakeTexts = field(default_factory=FakeTexts)
    queue: FakeQueue = field(default_factory=FakeQueue)
    secrets: FakeLibrarySecrets = field(default_factory=FakeLibrarySecrets)
    identities: FakeIdentities = field(default_factory=FakeIdentities)
    words: FakeWords = field(default_factory=FakeWords)
    derivation: Derivation = field(default_factory=lambda: Derivation(b"k" * 32))
    holidays: Holidays = field(default_factory=lambda: Holidays({}))
    sending_opens: Callable[[datetime], datetime] = always_open
    public_url: str = "https://wegwijs.example"
    referrals: FakeReferrals = field(init=False)

    def __post_init__(self) -> None:
        self.referrals = FakeReferrals(
            self.activities, now=self.now, phone_mac=self.derivation.phone_mac
        )
