"""Plays the load on a fresh local service, judges what is stored, and prints the report.

The service listens on this machine only and ends with the run. `--small` plays a tenth. Exit code
0 only if every claim holds.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.demo.stage import LocalStage
from tools.load.crowd import Crowd, Tally
from tools.load.judging import Verdict, judge
from tools.load.national import Hour, busy_hour
from tools.load.report import lines
from tools.load.scenes import SCENES, Size
from tools.local.service import Service, started

FULL = Size(at_once=500, for_ten_seats=50, hour=busy_hour(), hands=100, apart=30)
SMALL = Size(at_once=40, for_ten_seats=20, hour=Hour(referrals=24), hands=20, apart=8)
APART = 1_000  # newcomers of one scene are numbered from here on


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--report", type=Path, help="write the report to this file as well")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as state, started(Path(state)) as service:
        played, verdicts, tally = play(service, SMALL if asked.small else FULL)
    told = "\n".join(lines(played, verdicts, tally, machine=f"{os.cpu_count()} shared cores"))
    print(told)
    if asked.report:
        asked.report.write_text(told + "\n", "utf-8")
    return 0 if all(verdict.holds for verdict in verdicts) else 1


def play(service: Service, size: Size) -> tuple[Sequence[str], Sequence[Verdict], Tally]:
    """What was played on this service, what became of it, and how it answered."""
    crowd = Crowd(LocalStage(service))
    played = []
    for number, scene in enumerate(SCENES, start=1):
        played.append(scene(crowd, size, number * APART))
        print(played[-1], file=sys.stderr, flush=True)
    return played, judge(crowd), crowd.tally


if __name__ == "__main__":
    sys.exit(main())
