"""Compiles the texts: `python tools/compile_texts.py [--check]`.

Beside each `wegwijs.po` stand two results, both committed: `wegwijs.mo` with what is final, and
`drafts.mo` with the drafts (entries marked fuzzy) as well. The service reads only these.

What a speaker approved (`reviews.csv` of her language) is final, in her words, for as long as the
Dutch it was checked against stays as it is.
"""

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chalicelib.domain.review import Review, has_same_places, read_reviews

TEXTS = Path(__file__).parent.parent / "chalicelib" / "text"
REVIEWS = "reviews.csv"
RESULTS = {"wegwijs.mo": False, "drafts.mo": True}  # name: with drafts?


def compiled(source: Path, *, with_drafts: bool) -> bytes:
    """The texts of one language as gettext reads them; the same source gives the same bytes.

    Raises:
        ValueError: an approved phrase has lost a value that its Dutch has.
    """
    with source.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    _approve(catalog, source)
    result = io.BytesIO()
    write_mo(result, catalog, use_fuzzy=with_drafts)
    return result.getvalue()


def _approve(catalog: Catalog, source: Path) -> None:
    """What a speaker approved of this language is no draft any more, and in her words."""
    file = source.parents[1] / REVIEWS
    if not file.exists():
        return
    dutch = _dutch(source.parents[2])
    with file.open(encoding="utf-8", newline="") as rows:
        reviews = read_reviews(rows)
    for review in reviews:  # of several for one phrase the last one counts
        _approve_one(catalog, review, dutch)


def _approve_one(catalog: Catalog, review: Review, dutch: Mapping[str, str]) -> None:
    message = catalog.get(review.key)
    if message is None or not review.holds_for(dutch[review.key]):
        return
    if not has_same_places(dutch[review.key], review.text):
        raise ValueError(f"{review.language}, {review.key}: not the values of its Dutch")
    message.string = review.text
    message.flags.discard("fuzzy")


def _dutch(texts: Path) -> Mapping[str, str]:
    with (texts / "nl" / "LC_MESSAGES" / "wegwijs.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return {m.id: m.string for m in catalog if isinstance(m.id, str) and isinstance(m.string, str)}


def results(texts: Path = TEXTS) -> Iterator[tuple[Path, bytes]]:
    """Every file that should stand there, with what should stand in it."""
    for source in sorted(texts.glob("*/LC_MESSAGES/wegwijs.po")):
        for name, with_drafts in RESULTS.items():
            yield source.with_name(name), compiled(source, with_drafts=with_drafts)


def stale(texts: Path = TEXTS) -> list[Path]:
    """The results that are missing or do not match their source."""
    return [
        path
        for path, content in results(texts)
        if not path.exists() or path.read_bytes() != content
    ]


def main(arguments: list[str]) -> int:
    """Writes what is stale, or with --check only names it; 1 when something was stale then."""
    outdated = stale()
    for path in outdated:
        print(path.relative_to(TEXTS.parent.parent))
    if "--check" in arguments:
        return 1 if outdated else 0
    for path, content in results():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
