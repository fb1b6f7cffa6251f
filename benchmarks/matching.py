"""What matching costs: latency, size, building, loading, importing; the slow side is the reference.

Every function returns rows for the table of `benchmarks/run.py`; alone this file prints its own.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from benchmarks import synthetic
from chalicelib.domain.matching import codec
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.snapshot import Catalogue, pack
from tests.domain.matching import plain

SMALL = 26_000
SIZES = (SMALL, 250_000, 1_000_000)
ASKED = 400  # needs for each latency
ASKED_OF_REFERENCE = 12  # it takes seconds each

SESSIONS = ("times", "facts.times", "facts.times.end")
DIRECTORY = ("details.end",)
COLUMNS = ("branch", "kind", "languages", "facilities", "room", "area", "confirmed")


class Row(NamedTuple):
    """One line of the table; `ratio` says against what, and is empty where nothing compares."""

    what: str
    value: str
    ratio: str = ""


def rows(sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    """The whole table, smallest catalogue first; a million takes some three minutes to build."""
    yield from importing()
    yield from building()
    small = snapshot(sizes[0])
    base, *latencies = latency(small, sizes[0], None)
    yield from (base.row, *latencies)
    yield from reference(small, base.p50_ms)
    yield from size(small, sizes[0])
    for count in sizes[1:]:
        data = snapshot(count)
        own, *others = latency(data, count, base.p50_ms)
        yield from (own.row, *others)
        yield from size(data, count)
        yield from loading(data, count)


class _Latency(NamedTuple):
    row: Row
    p50_ms: float
    p99: Row


def snapshot(count: int) -> bytes:
    """So many synthetic activities, packed."""
    return pack(
        synthetic.activities(count),
        version=f"synthetic {count}",
        holidays=synthetic.HOLIDAYS,
        encode=codec.encode_activity,
    )


def building(count: int = 25_000) -> Iterator[Row]:
    """How long the snapshot of a whole country takes."""
    activities = list(synthetic.activities(count))
    seconds = _seconds(
        lambda: pack(
            activities,
            version="",
            holidays=synthetic.HOLIDAYS,
            encode=codec.encode_activity,
        )
    )
    yield Row(f"pack {count:,} activities", f"{seconds:.2f} s", "goal 5 s")


def latency(data: bytes, count: int, base_ms: float | None) -> tuple[_Latency, Row]:
    """One match after another on a catalogue that was just loaded, as a process meets it."""
    catalogue = Catalogue.load(data, codec.decode_activity)
    each = sorted(_match_seconds(catalogue, need) for need in synthetic.needs(ASKED))
    p50, p99 = (1000 * each[int(len(each) * share)] for share in (0.5, 0.99))
    ratio = "" if base_ms is None else f"{p50 / base_ms:.2f} x p50 at {SMALL:,} (goal 1.5)"
    row = Row(f"match, {count:,} activities, p50", f"{p50:.2f} ms", ratio)
    worst = Row(f"match, {count:,} activities, p99", f"{p99:.2f} ms")
    return _Latency(row, p50, worst), worst


def reference(data: bytes, engine_ms: float) -> Iterator[Row]:
    """The plain reference of the tests on the same catalogue and needs."""
    activities = list(Catalogue.load(data, codec.decode_activity))
    ask = partial(plain.match, holidays=synthetic.HOLIDAYS, at=synthetic.AT)
    needs = synthetic.needs(ASKED_OF_REFERENCE)
    each = [_seconds(partial(ask, need, activities)) for need in needs]
    slow = 1000 * median(each)
    ratio = f"{slow / engine_ms:.0f} x the engine (goal 60)"
    yield Row(f"reference, {len(activities):,} activities, p50", f"{slow:.0f} ms", ratio)


def size(data: bytes, count: int) -> Iterator[Row]:
    """Bytes an activity, by what they are for."""
    sizes = dict(Catalogue.load(data, codec.decode_activity).sizes())

    def take(names: Iterable[str]) -> str:
        return f"{sum(sizes.pop(name) for name in list(names)) / count:.1f} bytes each"

    searched = sum(sizes[name] for name in sizes if name not in (*SESSIONS, "details"))
    yield Row(
        f"{count:,}: all that is searched, without sessions",
        f"{searched / count:.1f} bytes each",
        "goal 12",
    )
    yield Row(f"{count:,}: sessions", take(SESSIONS))
    yield Row(f"{count:,}: directory of details", take(DIRECTORY))
    yield Row(f"{count:,}: details, compressed", take(["details"]))
    yield Row(f"{count:,}: columns", take(COLUMNS))
    yield Row(f"{count:,}: facts", take(name for name in sizes if name.startswith("facts.")))
    yield Row(f"{count:,}: trees and branches", take(sizes))


def loading(data: bytes, count: int) -> Iterator[Row]:
    """How long until a snapshot in memory can be asked, and what a process then holds."""
    load_ms = 1000 * _seconds(lambda: Catalogue.load(data, codec.decode_activity))
    yield Row(f"load {count:,} activities", f"{load_ms:.2f} ms")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot"
        path.write_bytes(data)
        held = int(_python(_HOLDS.format(path=str(path))))
    yield Row(
        f"memory, {count:,} activities, after 100 matches",
        f"{held / 1024:.0f} MB",
        f"snapshot {len(data) / 2**20:.0f} MB",
    )


def importing(times: int = 15) -> Iterator[Row]:
    """The matcher in a fresh interpreter, over a bare one, with bytecode as deployed."""
    bare = _start_ms("pass", times)
    # Every domain type is a dataclass, so this much is no choice of the matcher.
    unavoidable = "import dataclasses, enum, zoneinfo, datetime, decimal, json, zlib"
    standard = _start_ms(unavoidable, times) - bare
    own = _start_ms("import chalicelib.domain.matching.engine", times) - bare
    yield Row("import the matcher, over a bare interpreter", f"{own:.1f} ms", "goal 15 ms")
    yield Row("  of which standard library", f"{standard:.1f} ms")


_HOLDS = """
import resource
from functools import partial
from pathlib import Path
from benchmarks import synthetic
from chalicelib.domain.matching import codec
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.snapshot import Catalogue
catalogue = Catalogue.load(Path({path!r}).read_bytes(), codec.decode_activity)
for need in synthetic.needs(100):
    match(need, catalogue, synthetic.AT)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


def _match_seconds(catalogue: Catalogue, need: Need) -> float:
    return _seconds(lambda: match(need, catalogue, synthetic.AT))


def _seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def _start_ms(code: str, times: int) -> float:
    _python(code)  # writes the bytecode
    return 1000 * median(_seconds(lambda: _python(code)) for _ in range(times))


def _python(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.curdir}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


if __name__ == "__main__":
    counts = tuple(int(one) for one in sys.argv[1:]) or SIZES
    for row in rows(counts):
        print(f"{row.what:55} {row.value:>16}  {row.ratio}", flush=True)
