"""Speakers: who checks a language, phrase by phrase, and how far that has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import NotFound
from chalicelib.domain.review import Phrase, Review, has_same_places, version_of
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.usecases.ports import Ports

_LINK_LIVES = timedelta(days=60)
LONGEST_NAME = 80
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a language's phrases a speaker approved, or were final from the start."""

    language: str
    approved: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.approved == self.total


@dataclass(frozen=True, slots=True)
class Checked:
    """What a speaker sent in: her approvals, and the phrases in which a value went missing."""

    reviews: Sequence[Review]
    broken: Sequence[str]


def coverage(*, ports: Ports) -> Sequence[Coverage]:
    """Every language with how far it is, in the order of their codes."""
    return [
        _coverage(code, ports.phrasebook.phrases(code)) for code in ports.phrasebook.languages()
    ]


def invite(language: str, *, ports: Ports) -> str:
    """A link for one speaker of this language; it works for sixty days.

    Raises:
        NotFound: no such language.
    """
    if language not in ports.phrasebook.languages():
        raise NotFound(language)
    last_day = (ports.now() + _LINK_LIVES).astimezone(AMSTERDAM).date()
    token = ports.derivation.speaker_link(language, last_day=last_day)
    return f"{ports.public_url}/taalcontrole/{token}"


def to_check(token: str, *, ports: Ports) -> tuple[str, Sequence[Phrase]]:
    """The language behind a link and its phrases; looking changes nothing.

    Raises:
        NotFound: changed, past its last day or of another purpose: one answer for all.
    """
    today = ports.now().astimezone(AMSTERDAM).date()
    language = ports.derivation.language_of_speaker_link(token, on=today)
    return language, ports.phrasebook.phrases(language)


def checked(token: str, approved: Mapping[str, str], *, name: str, ports: Ports) -> Checked:
    """The approvals of this speaker, as rows for the file of her language.

    `approved` holds each phrase's key and its words as she wants them. Nothing is kept here.

    Raises:
        NotFound: no such link.
    """
    language, phrases = to_check(token, ports=ports)
    on = ports.now().astimezone(AMSTERDAM).date()
    sent = [(p, approved[p.key]) for p in phrases if p.key in approved]
    right = [(p, text) for p, text in sent if _is_right(p, text)]
    broken = [p.key for p, text in sent if not _is_right(p, text)]
    rows = [Review(language, p.key, version_of(p.dutch), text, name, on) for p, text in right]
    return Checked(rows, broken)


def _is_right(phrase: Phrase, text: str) -> bool:
    return 0 < len(text) <= LONGEST_TEXT and has_same_places(phrase.dutch, text)


def _coverage(language: str, phrases: Sequence[Phrase]) -> Coverage:
    return Coverage(language, sum(phrase.is_final for phrase in phrases), len(phrases))
