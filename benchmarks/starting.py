"""What a cold start costs: importing the API's function, beside a bare Chalice + PynamoDB one.

Each import runs in a fresh interpreter, on a copy of what is deployed with bytecode that is used
unchecked, as in the package. Both are started in turn; processor time, the least of each. Ours
imports neither the store nor the client library until a request needs them, so the second pair of
rows adds what the first request for a referral does: the tables, and the library that checks
tokens. Run alone: python -m benchmarks.starting
"""

import compileall
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

from benchmarks import bare
from benchmarks.matching import Row
from tools.package.__main__ import copy_what_is_deployed

GOAL = 1.5
ROUNDS = 9
TIMED = """
import time
began = time.process_time()
{statements}
print(time.process_time() - began)
"""
IMPORTED = "import app"
FIRST_REFERRAL = """
import app, chalicelib.adapters.identity, joserfc.jwt
import chalicelib.adapters.dynamo.referrals, chalicelib.adapters.vault
"""


def rows() -> Iterator[Row]:
    """Importing, then importing with what the first request needs."""
    with tempfile.TemporaryDirectory() as bare_place, tempfile.TemporaryDirectory() as our_place:
        theirs, ours = Path(bare_place), Path(our_place) / "wegwijs"
        bare.write(theirs)
        copy_what_is_deployed(ours)
        for place in (theirs, ours):
            compileall.compile_dir(
                place, quiet=2, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
            )
        took = [
            (_took(theirs, IMPORTED), _took(ours, IMPORTED), _took(ours, FIRST_REFERRAL))
            for _ in range(ROUNDS)
        ]
    bare_s, ours_s, first_s = (min(each) for each in zip(*took, strict=True))
    ratio = ours_s / bare_s
    yield Row("cold start: import of bare Chalice + PynamoDB", f"{bare_s * 1000:.0f} ms")
    yield Row(
        "cold start: import of the API's function",
        f"{ours_s * 1000:.0f} ms",
        f"{ratio:.2f} x bare; {ratio / GOAL:.2f} of the goal, {GOAL} x",
    )
    yield Row(
        "cold start: with all that the first request for a referral needs",
        f"{first_s * 1000:.0f} ms",
        f"{first_s / bare_s:.2f} x bare",
    )


def _took(place: Path, statements: str) -> float:
    """Seconds of processor time, the interpreter's own start left out."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(statements=statements)],
        cwd=place,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what:<64} {row.value:>10}  {row.ratio}")
