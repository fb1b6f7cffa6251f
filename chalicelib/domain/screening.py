"""Numbers that identify a citizen to the state, found in free text so that they can be refused.

A BSN may not go to a library, and consent does not cure that; so none comes in (DOMAIN.md).
"""

import re

# Nine digits on their own, or grouped the two ways people write a BSN: 123.456.782, 1234 56 782.
# A telephone number grouped in threes follows the code of its country.
_NINE_DIGITS = re.compile(
    r"(?<![^\W_])(?:\d{9}|(?<!\+31[ .-])(?<!0031[ .-])"
    r"(?:\d{3}([. -])\d{3}\1\d{3}|\d{4}([. -])\d{2}\2\d{3}))(?![^\W_])"
)
# The alien number (V-nummer): ten digits, after a V in any of its spellings or on their own. A
# Dutch telephone number has ten digits too, and begins with 0.
_V_NUMBER = re.compile(
    r"(?<![^\W_])(?:v[\s.:-]*(?:nr|nummer|number)?[\s.:-]*\d{7,10}|[1-9]\d{9})(?![^\W_])",
    re.IGNORECASE,
)


def holds_bsn(text: str) -> bool:
    """Whether nine digits between non-alphanumerics pass the eleven-test."""
    return any(_passes_eleven_test(found.group()) for found in _NINE_DIGITS.finditer(text))


def holds_v_number(text: str) -> bool:
    """Whether something in the text reads as an alien number."""
    return _V_NUMBER.search(text) is not None


def _passes_eleven_test(written: str) -> bool:
    digits = [int(character) for character in written if character.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and any(digits)
