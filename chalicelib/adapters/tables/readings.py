"""What people write in a cell, as values: forgiving about spelling, never guessing.

Every reading takes the text of a cell that says something and gives a value of the API's shape, or
raises `Unclear` with the code of the sentence that says what to mend.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

Reading = Callable[[str], Any]


class Unclear(ValueError):
    """The cell cannot be understood; `code` says in what way."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def squeezed(text: str) -> str:
    """Letters and digits only, small and without accents, so that spellings compare alike."""
    return "".join(letter for letter in plain(text) if letter.isalnum())


def plain(text: str) -> str:
    """Small letters without accents, runs of blanks as one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.replace("–", "-").replace("—", "-").split())


def text(written: str) -> str:
    """As it was written: a blank may mean something in somebody's own key."""
    return written


_WHOLE = re.compile(r"(-?\d{1,9})(?:[.,]0+)?(?:\s*[a-z]*)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_NO_LIMIT = frozenset({"onbeperkt", "unlimited", "geenmaximum", "geenlimiet", "nolimit", "none"})


def whole(written: str) -> int:
    """A whole number; a word behind it ("12 personen") is what it counts."""
    asked = plain(written)
    if _THOUSANDS.fullmatch(asked):
        return int(asked.replace(".", "").replace(" ", ""))
    if match := _WHOLE.fullmatch(asked):
        return int(match[1])
    raise Unclear("bad_number")


def whole_or_no_limit(written: str) -> int | None:
    """A number of places; None where it says that there is no limit."""
    return None if squeezed(written) in _NO_LIMIT else whole(written)


_YES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "waar", "wel"})
_NO = frozenset({"nee", "n", "no", "0", "false", "onwaar", "geen", "niet"})


def yes(written: str) -> bool:
    """Yes or no."""
    said = squeezed(written)
    if said in _YES | _NO:
        return said in _YES
    raise Unclear("bad_yes_no")


def is_no(written: str) -> bool:
    return squeezed(written) in _NO


_AMOUNT = re.compile(r"(?:€|eur|euro)?\s*(-?\d{1,6})(?:[.,](\d+|-+))?(?:\s*(?:€|euro?))?")
_FREE = re.compile(r"(?:gratis|kosteloos|free|geen kosten|geen|niets|-)")


def price(written: str) -> tuple[float, str]:
    """The amount in euros, and what is said behind it ("€ 2,50 per keer")."""
    asked = written.strip()
    for pattern, amount in ((_FREE, _nothing), (_AMOUNT, _euros)):
        if (match := pattern.match(asked.casefold())) and _ends_a_word(asked, match.end()):
            return float(amount(match)), asked[match.end() :].strip(" ,;:()")
    raise Unclear("bad_price")


def _ends_a_word(asked: str, at: int) -> bool:
    return at == len(asked) or not (asked[at].isalnum() or asked[at] in ".,")


def _nothing(_: re.Match[str]) -> Decimal:
    return Decimal(0)


def _euros(match: re.Match[str]) -> Decimal:
    cents = (match[2] or "0").strip("-")
    return Decimal(f"{match[1]}.{cents or '0'}")


_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_OTHER_MONTHS = {"mar": 3, "maa": 3, "may": 5, "oct": 10}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_WITH_MONTH = re.compile(r"(\d{1,2})[-. ]*([a-z]{3})[a-z]*[-. ]*(\d{4})")


def day(written: str) -> str:
    """A date as JJJJ-MM-DD; day before month, as the Dutch write it."""
    asked = plain(written)
    if match := _ISO.fullmatch(asked):
        return _date(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(asked):
        return _date(match[3], match[2], match[1])
    if (match := _WITH_MONTH.fullmatch(asked)) and (month := _month(match[2])):
        return _date(match[3], str(month), match[1])
    raise Unclear("bad_date")


def _month(letters: str) -> int | None:
    if letters in _MONTHS:
        return _MONTHS.index(letters) + 1
    return _OTHER_MONTHS.get(letters)


def _date(year: str, month: str, day_: str) -> str:
    try:
        return date(int(year), int(month), int(day_)).isoformat()
    except ValueError as error:
        raise Unclear("bad_date") from error


_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.,u]\s*(\d{2})(?:[:.]00)?|\s*u)?\s*(?:uur|u|h|hrs)?\s*(am|pm|a\.m\.|p\.m\.)?"
)
_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s*(?:uur|u|h)?()")


def clock(written: str) -> str:
    """A time as UU:MM: 10.00, 10:00 uur, 10u, 10u30, 930, 1:30 pm."""
    return clock_of(minute(written))


