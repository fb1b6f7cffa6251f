"""What the wiring reads of the data that is shipped, and of what an operator puts beside it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.config import Settings
from chalicelib.domain.holidays import HolidayRegion

NAMES: dict[str, Any] = dict.fromkeys(
    [
        *("stage", "core_table", "people_table", "keys_table", "audit_table"),
        *("snapshot_bucket", "messages_queue_url", "catalogue_queue_url"),
        *(
            "imports_queue_url",
            "waiting_queue_url",
            "deliveries_queue_url",
            "kms_key_id",
            "issuer",
            "audience",
            "public_url",
        ),
    ],
    "x",
)
SETTINGS = Settings(**NAMES, jwks={}, derivation_key=b"k" * 32, library_secret_seed=b"s" * 32)
A_DAY_OFF = date(2026, 11, 30)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that is shipped, in which an operator may write."""
    shutil.copytree(Path(wiring.__file__).parent / "data", tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(wiring, "_DATA", tmp_path)
    return tmp_path


def test_holidays_that_an_operator_adds_are_closed_as_well(data: Path) -> None:
    (data / "school_holidays_extra.csv").write_text(
        "region,name,first_day,last_day,source\nzuid,Extra,2026-11-30,2026-11-30,us\n"
    )
    holidays = wiring.Wired(SETTINGS).holidays
    assert holidays.closed(HolidayRegion.ZUID).contains(A_DAY_OFF)
    assert holidays.closed(HolidayRegion.ZUID).contains(date(2026, 12, 25))
    assert not holidays.closed(HolidayRegion.NOORD).contains(A_DAY_OFF)


def test_without_any_added_the_shipped_holidays_stand() -> None:
    holidays = wiring.Wired(SETTINGS).holidays
    assert holidays.closed(HolidayRegion.ZUID).contains(date(2026, 12, 25))
    assert not holidays.closed(HolidayRegion.ZUID).contains(A_DAY_OFF)


def test_municipalities_that_merged_are_known() -> None:
    known = wiring.Wired(SETTINGS).municipalities
    assert known.current_code("GM0738", date(2026, 11, 23)) == "GM1959"


def test_without_a_sender_no_mail_goes_out() -> None:
    assert wiring.Wired(SETTINGS).mailer is None
