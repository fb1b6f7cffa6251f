"""What judges pages is itself judged: each fault is found on a page that has it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser import conftest
from tests.browser.accessible import (
    assert_accessible,
    beyond_the_edge,
    faults_of_axe,
    too_small,
    unseen_focus,
)

SOUND = """<!doctype html><html lang="nl"><head><title>Goed</title>
<meta name="viewport" content="width=device-width"><style>{style}</style></head>
<body><main><h1>Goed</h1>{body}</main></body></html>"""
TARGET = "a{display:inline-block;min-width:44px;min-height:44px}"


def show(page: Page, body: str, style: str = TARGET) -> None:
    page.set_content(SOUND.format(body=body, style=style))


def test_a_sound_page_is_accessible(page: Page) -> None:
    show(page, '<a href="/x">Verder</a><p>Lees <a style="display:inline" href="/y">meer</a> .</p>')
    assert_accessible(page)


def test_an_image_without_words_is_found(page: Page) -> None:
    show(page, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    assert [fault.partition(":")[0] for fault in faults_of_axe(page)] == ["image-alt"]


def test_a_page_that_scrolls_sideways_is_found(page: Page) -> None:
    show(page, '<p style="width:500px">breed</p>')
    assert "breed" in beyond_the_edge(page)[1]


def test_a_target_that_a_thumb_misses_is_found(page: Page) -> None:
    show(page, '<button style="height:20px">Ja</button>')
    assert len(too_small(page)) == 1


def test_focus_that_nobody_sees_is_found(page: Page) -> None:
    show(page, '<a href="/x">Verder</a><a href="/y" style="outline:none">Weg</a>')
    (unseen,) = unseen_focus(page)
    assert "Weg" in unseen


def test_a_machine_without_a_browser_fails_and_says_what_to_do(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(conftest, "NAMES", ())
    if Path(playwright.chromium.executable_path).exists():
        monkeypatch.setattr(type(playwright.chromium), "executable_path", "/none")
    with pytest.raises(pytest.fail.Exception, match="make browser"):
        conftest._chromium(playwright)
