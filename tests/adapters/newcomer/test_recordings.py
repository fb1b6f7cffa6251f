"""A recording is there when a speaker made one, and only then may sound come in."""

from pathlib import Path

import pytest

from chalicelib.adapters.newcomer import page, templates
from chalicelib.adapters.newcomer.recordings import origins, recordings
from chalicelib.domain.placement import State
from tests.adapters.newcomer.pages import ACTIVITIES, page_of, with_placements

SPOKEN = "https://media.example/ti.mp3"


@pytest.fixture
def spoken(tmp_path: Path) -> dict[str, str]:
    manifest = tmp_path / "recordings.csv"
    manifest.write_text(
        f"language,url,speaker,recorded_on\nti,{SPOKEN},Selam,2026-11-20\n", "utf-8"
    )
    return dict(recordings(manifest))


def test_every_recording_of_ours_is_in_a_known_language_and_comes_safely() -> None:
    assert all(address.startswith("https://") for address in recordings().values())


def test_her_page_is_read_aloud_in_her_language_only(
    spoken: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "recordings", lambda: spoken)
    in_tigrinya = page_of(with_placements(State.PROPOSED, language="ti"), ACTIVITIES)
    assert f'<audio controls preload="none" src="{SPOKEN}"' in in_tigrinya
    assert "<audio" not in page_of(with_placements(State.PROPOSED, language="ar"), ACTIVITIES)


def test_sound_may_come_from_where_recordings_are_and_nowhere_else(spoken: dict[str, str]) -> None:
    assert origins(spoken) == ("https://media.example",)
    policy = templates.content_security_policy("page", media=origins(spoken))
    assert "media-src https://media.example;" in policy
    assert "media-src" not in templates.content_security_policy("page")
