"""A need that was kept is read again as it was meant, so that it can be matched again."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.entry.parsing.base import parse
from chalicelib.entry.parsing.need import NeedFields, need_asked, need_kept

WHOLE: dict[str, Any] = {
    "location": {"postcode": "3562 ab"},
    "residence": "GM0363",
    "languageLevel": "a1",
    "speakingLevel": "a2",
    "reading": "own_script",
    "spokenLanguages": ["ar", "en"],
    "themes": ["language"],
    "audiences": ["women"],
    "ageGroup": "senior",
    "availability": ["tue_morning", {"weekday": "thu", "from": "08:45", "until": "14:00"}],
    "travel": {"mode": "walk", "maxMinutes": 20},
    "needs": ["children_welcome"],
    "delivery": ["in_person", "online"],
}
LEAST: dict[str, Any] = {"location": {"place": "’t Goy"}, "languageLevel": "unknown"}
AT_A_POINT = LEAST | {"location": {"latitude": 52.1, "longitude": 5.1}}


@pytest.mark.parametrize("sent", [WHOLE, LEAST, AT_A_POINT], ids=["whole", "least", "point"])
def test_what_is_kept_means_what_was_sent(sent: dict[str, Any]) -> None:
    asked = need_asked(parse(NeedFields, sent), residence="GM0344")
    assert need_kept(asked.body, "GM0344") == replace(asked, body=asked.body)


def test_words_that_are_no_longer_ours_are_refused() -> None:
    with pytest.raises(InvalidRequest):
        need_kept(LEAST | {"shoeSize": 38}, "GM0344")
