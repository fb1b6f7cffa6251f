"""What it takes to publish the catalogue of a whole country: read, decide, fingerprint, pack.

On ports in memory, so the table's own time is left out. The second row is the worst a pause can do:
every library closed for a year, which takes a day out of every session for each of its weeks.
Run alone: python -m benchmarks.publishing
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

from benchmarks import synthetic
from benchmarks.matching import Row
from chalicelib.domain.catalogue import Activity
from chalicelib.domain.pause import LONGEST_DAYS, Pause
from chalicelib.usecases.catalogue import publish
from tests.fakes.activities import FakeActivities
from tests.fakes.clock import FixedClock
from tests.fakes.ports import FakePorts

COUNT = 25_000
GOAL_S = 5
LONG = Pause(synthetic.TODAY, synthetic.TODAY + timedelta(days=LONGEST_DAYS - 1))


def rows() -> Iterator[Row]:
    """As it is, and with every library on the longest pause there is."""
    catalogue = list(synthetic.activities(COUNT))
    yield _row(f"publish {COUNT:,} activities", catalogue)
    paused = (replace(activity, pause=LONG) for activity in catalogue)
    yield _row(f"publish {COUNT:,} activities, all paused for a year", paused)


def _row(what: str, activities: Iterable[Activity]) -> Row:
    ports = FakePorts(
        now=FixedClock(synthetic.AT),
        activities=FakeActivities(activities),
        holidays=synthetic.HOLIDAYS,
    )
    began = perf_counter()
    publish(ports=ports)
    seconds = perf_counter() - began
    return Row(what, f"{seconds:.2f} s", f"{seconds / GOAL_S:.2f} of the goal, {GOAL_S} s")


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what:<52} {row.value:>10}  {row.ratio}")
