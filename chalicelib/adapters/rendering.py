"""Words over gettext: the port `Words` on the compiled catalogues in `chalicelib/text`.

A key is stable ("reason.level_in_range") and its text lies in a catalogue a language. Dutch and
English are final; the other languages are drafts, used only where the operator turned them on.

Values are said in the language too: a level, a weekday, a mode of travel or a list of needs comes
in as its code and stands in the sentence as its word. Two values choose the sentence itself: a
number that is counted chooses between one and many, and a value that is None chooses
`<key>_without_<name>`.

Labels of the vocabularies are keys as well, `vocabulary.<list>.<code>`: Dutch in
`data/vocabularies.json`, English in the catalogue. Names of languages are `language.<code>`.
"""

import csv
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import Any

from chalicelib.domain.sms import KEYS

_HERE = Path(__file__).parents[1]
TEXTS = _HERE / "text"
DATA = _HERE / "data"

DUTCH = "nl"

COUNTED: Mapping[str, str] = {
    "reason.within_travel": "minutes",
    "reason.seats_left": "seats",
    "reason.waiting_list": "weeks",
    "reason.call_first": "days",
    "near_miss.travel": "minutes",
    "near_miss.stale": "days",
}
MOST_SESSIONS_SAID = 3
# Said in every answer, in few thousand ways, and about places and hours: never about a person, whom
# no process may remember.
_SAID_OFTEN = "reason."
_MOST_KEPT = 4_096
_DECIMAL_POINT = frozenset({"en", "zh", "am", "so"})


