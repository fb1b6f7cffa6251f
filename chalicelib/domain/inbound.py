"""What a text from a newcomer means, in whatever script and mood it was typed.

Nothing is guessed: a number counts only between words that are known, so that "2 december" chooses
nothing. What is not understood is said to be so, and a person looks. Only STOP needs no company:
wherever its word stands, it wins.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from chalicelib.domain.reply import Wish

Phrase = tuple[str, ...]

_LONGEST_READ = 2_000
_LONGEST_ANSWER = 12  # words; a longer text is a letter, for a person to read
NONE_OF_THESE, CALL_ME = 0, 9
_FILLER = "filler"
_WORD = re.compile(r"\w+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = frozenset({"Mn", "Me", "Cf"})  # accents, vowel signs, joiners, isolates
# Letters that look alike to her and differ to a machine. Persian, Kurdish and Arabic keyboards
# write one letter in several ways, Turkish has two of i.
_ALIKE = str.maketrans(
    {
        "ı": "i",
        "ك": "ک",
        "ي": "ی",
        "ى": "ی",
        "ې": "ی",
        "ە": "ه",
        "ة": "ه",
        "ھ": "ه",
        "ہ": "ه",
        "ـ": "",
        "ሠ": "ሰ",
        "ኀ": "ሀ",
        "ሐ": "ሀ",
        "ዐ": "አ",
        "ጸ": "ፀ",
    }
)
# In a word that mixes the two alphabets, what is typed is what it looks like.
_LOOKS_LATIN = str.maketrans("аеорсхтпкмнв", "aeopcxtnkmhb")
_LATIN, _CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[\u0400-\u04ff]")

# The first of these that is said is meant: who asks to be called is called, whatever else she says.
_BY_URGENCY = (Wish.CALL_ME, Wish.TOO_FAR, Wish.OTHER_TIME)
# These count only when nothing unknown stands beside them.
_ALONE = (Wish.NONE, Wish.NO, Wish.NOT_NOW, Wish.HELP, Wish.START, Wish.YES)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they mean; phrases as they are compared, and Han ones as they are found."""

    phrases: Mapping[Phrase, Wish]
    fillers: frozenset[str]
    longest: int

    def stops_in_han(self, text: str) -> bool:
        """Whether a word for stop stands in a text without spaces."""
        return any(
            wish is Wish.STOP and len(phrase) == 1 and _HAN.match(phrase[0]) and phrase[0] in text
            for phrase, wish in self.phrases.items()
        )


@dataclass(frozen=True, slots=True)
class Understood:
    """A number she chose, or a wish; neither when nobody knows what she means."""

    wish: Wish | None = None
    number: int | None = None


UNKNOWN = Understood()


def read_lexicon(rows: Iterable[Mapping[str, str]]) -> Lexicon:
    """The lexicon of a table with the columns language, wish (or filler) and words (by `|`).

    Raises:
        ValueError: a word means two things, or a word for stop is a part of a phrase that means
            something else, so that it could not always win; the message names it.
    """
    phrases: dict[Phrase, Wish] = {}
    fillers: set[str] = set()
    for row in rows:
        for written in row["words"].split("|"):
            phrase = tuple(_words(written))
            if row["wish"] == _FILLER:
                fillers.update(phrase)
                continue
            wish = Wish(row["wish"])
            if not phrase or phrases.setdefault(phrase, wish) is not wish:
                raise ValueError(f"{row['language']}: {written!r} is {wish} and something else")
    _stops_stand_alone(phrases)
    return Lexicon(phrases, frozenset(fillers), max(map(len, phrases), default=1))


def _stops_stand_alone(phrases: Mapping[Phrase, Wish]) -> None:
    stops = {phrase for phrase, wish in phrases.items() if wish is Wish.STOP}
    for phrase, wish in phrases.items():
        if wish is Wish.STOP:
            continue
        for at, end in combinations(range(len(phrase) + 1), 2):
            if phrase[at:end] in stops:
                raise ValueError(f"{' '.join(phrase)!r} is {wish} and holds a word for stop")


def understood(text: str, *, options: Collection[int], lexicon: Lexicon) -> Understood:
    """What the text means where these numbers are on her screen.

    0 and 9 are wishes: none of these, and call me.
    """
    words = list(_words(text[:_LONGEST_READ]))
    found, rest = _found(words, lexicon)
    if Wish.STOP in found or any(lexicon.stops_in_han(word) for word in words):
        return Understood(wish=Wish.STOP)
    if not words or len(words) > _LONGEST_ANSWER:
        return UNKNOWN
    chosen = {int(word) for word in rest if word.isdecimal()}
    unknown = [w for w in rest if not w.isdecimal() and w not in lexicon.fillers]
    if chosen:
        return _number(chosen, found, options, alone=not unknown)
    return _wish(found, alone=not unknown)


def _number(
    chosen: Collection[int], found: Collection[Wish], options: Collection[int], *, alone: bool
) -> Understood:
    """The one number that stands among known words, none of which says no to it."""
    if not alone or len(chosen) > 1 or set(found) - {Wish.YES, Wish.CALL_ME, Wish.NONE, Wish.NO}:
        return UNKNOWN
    (number,) = chosen
    if number == CALL_ME and set(found) <= {Wish.CALL_ME, Wish.YES}:
        return Understood(wish=Wish.CALL_ME)
    if number == NONE_OF_THESE and set(found) <= {Wish.NONE, Wish.NO}:
        return Understood(wish=Wish.NONE)
    if number in options and set(found) <= {Wish.YES}:
        return Understood(number=number)
    return UNKNOWN


def _wish(found: Collection[Wish], *, alone: bool) -> Understood:
    for wish in _BY_URGENCY:
        if wish in found:
            return Understood(wish=wish)
    said = [wish for wish in _ALONE if wish in found]
    if not alone or not said or {Wish.YES, Wish.NO} <= set(said):
        return UNKNOWN
    return Understood(wish=said[0])


def _found(words: Sequence[str], lexicon: Lexicon) -> tuple[frozenset[Wish], list[str]]:
    """The wishes said, the longest phrases first, and the words that belong to none."""
    found: set[Wish] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        size = _phrase_at(words, at, lexicon)
        if size:
            found.add(lexicon.phrases[tuple(words[at : at + size])])
        else:
            rest.append(words[at])
        at += size or 1
    return frozenset(found), rest


def _phrase_at(words: Sequence[str], at: int, lexicon: Lexicon) -> int:
    sizes = range(min(lexicon.longest, len(words) - at), 0, -1)
    return next((n for n in sizes if tuple(words[at : at + n]) in lexicon.phrases), 0)


def _words(text: str) -> Iterator[str]:
    """The words as they are compared: without case, accents, marks, and with European digits."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = (c for c in plain if unicodedata.category(c) not in _MARKS)
    folded = "".join(_digit(c) for c in letters).translate(_ALIKE)
    for word in _WORD.findall(folded.replace("_", " ")):
        yield from _split_digits(_as_it_looks(word))


def _digit(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def _as_it_looks(word: str) -> str:
    is_mixed = _LATIN.search(word) and _CYRILLIC.search(word)
    return word.translate(_LOOKS_LATIN) if is_mixed else word


def _split_digits(word: str) -> Iterator[str]:
    """A number that runs into a word is a word of its own, as in 1x."""
    yield from re.findall(r"\d+|\D+", word)
