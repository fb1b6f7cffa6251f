"""The compiled texts, which are what the service reads."""

from pathlib import Path

import pytest

from tools.compile_texts import RESULTS, compiled, main, results, stale

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "sms.final"
msgstr "af"

#, fuzzy
msgid "sms.draft"
msgstr "concept"
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    source = tmp_path / "nl" / "LC_MESSAGES" / "wegwijs.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE, encoding="utf-8")
    return tmp_path


def test_the_committed_results_match_their_sources() -> None:
    assert stale() == []  # else: python tools/compile_texts.py
    assert main(["--check"]) == 0


def test_drafts_are_in_one_result_only(texts: Path) -> None:
    by_name = {path.name: content for path, content in results(texts)}
    assert by_name.keys() == RESULTS.keys()
    assert {name: b"concept" in content for name, content in by_name.items()} == RESULTS
    assert all(b"sms.final" in content for content in by_name.values())


def test_what_is_missing_or_altered_is_stale(texts: Path) -> None:
    assert [path.name for path in stale(texts)] == ["wegwijs.mo", "drafts.mo"]
    for path, content in results(texts):
        path.write_bytes(content)
    assert stale(texts) == []
    source = texts / "nl" / "LC_MESSAGES" / "wegwijs.po"
    source.write_text(SOURCE.replace("concept", "voorstel"), encoding="utf-8")
    assert [path.name for path in stale(texts)] == ["drafts.mo"]


def test_compiling_twice_gives_the_same_bytes(texts: Path) -> None:
    source = texts / "nl" / "LC_MESSAGES" / "wegwijs.po"
    assert compiled(source, with_drafts=True) == compiled(source, with_drafts=True)
