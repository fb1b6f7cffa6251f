"""The load of `make load`, small: a service of its own, many at once, and nothing broken."""

from pathlib import Path

import pytest

from tools.load.__main__ import play
from tools.load.national import Hour
from tools.load.scenes import SEATS, Size
from tools.local.service import started

TINY = Size(at_once=12, hands=12, for_ten_seats=SEATS + 4, hour=Hour(referrals=8), apart=3)


@pytest.mark.timeout(900)  # several minutes where others use the machine too
def test_many_at_once_break_nothing(tmp_path: Path) -> None:
    with started(tmp_path / "state") as service:
        played, verdicts, tally = play(service, TINY)
    assert len(played) == 3
    assert {verdict.claim: list(verdict.against) for verdict in verdicts} == {
        "0 lost": [],
        "0 doubled": [],
        "0 overbooked": [],
        "seat counters equal a recount": [],
        "0 texts twice": [],
        "every referral in a defined state": [],
        "nothing in a dead-letter queue": [],
    }
    assert tally.outcomes()["refer", 201] == TINY.at_once + TINY.for_ten_seats + 8
