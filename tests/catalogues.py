"""The texts as they are written: the `.po` sources, for tests that compare languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from babel.messages.pofile import read_po

from chalicelib.adapters.rendering import TEXTS

FINAL = ("nl", "en")
DRAFTS = (
    *("ar", "ti", "tr", "uk", "fa", "prs", "ps", "so", "kmr", "ckb", "ru", "pl", "es", "fr", "pt"),
    *("zh", "am"),
)
LANGUAGES = FINAL + DRAFTS  # UX.md, "Words"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: its forms (one, or one a plural) and whether a speaker still has to check it."""

    forms: tuple[str, ...]
    is_draft: bool

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(
            name for form in self.forms for _, name, _, _ in Formatter().parse(form) if name
        )


@cache
def entries(language: str) -> Mapping[str, Entry]:
    """Every text of a language by its key."""
    with (TEXTS / language / "LC_MESSAGES" / "wegwijs.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return {
        _key(message.id): Entry(_forms(message.string), message.fuzzy)
        for message in catalog
        if message.id
    }


def _key(written: object) -> str:
    return written if isinstance(written, str) else str(written[0])  # type: ignore[index]


def _forms(written: object) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)  # type: ignore[arg-type]
