"""Compiles the texts: `python tools/compile_texts.py [--check]`.

Beside each `wegwijs.po` stand two results, both committed: `wegwijs.mo` with what is final, and
`drafts.mo` with the drafts (entries marked fuzzy) as well. The service reads only these.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TEXTS = Path(__file__).parent.parent / "chalicelib" / "text"
RESULTS = {"wegwijs.mo": False, "drafts.mo": True}  # name: with drafts?


def compiled(source: Path, *, with_drafts: bool) -> bytes:
    """The texts of one language as gettext reads them; the same source gives the same bytes."""
    with source.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    result = io.BytesIO()
    write_mo(result, catalog, use_fuzzy=with_drafts)
    return result.getvalue()


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
