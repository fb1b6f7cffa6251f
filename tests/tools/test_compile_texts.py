"""The compiled texts, which are what the service reads."""

from datetime import date
from pathlib import Path

import pytest

from chalicelib.domain.review import Review, version_of, written
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


@pytest.fixture
def tigrinya(texts: Path) -> Path:
    source = texts / "ti" / "LC_MESSAGES" / "wegwijs.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE.replace("concept", "draft {n}"), encoding="utf-8")
    dutch = texts / "nl" / "LC_MESSAGES" / "wegwijs.po"
    dutch.write_text(SOURCE.replace("concept", "concept {n}"), encoding="utf-8")
    return source


def approved(source: Path, dutch: str, text: str) -> bytes:
    review = Review("ti", "sms.draft", version_of(dutch), text, "Selam", date(2026, 11, 23))
    (source.parents[1] / "reviews.csv").write_text(written([review]), encoding="utf-8")
    return compiled(source, with_drafts=False)


def test_an_approved_phrase_leaves_draft_in_the_words_of_its_speaker(tigrinya: Path) -> None:
    assert b"checked {n}" in approved(tigrinya, "concept {n}", "checked {n}")


def test_a_changed_dutch_text_returns_it_to_draft(tigrinya: Path) -> None:
    final = approved(tigrinya, "something else {n}", "checked {n}")
    assert b"checked" not in final
    assert b"sms.draft" not in final


def test_an_approval_that_lost_a_value_is_not_compiled(tigrinya: Path) -> None:
    with pytest.raises(ValueError, match="not the values"):
        approved(tigrinya, "concept {n}", "checked")
