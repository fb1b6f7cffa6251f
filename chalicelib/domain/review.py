"""Speaker check: what a named person approved of a language, phrase by phrase.

An approval holds for the Dutch text it was checked against: when that changes, the phrase is a
draft again. The file of a language (`text/<language>/reviews.csv`) has a row an approval, and
`text` is the phrase as the speaker wants it; of several rows for one phrase the last one counts.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

from chalicelib.domain.formulas import guarded, unguarded

COLUMNS = ("language", "key", "source", "text", "name", "on")


@dataclass(frozen=True, slots=True)
class Review:
    """That this person approved these words for this phrase. `source` names the Dutch version."""

    language: str
    key: str
    source: str
    text: str
    name: str
    on: date

    def holds_for(self, dutch: str) -> bool:
        return self.source == version_of(dutch)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a language beside its Dutch source.

    `text` is None where the language says nothing yet. Final is what may be sent without drafts;
    `review` is who approved it, None where it came with the service, as Dutch and English do.
    """

    key: str
    dutch: str
    text: str | None
    is_final: bool
    review: Review | None = None


def version_of(dutch: str) -> str:
    """Twelve letters and digits that change with every letter of the Dutch text."""
    return hashlib.sha256(dutch.encode()).hexdigest()[:12]


def has_same_places(dutch: str, text: str) -> bool:
    """Whether the same values stand in both, each as often and written the same: `{title}`."""
    try:
        return _places(dutch) == _places(text)
    except ValueError:  # a brace too many
        return False


def _places(text: str) -> list[tuple[str, str, str]]:
    """Each value with how it is to be written, of which a speaker may say nothing."""
    return sorted(
        (name, layout or "", conversion or "")
        for _, name, layout, conversion in Formatter().parse(text)
        if name is not None
    )


def written(reviews: Iterable[Review]) -> str:
    """The file with these approvals (CSV), in which nothing is a formula."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    for r in reviews:
        row = (r.language, r.key, r.source, r.text, r.name, r.on.isoformat())
        table.writerow([guarded(cell) for cell in row])
    return file.getvalue()


def read_reviews(file: Iterable[str]) -> Sequence[Review]:
    """Every approval in the file, oldest first.

    Raises:
        KeyError, ValueError: a row that this file cannot have.
    """
    return [_review(row) for row in csv.DictReader(file)]


def _review(row: dict[str, str]) -> Review:
    language, key, source, text, name, on = (unguarded(row[column]) for column in COLUMNS)
    return Review(language, key, source, text, name, date.fromisoformat(on))
