"""Whatever is said of a field in Dutch is said in English as well, with the same values."""

import copy
from string import Formatter

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.entry.parsing import faults
from chalicelib.entry.parsing import faults_in_english as english
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.need import MatchQuestion

PAIRS = [
    (faults.OURS, english.OURS),
    (faults._PYDANTIC, english.PYDANTIC),
    (faults._FORM, english.FORM),
]


def values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize(("dutch", "in_english"), PAIRS, ids=["ours", "pydantic", "form"])
def test_each_sentence_stands_in_both_languages(
    dutch: dict[str, str], in_english: dict[str, str]
) -> None:
    assert set(dutch) == set(in_english)
    assert {k: values(s) for k, s in dutch.items()} == {k: values(s) for k, s in in_english.items()}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"languageLevel": "a1"}, "This field is required."),
        ({"location": {"postcode": "35"}, "languageLevel": "a1"}, english.FORM["postcode"]),
        ({"location": {"postcode": "3562"}, "languageLevel": "a1", "limit": 11}, "At most 10."),
    ],
)
def test_a_fault_says_itself_in_english(body: object, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse(MatchQuestion, body)
    (fault,) = refused.value.faults
    assert faults.in_english(fault.reason) == said
    assert faults.in_english(copy.deepcopy(fault.reason)) == said
    assert faults.in_words(fault.reason) != said


def test_a_code_of_ours_says_itself_in_both() -> None:
    assert faults.in_english("twice") == english.OURS["twice"]
    assert faults.in_words("twice") == faults.OURS["twice"]
