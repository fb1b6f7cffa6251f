"""A speaker's file goes into the texts whole, or not at all."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chalicelib.adapters.phrasebook import GettextPhrasebook
from chalicelib.domain.review import Phrase, Review, read_reviews, version_of, written
from tools.compile_texts import REVIEWS, TEXTS
from tools.take_reviews import main, take

ON = date(2026, 11, 23)
DUTCH = {phrase.key: phrase.dutch for phrase in GettextPhrasebook().phrases("nl")}
RIGHT = Review("ti", "sms.free", version_of(DUTCH["sms.free"]), "ብናጻ", "Selam", ON)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for language in ("nl", "ti"):
        shutil.copytree(TEXTS / language, tmp_path / language)
    return tmp_path


def phrase(texts: Path, key: str = "sms.free") -> Phrase:
    return next(p for p in GettextPhrasebook(texts).phrases("ti") if p.key == key)


def test_what_she_approved_is_final_in_her_words(texts: Path) -> None:
    assert take([RIGHT], texts=texts) == []
    assert phrase(texts) == Phrase(
        "sms.free", DUTCH["sms.free"], "ብናጻ", is_final=True, review=RIGHT
    )


def test_a_second_speaker_has_the_last_word_and_the_first_is_kept(texts: Path) -> None:
    second = replace(RIGHT, text="ብዘይ ክፍሊት", name="Yonas")
    take([RIGHT], texts=texts)
    take([second], texts=texts)
    assert phrase(texts).review == second
    kept = (texts / "ti" / REVIEWS).read_text("utf-8").splitlines(keepends=True)
    assert read_reviews(kept) == [RIGHT, second]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(RIGHT, language="tlh"), "not of one language"),
        (replace(RIGHT, key="sms.nothing"), "no phrase sms.nothing"),
        (replace(RIGHT, source="0" * 12), "has changed since"),
        (replace(RIGHT, text="{oops}"), "not the values"),
        (replace(RIGHT, name=" "), "nobody's name"),
    ],
)
def test_one_fault_and_nothing_is_taken(texts: Path, wrong: Review, said: str) -> None:
    (fault,) = take([RIGHT, wrong], texts=texts)
    assert fault.startswith("row 3: ")
    assert said in fault
    assert not phrase(texts).is_final


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "reviews-ti.csv"
    for content, said in (
        ("key,text\na,b\n", "not a file of a speaker's page"),
        (written([]), "no approval in this file"),
        (written([replace(RIGHT, source="0" * 12)]), "has changed since"),
    ):
        file.write_text(content, "utf-8")
        assert main([str(file)]) == 1
        assert said in capsys.readouterr().out
