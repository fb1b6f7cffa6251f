"""The port `Phrasebook` on the compiled texts: what is final in a language, and what a draft."""

from collections.abc import Mapping, Sequence
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from chalicelib.domain.newcomer_words import NEWCOMER_KEYS
from chalicelib.domain.review import Phrase, Review, read_reviews

_TEXTS = Path(__file__).parents[1] / "text"
_DUTCH = "nl"


class GettextPhrasebook:
    """Every phrase that a newcomer may read, in every language that has a catalogue."""

    def __init__(self, texts: Path = _TEXTS) -> None:
        self._texts = texts

    def languages(self) -> Sequence[str]:
        """Codes, in the order of the alphabet; Dutch is the source of all."""
        return sorted(path.parents[1].name for path in self._texts.glob("*/LC_MESSAGES/drafts.mo"))

    def phrases(self, language: str) -> Sequence[Phrase]:
        """Each phrase of this language beside its Dutch; none of a language without a catalogue."""
        if language not in self.languages():
            return ()
        dutch = self._says(_DUTCH, "wegwijs.mo")
        final, drafts = self._says(language, "wegwijs.mo"), self._says(language, "drafts.mo")
        reviews = _reviews(self._texts / language / "reviews.csv")
        return [
            Phrase(
                key,
                dutch[key],
                final.get(key, drafts.get(key)),
                key in final,
                _of(reviews.get(key), dutch[key]),
            )
            for key in NEWCOMER_KEYS
        ]

    def _says(self, language: str, name: str) -> Mapping[str, str]:
        return _read(self._texts / language / "LC_MESSAGES" / name)


def _of(review: Review | None, dutch: str) -> Review | None:
    """The approval, unless the Dutch has changed since."""
    return review if review is not None and review.holds_for(dutch) else None


@cache
def _read(path: Path) -> Mapping[str, str]:
    """The newcomers' phrases of one compiled catalogue."""
    with path.open("rb") as file:
        catalogue = GNUTranslations(file)
    said = {key: catalogue.gettext(key) for key in NEWCOMER_KEYS}
    return {key: text for key, text in said.items() if text != key}


@cache
def _reviews(path: Path) -> Mapping[str, Review]:
    """The last approval of each phrase; none where nobody has checked this language yet."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {review.key: review for review in read_reviews(file)}
