"""What a request costs in our own code, beside a bare Chalice + PynamoDB application.

Processor time from the gateway's event to the answer, warm, where the store and the library that
checks tokens answer at once. Everything else is as deployed: Chalice's way to a handler and back,
our guard, the wiring, the words. The bare application gives the same answer, ready made: what it
takes is Chalice's and the writing of JSON. Run alone: python -m benchmarks.handling
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import bare
from benchmarks.matching import Row
from tools.local.paths import ROOT

GOAL_US = 150
ROUNDS = 5  # both in turn; of each the least, when nobody else was in the way
NAME_BY_ROUTE = {
    "/v1/health": "GET /v1/health",
    "/v1/referrals/{referral_id}": "GET /v1/referrals/{id}, three offers",
}


def rows() -> Iterator[Row]:
    """Each route, bare and ours, and what ours adds."""
    with tempfile.TemporaryDirectory() as directory:
        bare.write(Path(directory))
        took = [(_took("bare", directory), _took("ours")) for _ in range(ROUNDS)]
    for route, name in NAME_BY_ROUTE.items():
        of_bare = min(theirs[route] for theirs, _ in took)
        of_ours = min(ours[route] for _, ours in took)
        own = of_ours - of_bare
        yield Row(f"{name}: bare Chalice", f"{of_bare:.0f} µs")
        yield Row(f"{name}: ours", f"{of_ours:.0f} µs", f"{of_ours / of_bare:.2f} x bare")
        said = f"{own / GOAL_US:.2f} of the goal, {GOAL_US} µs"
        yield Row(f"{name}: our own", f"{own:.0f} µs", said)


def _took(*which: str) -> dict[str, float]:
    """Microseconds a request, by route, measured in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.handled", *which],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    took: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return took


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what:<52} {row.value:>10}  {row.ratio}")
