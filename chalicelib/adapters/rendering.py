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
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
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
_DECIMAL_POINT = frozenset({"en", "zh", "am", "so"})


class GettextWords:
    """Words in every language that may be used; `drafts` lets unchecked ones in."""

    def __init__(self, *, drafts: bool, texts: Path = TEXTS) -> None:
        self._file = "drafts.mo" if drafts else "wegwijs.mo"
        self._texts = texts
        self._catalogues: dict[str, GNUTranslations | None] = {}

    def say(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        """The text of this key with its values filled in; Dutch where the language has none.

        Raises:
            KeyError: Dutch has no such key, or the text asks for a value that is not given.
        """
        for name, value in values.items():
            if value is None:
                key = f"{key}_without_{name}"
        template = self._template(language, key, values)
        if template is None:
            language, template = DUTCH, self._template(DUTCH, key, values)
        if template is None:
            raise KeyError(key)
        return template.format_map(self._in_words(language, values))

    def language(self, wanted: str, *, needs: Collection[str] = KEYS) -> str:
        """The language wanted if all these keys may be said in it, else Dutch."""
        return wanted if wanted == DUTCH or self._speaks(wanted, needs) else DUTCH

    def _speaks(self, language: str, needs: Collection[str]) -> bool:
        # All of them: no text is half in her language and half in Dutch.
        return all(self._template(language, key, {}) is not None for key in needs)

    def _template(self, language: str, key: str, values: Mapping[str, Any]) -> str | None:
        if key.startswith(("vocabulary.", "language.")):
            found = _labels(language).get(key)
            if found is not None:
                return found.replace("{", "{{").replace("}", "}}")
        catalogue = self._catalogue(language)
        if catalogue is None:
            return None
        if key in COUNTED:
            text = catalogue.ngettext(key, key, values.get(COUNTED[key], 0))
        else:
            text = catalogue.gettext(key)
        return None if text == key or not key else text  # "" is gettext's own header

    def _catalogue(self, language: str) -> GNUTranslations | None:
        if language not in self._catalogues:
            path = self._texts / language / "LC_MESSAGES" / self._file
            self._catalogues[language] = _read(path) if language.isalpha() else None
        return self._catalogues[language]

    def _in_words(self, language: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values as they stand in a sentence of this language."""

        def label(key: str) -> str:
            return self.say(language, key, {})

        said = {name: _say_value(name, value, label, language) for name, value in values.items()}
        if "lowest" in values and "highest" in values:
            ends = dict.fromkeys((said["lowest"], said["highest"]))
            said["range"] = "–".join(ends)
        return said


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


def _say_value(name: str, value: Any, label: _Label, language: str) -> str:
    if name == "sessions":
        return _sessions(value, label)
    if name == "area":
        return value if isinstance(value, str) else ", ".join(value)
    if name in _LABEL_BY_NAME:
        codes = [value] if isinstance(value, str) else value
        words = [label(f"{_LABEL_BY_NAME[name]}.{code}") for code in codes]
        return _listed(
            [w[:1].lower() + w[1:] for w in words] if name in _LOWER_CASE else words, label
        )
    if isinstance(value, float):
        return f"{value:.1f}" if language in _DECIMAL_POINT else f"{value:.1f}".replace(".", ",")
    return str(value)


def _sessions(sessions: Iterable[Mapping[str, str]], label: _Label) -> str:
    said = [f"{label('vocabulary.weekday.' + s['weekday'])} {s['start']}" for s in sessions]
    return _listed(said[:MOST_SESSIONS_SAID], label)


def _listed(words: list[str], label: _Label) -> str:
    """One, two and three: the last joined by "and"."""
    *first, last = words or [""]
    return label("list.and").join([", ".join(first), last]) if first else last


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
