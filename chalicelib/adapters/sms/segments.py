"""How many SMS a text is, counted with the alphabet of GSM 03.38 (the `gsm0338` package).

A text whose every character stands in that alphabet goes out in septets: 160 in one SMS, 153 in
each of several. Any other text, whole, goes out in the 16-bit units of UCS-2: 70 in one, 67 in
each of several. No national shift tables: providers do not use them unasked.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What one SMS holds alone, and each of several, in units."""

    name: str
    alone: int
    each: int


GSM7 = Alphabet("gsm7", 160, 153)
UCS2 = Alphabet("ucs2", 70, 67)
_LAST_OF_ONE_UNIT = 0xFFFF


def alphabet(text: str) -> Alphabet:
    """The alphabet in which the text goes out without losing a letter."""
    return UCS2 if None in map(_septets, text) else GSM7


def units(text: str) -> int:
    """Septets or 16-bit units: `€` and its like are two septets, an emoji two units."""
    return sum(_widths(text))


def segments(text: str) -> int:
    """How many SMS the text is; a character of two units never lies over a border."""
    used, widths = alphabet(text), _widths(text)
    if sum(widths) <= used.alone:
        return 1 if widths else 0
    count, filled = 1, 0
    for width in widths:
        if filled + width > used.each:
            count, filled = count + 1, 0
        filled += width
    return count


def _widths(text: str) -> list[int]:
    septets = [_septets(character) for character in text]
    if None in septets:
        return [_ucs2_units(character) for character in text]
    return [width for width in septets if width is not None]


def _ucs2_units(character: str) -> int:
    return 2 if ord(character) > _LAST_OF_ONE_UNIT else 1


@lru_cache(maxsize=4096)
def _septets(character: str) -> int | None:
    """One, two behind an escape, or None outside the alphabet."""
    try:
        return len(_codec().encode(character)[0])
    except UnicodeEncodeError:
        return None


@cache
def _codec() -> Any:
    from gsm0338 import Codec

    return Codec()
