"""Numbers of the state are found in free text, and telephone numbers are not taken for them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.screening import holds_bsn, holds_v_number

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


@pytest.mark.parametrize(
    "text",
    [
        "111222333",
        "123456782",
        "010464554",  # begins with a zero
        "BSN 111222333.",
        "(111222333)",
        "bsn:111222333,",
        "van_111222333_af",  # an underscore is no letter or digit
        "111222333\n",
        "haar nummer is\t111222333",
        "eerst 123456789, dan 123456782",  # the second one passes
        "111.222.333",
        "111 222 333",
        "111-222-333",
        "1112 22 333",
        "1112.22.333",
        "١ 111222333",
    ],
)
def test_a_bsn_is_found(text: str) -> None:
    assert holds_bsn(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen nummer",
        "123456789",  # fails the eleven-test
        "000000000",  # passes it, and is nobody's
        "1112223330",  # ten digits
        "0111222333",
        "a111222333",  # part of a word
        "111222333b",
        "é111222333",
        "111 222333",  # neither of the ways people group it
        "111.222-333",
        "1112 22-333",
        "UTR-2026-00123",
        "2026-11-23",
        "3562AB 12",
        "€ 1.234.567",
    ],
)
def test_other_numbers_are_no_bsn(text: str) -> None:
    assert not holds_bsn(text)


@pytest.mark.parametrize(
    "text",
    [
        "bel 06 12345678",
        "bel 06-12345678",
        "bel 0612345678",
        "bel 06 12 34 56 78",
        "bel +31612345678",
        "bel +31 6 12345678",
        "bel 0031612345678",
        "bel 030-2345678",
        "bel 030 234 56 78",
        "bel 088 123 4567",
        "bel +31 611 222 333",  # grouped in threes, after the country
        "bel 0031 111 222 333",
        "op 23-11-2026 om 10:00",
        "van 1234567 af",
        "tv 1234567",
    ],
)
def test_a_telephone_number_or_date_in_a_note_passes(text: str) -> None:
    assert not holds_bsn(text)
    assert not holds_v_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "V-nummer 2812345678",
        "v-nummer: 281234567",
        "V nummer 2812345678",
        "vnr 2812345678",
        "V-nr. 2812345678",
        "V2812345678",
        "v:2812345678",
        "V-number 2812345678",
        "V 1234567",
        "2812345678",  # on its own: ten digits that no Dutch telephone has
        "(2812345678)",
        "x_2812345678_",
    ],
)
def test_an_alien_number_is_found(text: str) -> None:
    assert holds_v_number(text)


@pytest.mark.parametrize(
    "text", ["V 123456", "0612345678", "28123456789", "281234567", "x2812345678", "", "Vrijdag 12"]
)
def test_other_numbers_are_no_alien_number(text: str) -> None:
    assert not holds_v_number(text)


def passes(digits: str) -> bool:
    return sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0


@settings(deadline=None)
@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_nine_digits_are_a_bsn_when_they_pass_the_eleven_test(digits: str) -> None:
    assert holds_bsn(f"nr {digits}.") == (passes(digits) and digits != "000000000")


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_screened(text: str) -> None:
    assert holds_bsn(text + " 111222333")
    assert isinstance(holds_v_number(text), bool)
