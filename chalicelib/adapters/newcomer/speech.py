"""In which words she is spoken to: her language, with Dutch beside it for whoever helps her.

What is not in her language as a whole is Dutch as a whole: no page is half the one, half the other.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from chalicelib.domain.newcomer_words import PAGE, PAGE_KEYS
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.ports import Words

DUTCH = "nl"
_LOCALE_BY_LANGUAGE = {"prs": "fa_AF", "kmr": "ku"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb"})
_DECIMAL_POINT = frozenset({"en", "zh", "am", "so", "ti"})


@dataclass(frozen=True, slots=True)
class Speech:
    """One language of a page. Keys without a dot are phrases of the page itself."""

    tag: str
    words: Words

    @property
    def direction(self) -> str:
        return "rtl" if self.tag in _RIGHT_TO_LEFT else "ltr"

    @property
    def is_dutch(self) -> bool:
        return self.tag == DUTCH

    @property
    def dutch(self) -> "Speech":
        return Speech(DUTCH, self.words)

    def say(self, key: str, **values: Any) -> str:
        said = {name: self._money(v) if isinstance(v, Decimal) else v for name, v in values.items()}
        return self.words.say(self.tag, key if "." in key else PAGE + key, said)

    def day(self, moment: datetime) -> str:
        """Weekday, day and month in full, in the order this language writes them."""
        from babel.dates import format_date

        tag = _LOCALE_BY_LANGUAGE.get(self.tag, self.tag)
        return format_date(moment.astimezone(AMSTERDAM).date(), _day_pattern(tag), locale=tag)

    def kilometres(self, distance: float) -> str:
        """To a tenth, with the sign this language puts before tenths."""
        return self._decimal(f"{distance:.1f} km")

    def _money(self, amount: Decimal) -> str:
        return self._decimal(f"{amount:.2f}")

    def _decimal(self, written: str) -> str:
        return written if self.tag in _DECIMAL_POINT else written.replace(".", ",")


def speech_for(wanted: str, words: Words) -> Speech:
    """Her language where the page is wholly in it, else Dutch."""
    return Speech(words.language(wanted, needs=PAGE_KEYS), words)


@cache
def _day_pattern(locale: str) -> str:
    """The pattern of a day without its year. CLDR often has only a short one: it is widened."""
    from babel import Locale
    from babel.dates import match_skeleton

    skeletons = Locale.parse(locale).datetime_skeletons
    found = skeletons[match_skeleton("MMMMEEEEd", skeletons)].pattern
    return re.sub(r"'[^']*'|E+|c+|M+|L+", _in_full, found)


def _in_full(part: re.Match[str]) -> str:
    """Names of days and months in four letters, which mean in full; literals and numbers stay."""
    is_day, is_name = part[0][0] in "Ec", len(part[0]) >= 3
    return part[0][0] * 4 if is_day or (part[0][0] in "ML" and is_name) else part[0]
