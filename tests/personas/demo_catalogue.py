"""The demo catalogue as the local stack loads it, on whichever day a story needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from chalicelib.adapters.gazetteer import GazetteerPlaces
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays, read_holidays
from chalicelib.domain.matching.snapshot import Catalogue
from chalicelib.usecases.catalogue import publish
from tests.fakes.clock import FixedClock
from tests.fakes.ports import FakePorts
from tools.local import seed
from tools.local.paths import ROOT


@dataclass(frozen=True, slots=True)
class Demo:
    """The catalogue as it is searched, and the activities in it by the library's own key."""

    catalogue: Catalogue
    activity_by_source: Mapping[str, Activity]
    holidays: Holidays


@cache
def demo(confirmed_on: date) -> Demo:
    """The demo catalogue, every activity last confirmed on that day."""
    clock = FixedClock(datetime.combine(confirmed_on, time(8), tzinfo=UTC))
    ports = FakePorts(now=clock, holidays=school_holidays())
    seed.load_catalogue(ports=ports)
    publish(ports=ports)
    activities = {activity.source_id: activity for activity in ports.activities.all_active()}
    return Demo(ports.snapshots.current(), activities, ports.holidays)


@cache
def school_holidays() -> Holidays:
    """The holidays that are shipped."""
    return read_holidays(seed.rows(ROOT / "chalicelib" / "data" / "school_holidays.csv"))


@cache
def places() -> GazetteerPlaces:
    """The gazetteer that is shipped."""
    return GazetteerPlaces()
