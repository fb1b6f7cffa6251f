"""How many SMS a text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.sms.segments import GSM7, UCS2, alphabet, segments, units

# 3GPP TS 23.038, the default alphabet and its extension, copied by hand.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
ESCAPE = "\x1b"  # no letter: the switch to the extension


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),  # é is in the alphabet, and costs one
        ("€" * 80, 1),  # the extension costs two
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 151, 2),  # € does not fit before the border: 152, then 153
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ë" * 70, 1),  # ë is not in the alphabet, and takes the whole text with it
        ("ë" + "a" * 70, 2),
        ("ç" * 134, 2),  # only the capital is in the alphabet
        ("ж" * 135, 3),
        ("😀" * 35, 1),  # two units each
        ("😀" * 36, 2),
        ("😀" * 66, 2),  # 33 in each of several: the 67th unit stays empty
        ("😀" * 67, 3),
        ("ж" * 66 + "😀" + "ж" * 65, 2),  # an emoji does not lie over the border either
        ("ж" * 66 + "😀" + "ж" * 66, 3),
    ],
)
def test_a_text_is_counted_as_a_phone_company_counts(text: str, counted: int) -> None:
    assert segments(text) == counted


def test_every_letter_of_the_alphabet_and_no_other_goes_in_septets() -> None:
    letters = [chr(code) for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF]
    in_septets = {letter for letter in letters if alphabet(letter) is GSM7} - {ESCAPE}
    assert in_septets == set(BASIC) | set(EXTENSION)
    assert {units(letter) for letter in BASIC} == {1}
    assert {units(letter) for letter in EXTENSION} == {2}


@given(st.text(max_size=400))
def test_the_count_lies_between_full_segments_and_segments_with_a_gap_each(text: str) -> None:
    used, length, count = alphabet(text), units(text), segments(text)
    if length <= used.alone:
        assert count == (1 if text else 0)
    else:
        assert -(-length // used.each) <= count <= -(-length // (used.each - 1))


@given(st.text(max_size=200))
def test_one_strange_letter_takes_the_whole_text_with_it(text: str) -> None:
    assert alphabet(text + "ş") is UCS2
    assert units(text + "ş") == len((text + "ş").encode("utf-16-be")) // 2