class GettextWords:
    """Words in every language that may be used; `drafts` lets unchecked ones in."""

    def __init__(self, *, drafts: bool, texts: Path = TEXTS) -> None:
        self._file = "drafts.mo" if drafts else "wegwijs.mo"
        self._texts = texts
        self._catalogues: dict[str, GNUTranslations | None] = {}
        self._templates: dict[tuple[str, str], str | None] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._kept: dict[tuple[str, str, str], str] = {}

    def say(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        """The text of this key with its values filled in; Dutch where the language has none.

        Raises:
            KeyError: Dutch has no such key, or the text asks for a value that is not given.
        """
        if not key.startswith(_SAID_OFTEN):
            return self._say(language, key, values)
        asked = (language, key, repr(values))  # some values are lists
        said = self._kept.get(asked)
        if said is None:
            said = self._say(language, key, values)
            if len(self._kept) < _MOST_KEPT:
                self._kept[asked] = said
        return said

    def _say(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        for name in _unsaid(values):
            key = f"{key}_without_{name}"
        template = self._template(language, key, values)
        if template is None:
            language, template = DUTCH, self._template(DUTCH, key, values)
        if template is None:
            raise KeyError(key)
        label = partial(self._label, language)
        return template.format_map(
            {name: _in_words(name, values, label, language) for name in _asked(template)}
        )

    def _label(self, language: str, key: str) -> str:
        """The text of a key that takes no values."""
        found = self._labels.get((language, key))
        if found is None:
            found = self._labels[language, key] = self.say(language, key, {})
        return found

    def language(self, wanted: str, *, needs: Collection[str] = KEYS) -> str:
        """The language wanted if all these keys may be said in it, else Dutch."""
        return wanted if wanted == DUTCH or self._speaks(wanted, needs) else DUTCH

    def _speaks(self, language: str, needs: Collection[str]) -> bool:
        # All of them: no text is half in her language and half in Dutch.
        return all(self._template(language, key, {}) is not None for key in needs)

    def _template(self, language: str, key: str, values: Mapping[str, Any]) -> str | None:
        if key in COUNTED:
            catalogue = self._catalogue(language)
            counted = values.get(COUNTED[key], 0)
            text = None if catalogue is None else catalogue.ngettext(key, key, counted)
            return None if text == key else text
        if (language, key) not in self._templates:
            self._templates[language, key] = self._written(language, key)
        return self._templates[language, key]

    def _written(self, language: str, key: str) -> str | None:
        """The text of a key that is no matter of one or many; None where the language has none."""
        if key.startswith(("vocabulary.", "language.")):
            found = _labels(language).get(key)
            if found is not None:
                return found.replace("{", "{{").replace("}", "}}")
        catalogue = self._catalogue(language)
        if catalogue is None or not key:  # "" is gettext's own header
            return None
        text = catalogue.gettext(key)
        return None if text == key else text

    def _catalogue(self, language: str) -> GNUTranslations | None:
        if language not in self._catalogues:
            path = self._texts / language / "LC_MESSAGES" / self._file
            self._catalogues[language] = _read(path) if language.isalpha() else None
        return self._catalogues[language]


_Label = Callable[[str], str]
# Which label stands for a value of this name; in the order of reasons.py.
_LABEL_BY_NAME: Mapping[str, str] = {
    "level": "level",
    "lowest": "level",
    "highest": "level",
    "mode": "travel_by",
    "weekday": "vocabulary.weekday",
    "audience": "vocabulary.audience",
    "delivery": "vocabulary.delivery",
    "needs": "vocabulary.need",
    "themes": "vocabulary.theme",
    "languages": "language",
}
_LOWER_CASE = frozenset({"audience", "delivery", "needs", "themes"})


def _unsaid(values: Mapping[str, Any]) -> Iterable[str]:
    return [name for name in values if values[name] is None] if None in values.values() else ()


@cache
def _asked(template: str) -> frozenset[str]:
    """The values that stand in this text; only those are put in words."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _in_words(name: str, values: Mapping[str, Any], label: _Label, language: str) -> str:
    """One value as it stands in a sentence of this language.

    Raises:
        KeyError: it is not given.
    """
    if name == "range":
        ends = [_say_value(end, values[end], label, language) for end in ("lowest", "highest")]
        return "–".join(dict.fromkeys(ends))
    return _say_value(name, values[name], label, language)


def _say_value(name: str, value: Any, label: _Label, language: str) -> str:
    if name in _LABEL_BY_NAME:
        codes = [value] if isinstance(value, str) else value
        words = [label(f"{_LABEL_BY_NAME[name]}.{code}") for code in codes]
        return _listed(
            [w[:1].lower() + w[1:] for w in words] if name in _LOWER_CASE else words, label
        )
    if name == "sessions":
        return _sessions(value, label)
    if name == "area":
        return value if isinstance(value, str) else ", ".join(value)
    if isinstance(value, float):
        return f"{value:.1f}" if language in _DECIMAL_POINT else f"{value:.1f}".replace(".", ",")
    return str(value)


def _sessions(sessions: Iterable[Mapping[str, str]], label: _Label) -> str:
    said = [f"{label('vocabulary.weekday.' + s['weekday'])} {s['start']}" for s in sessions]
    return _listed(said[:MOST_SESSIONS_SAID], label)


def _listed(words: list[str], label: _Label) -> str:
    """One, two and three: the last joined by "and"."""
    if len(words) < 2:
        return "".join(words)
    *first, last = words
    return label("list.and").join([", ".join(first), last])


def _read(path: Path) -> GNUTranslations | None:
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return None


@cache
def _labels(language: str) -> Mapping[str, str]:
    """Labels that lie in data, by key: Dutch vocabularies, and names of languages in both."""
    with (DATA / "languages.csv").open(encoding="utf-8", newline="") as file:
        column = "name_en" if language == "en" else "name_nl"
        names = {f"language.{row['code']}": row[column] for row in csv.DictReader(file)}
    if language != DUTCH:
        return names if language == "en" else {}
    vocabularies = json.loads((DATA / "vocabularies.json").read_text(encoding="utf-8"))
    return names | {
        f"vocabulary.{name}.{code}": label
        for name, codes in vocabularies.items()
        if name != "_about"
        for code, label in codes.items()
    }
