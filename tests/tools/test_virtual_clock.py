"""The local service may run ahead; what is deployed knows nothing of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import wiring
from tests.test_wiring import SETTINGS
from tools import clock
from tools.local.virtual_clock import FILE, NotATime, VirtualClock, stretch

A_MOMENT = timedelta(minutes=5)


def test_nobody_moved_it_and_it_is_now(tmp_path: Path) -> None:
    assert abs(VirtualClock(tmp_path).now() - datetime.now(UTC)) < A_MOMENT


def test_it_runs_ahead_by_all_that_went_by_also_after_a_restart(tmp_path: Path) -> None:
    VirtualClock(tmp_path).forward(timedelta(days=7))
    VirtualClock(tmp_path).forward(timedelta(hours=1))
    assert VirtualClock(tmp_path).ahead == timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("+7d", timedelta(days=7)),
        ("36h", timedelta(hours=36)),
        ("2w", timedelta(weeks=2)),
        (" 90m ", timedelta(minutes=90)),
        ("5s", timedelta(seconds=5)),
    ],
)
def test_a_stretch_of_time_is_read_as_people_write_it(written: str, meant: timedelta) -> None:
    assert stretch(written) == meant


@pytest.mark.parametrize("written", ["", "-1d", "7", "d", "+7 days", "1.5h", "9999999d"])
def test_anything_else_moves_nothing(
    written: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "1")
    with pytest.raises(NotATime):
        stretch(written)
    assert clock.main([written]) == 1
    assert "looks like +7d" in capsys.readouterr().err


def test_without_a_running_service_there_is_no_clock_to_move(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "1")
    assert clock.main(["+7d"]) == 1
    assert "no service runs" in capsys.readouterr().err


def test_the_package_holds_no_such_thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    VirtualClock(tmp_path).forward(timedelta(days=7))
    monkeypatch.chdir(tmp_path)
    deployed = wiring.Wired(SETTINGS)
    assert abs(deployed.now() - datetime.now(UTC)) < A_MOMENT
    for source in Path(wiring.__file__).parent.rglob("*.py"):
        code = source.read_text("utf-8")
        assert FILE not in code
        assert "virtual_clock" not in code