def minute(written: str) -> int:
    """A time in minutes since midnight, below 1440."""
    asked = plain(written)
    match = _DIGITS.fullmatch(asked) or _CLOCK.fullmatch(asked)
    if match is None:
        raise Unclear("bad_time")
    hour, minutes = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            raise Unclear("bad_time")
        hour = hour % 12 + (12 if match[3].startswith("p") else 0)
    if hour > 23 or minutes > 59:
        raise Unclear("bad_time")
    return hour * 60 + minutes


def clock_of(minutes: int) -> str:
    """Minutes since midnight as UU:MM, of the next day past 1440."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


_BETWEEN = re.compile(r"\s*(?:-|tot en met|t/m|tot|until|till|to)\s*")


def span(written: str) -> tuple[int, int | None]:
    """From and, when it is said, until: minutes since midnight, past 1440 on the next day.

    A single time has no end.
    """
    ends = _BETWEEN.split(plain(written))
    if len(ends) == 1:
        return minute(ends[0]), None
    if len(ends) != 2:
        raise Unclear("bad_time")
    return between(minute(ends[0]), minute(ends[1]))


def between(opens: int, closes: int) -> tuple[int, int]:
    """From and until; what ends before it begins ends the next day, within the night."""
    if opens == closes or (closes < opens and (opens < 18 * 60 or closes > 6 * 60)):
        raise Unclear("upside_down")
    return opens, closes if closes > opens else closes + 24 * 60


_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*(?:uur|uren|u|h|hour|hours)")
_HOURS_AND_MINUTES = re.compile(r"(\d{1,2})\s*(?::|u|uur|h)\s*(\d{1,2})\s*(?:m|min|minuten)?")
_MINUTES = re.compile(r"(-?\d{1,5})(?:[.,]0+)?\s*(?:m|min|mins|minuten|minutes|')?\.?")


def duration(written: str) -> int:
    """Minutes: 90, 90 min, 1,5 uur, 1:30, 1u30."""
    asked = plain(written)
    if match := _MINUTES.fullmatch(asked):
        return int(match[1])
    if match := _HOURS.fullmatch(asked):
        return round(60 * float(f"{match[1]}.{match[2] or 0}"))
    if match := _HOURS_AND_MINUTES.fullmatch(asked):
        return 60 * int(match[1]) + int(match[2])
    raise Unclear("bad_duration")


_EVERY = re.compile(
    r"(?:elke|iedere|om de|every)?\s*(\d{1,2})(?:e|de)?\s*-?\s*(?:week|weken|weeks|wekelijks)?"
)
_EVERY_WORDS = {
    "wekelijks": 1,
    "elkeweek": 1,
    "iedereweek": 1,
    "weekly": 1,
    "everyweek": 1,
    "omdeweek": 2,
    "tweewekelijks": 2,
    "evenweken": 2,
    "fortnightly": 2,
    "biweekly": 2,
    "everyotherweek": 2,
    "driewekelijks": 3,
    "vierwekelijks": 4,
}


def every_weeks(written: str) -> int:
    """In how many weeks it comes round."""
    if (known := _EVERY_WORDS.get(squeezed(written))) is not None:
        return known
    if match := _EVERY.fullmatch(plain(written)):
        return int(match[1])
    return whole(written)


_ORDINALS = {
    "eerste": 1, "first": 1, "tweede": 2, "second": 2, "derde": 3, "third": 3, "vierde": 4,
    "fourth": 4, "vijfde": 5, "fifth": 5, "laatste": -1, "last": -1,
}  # fmt: skip
_NTH = re.compile(r"(-?\d)\s*(?:e|de|ste|st|nd|rd|th)?\.?")


def ordinal(written: str) -> int:
    """Which of the month: 1 to 5, or -1 for the last."""
    asked = plain(written)
    if asked in _ORDINALS:
        return _ORDINALS[asked]
    if match := _NTH.fullmatch(asked):
        return int(match[1])
    return whole(asked)


_SEPARATOR = re.compile(r"[|;,\n]")
_AND = re.compile(r"\s(?:en|and|&|\+)\s")


def parts(written: str) -> list[str]:
    """The parts of a list: between | ; , or new lines."""
    return [part.strip() for part in _SEPARATOR.split(written) if part.strip()]


def listed(read: Reading) -> Reading:
    """A list of what `read` reads."""

    def read_all(written: str) -> list[Any]:
        return [value for part in parts(written) for value in _one_or_two(part)]

    def _one_or_two(part: str) -> list[Any]:
        # "Ouders en kind" is one word of ours; "Arabisch en Engels" are two.
        whole_part = read(part)
        both = _AND.split(part)
        return [whole_part] if whole_part != part or len(both) == 1 else [read(p) for p in both]

    return read_all


_MUNICIPALITY = re.compile(r"(?:gm)?\s*(\d{1,4})")


def municipality(written: str) -> str:
    """A municipality's code, with or without its letters."""
    if match := _MUNICIPALITY.fullmatch(plain(written)):
        return f"GM{int(match[1]):04d}"
    return written.strip()
