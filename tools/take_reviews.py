"""Takes a speaker's file into the texts of her language, and compiles them.

    python -m tools.take_reviews reviews-ti.csv

Nothing is taken of a file in which anything is wrong: each fault is named, with its row.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from chalicelib.adapters.phrasebook import GettextPhrasebook
from chalicelib.domain.review import Review, has_same_places, read_reviews, written
from tools.compile_texts import REVIEWS, TEXTS, results


def take(reviews: Sequence[Review], *, texts: Path = TEXTS) -> list[str]:
    """Adds these approvals to what was approved before; the faults instead, where there are any."""
    found = list(_faults(reviews, GettextPhrasebook(texts)))
    if found or not reviews:
        return found or ["no approval in this file"]
    kept = texts / reviews[0].language / REVIEWS
    before = _read(kept) if kept.exists() else []
    kept.write_text(written([*before, *reviews]), "utf-8")
    for path, content in results(texts):
        path.write_bytes(content)
    return []


def _read(file: Path) -> Sequence[Review]:
    """The approvals in a file, also where a spreadsheet has put its mark before them."""
    return read_reviews(file.read_text("utf-8-sig").splitlines(keepends=True))


def _faults(reviews: Sequence[Review], book: GettextPhrasebook) -> Iterator[str]:
    dutch = {phrase.key: phrase.dutch for phrase in book.phrases("nl")}
    for row, review in enumerate(reviews, start=2):  # the first is the header
        if review.language not in book.languages() or review.language != reviews[0].language:
            yield f"row {row}: not of one language we have"
        elif review.key not in dutch:
            yield f"row {row}: no phrase {review.key}"
        elif not review.holds_for(dutch[review.key]):
            yield f"row {row}: the Dutch of {review.key} has changed since"
        elif not has_same_places(dutch[review.key], review.text):
            yield f"row {row}: {review.key} has not the values of its Dutch"
        elif not review.name.strip() or not review.text.strip():
            yield f"row {row}: nobody's name, or no text"


def main(arguments: list[str] | None = None) -> int:
    """0 when all was taken; else 1, and each fault is printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="as the speaker's page made it")
    given = parser.parse_args(arguments)
    try:
        reviews = _read(given.file)
    except (KeyError, ValueError, TypeError) as error:
        print(f"{given.file}: not a file of a speaker's page ({error})")
        return 1
    faults = take(reviews)
    print("\n".join(faults) if faults else f"{len(reviews)} phrases approved")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
