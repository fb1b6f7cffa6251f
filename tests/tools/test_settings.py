"""What the service reads of its environment, and which ports follow from it.

The environment is the local stack's, varied.
"""

from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from chalicelib.adapters.gazetteer import GazetteerPlaces
from chalicelib.adapters.sms.end_user_messaging import EndUserMessagingSms
from chalicelib.adapters.sms.sns import SnsSms
from chalicelib.adapters.sms.test_numbers import OnlyTestNumbers
from chalicelib.config import Misconfigured, Settings, settings_from, unknown_names
from chalicelib.domain.caps import Caps
from chalicelib.wiring import Wired
from tools.local.identity import of_this_machine
from tools.local.settings import Choices, environment


class AnyName(dict[str, str]):
    """Outputs of a stack in which everything is called what it is."""

    def __missing__(self, name: str) -> str:
        return name


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    """The local stack's environment, nothing chosen."""
    return environment(
        Choices(port=0, state=tmp_path),
        outputs=AnyName(),
        endpoint="http://127.0.0.1:1",
        base_url="http://127.0.0.1:2",
        identity=of_this_machine(tmp_path),
    )


def settings(here: dict[str, str], **changes: str) -> Settings:
    return settings_from(
        here | {f"WEGWIJS_{name.upper()}": value for name, value in changes.items()}
    )


def test_by_default_nothing_is_looked_up_outside(here: dict[str, str]) -> None:
    wired = Wired(settings(here))
    assert wired.geocoder is None
    assert isinstance(wired.places, GazetteerPlaces)


def test_an_environment_that_does_not_speak_of_it_means_the_same(here: dict[str, str]) -> None:
    silent = {name: value for name, value in here.items() if "GEOCODER" not in name}
    assert (settings_from(silent).geocoder, settings_from(silent).geocoder_url) == ("off", None)


def test_switched_on_places_are_also_read_from_what_was_looked_up(
    here: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, here[name])  # or botocore would look for some
    wired = Wired(settings(here, geocoder="pdok", geocoder_url="http://127.0.0.1:3/v3_1"))
    assert wired.geocoder is not None
    assert not isinstance(wired.places, GazetteerPlaces)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"geocoder": "google"}, "WEGWIJS_GEOCODER: neither off nor pdok"),
        (
            {"geocoder_url": "http://169.254.169.254/latest"},
            "WEGWIJS_GEOCODER_URL: neither https nor on this machine",
        ),
        (
            {"geocoder_url": "http://127.0.0.1.example/"},
            "WEGWIJS_GEOCODER_URL: neither https nor on this machine",
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(
    here: dict[str, str], changes: dict[str, str], fault: str
) -> None:
    with pytest.raises(Misconfigured, match=fault):
        settings(here, **changes)


def test_a_librarys_system_may_run_on_this_machine_beside_an_emulator_only(
    here: dict[str, str],
) -> None:
    assert settings(here).outgoing_here
    with pytest.raises(Misconfigured, match="OUTGOING_HERE"):
        settings(here, aws_endpoint="")
    packaged = {name: value for name, value in here.items() if "OUTGOING_HERE" not in name}
    assert not settings(packaged, aws_endpoint="").outgoing_here


def test_texts_go_by_the_provider_that_is_set(
    here: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, here[name])
    assert isinstance(Wired(settings(here)).sms, SnsSms)
    two_way = {"sms_provider": "end_user_messaging", "sms_origination": "+3197000000000"}
    assert isinstance(Wired(settings(here, **two_way)).sms, EndUserMessagingSms)
    with pytest.raises(Misconfigured, match="SMS_ORIGINATION is missing"):
        settings(here, sms_provider="end_user_messaging")
    with pytest.raises(Misconfigured, match="neither sns nor end_user_messaging"):
        settings(here, sms_provider="pigeons")


def test_caps_hold_unless_they_are_switched_off_aloud(here: dict[str, str]) -> None:
    silent = {name: value for name, value in here.items() if name != "WEGWIJS_SMS_CAPS"}
    assert Wired(settings_from(silent)).caps == Caps()
    assert Wired(settings(here)).caps is None


def test_outside_production_only_test_numbers_get_a_text(
    here: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, here[name])
    there = {"aws_endpoint": "", "outgoing_here": "off"}
    tested = {"sms_test_numbers": "+31612345678, +31687654321"}
    assert isinstance(Wired(settings(here, stage="acceptance", **there)).sms, OnlyTestNumbers)
    assert isinstance(Wired(settings(here, stage="dev", **there, **tested)).sms, OnlyTestNumbers)
    assert isinstance(Wired(settings(here, stage="production", **there)).sms, SnsSms)
    numbers = settings(here, **tested).sms_test_numbers
    assert numbers == {"+31612345678", "+31687654321"}
    with pytest.raises(Misconfigured, match="no Dutch mobile numbers"):
        settings(here, sms_test_numbers="0612345678")


def test_the_price_of_a_text_is_in_euros(here: dict[str, str]) -> None:
    assert settings(here, sms_segment_price="0.085").sms_segment_price == 0.085
    for price in ("90", "-0.1", "nan"):
        with pytest.raises(Misconfigured, match="no price"):
            settings(here, sms_segment_price=price)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Misconfigured) as raised:
        settings_from({"WEGWIJS_DRAFTS": "maybe"})
    missing = [f.name for f in fields(Settings) if f.default is MISSING]
    assert all(f"WEGWIJS_{name.upper()} is missing" in str(raised.value) for name in missing)
    assert "WEGWIJS_DRAFTS: neither on nor off" in str(raised.value)


def test_a_name_that_nobody_reads_is_said(here: dict[str, str]) -> None:
    assert unknown_names(here) == ()
    assert unknown_names({"WEGWIJS_SMS_WINDWO": "off", "PATH": "x"}) == ("WEGWIJS_SMS_WINDWO",)


def test_no_secret_shows_when_settings_are_printed(here: dict[str, str]) -> None:
    shown = repr(settings(here, oidc_client_secret="do not tell"))
    assert "do not tell" not in shown
    assert "derivation_key" not in shown
