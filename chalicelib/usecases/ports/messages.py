"""Texts and mails: their words, and who takes them along."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.ids import MessageId
from chalicelib.domain.message import MessageKind
from chalicelib.domain.placement import Placement
from chalicelib.domain.review import Phrase
from chalicelib.domain.sms import KEYS


class Mailer(Protocol):
    """Sends a mail to an organisation; never to a newcomer."""

    def send(self, to: str, *, subject: str, text: str) -> None:
        """The mail was taken.

        Raises:
            Temporary: not taken, may be later. Permanent: refused.
        """


class SmsSender(Protocol):
    """Hands one text to a provider."""

    def send(self, phone: str, text: str, *, reference: MessageId) -> str:
        """The provider took it; its id comes back. `reference` is ours, carried along.

        Raises:
            Temporary: not taken, may be later. Permanent: refused. Ambiguous: nobody knows.
        """


class Switchboard(Protocol):
    """The one switch that silences all texting, thrown and read without a release."""

    def is_silenced(self) -> bool:
        """Whether no text goes out at all, read consistently."""

    def silence(self) -> None:
        """From now on no text goes out; what is due waits."""

    def resume(self) -> None:
        """Texts go out again, what waited first."""


class Words(Protocol):
    """Words in a language, from the catalogues of texts."""

    def say(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        """The text of this key with its values filled in; Dutch where the language has none."""

    def language(self, wanted: str, *, needs: Collection[str] = KEYS) -> str:
        """The language wanted if all these keys may be said in it, else Dutch."""


class Phrasebook(Protocol):
    """The phrases newcomers read, beside their Dutch source."""

    def languages(self) -> Sequence[str]:
        """Codes of all that have texts, in the order of the alphabet."""

    def phrases(self, language: str) -> Sequence[Phrase]:
        """Each phrase of this language; none of a language without texts."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A text as it will be sent; `shown` is how many options fitted in it."""

    text: str
    language: str
    segments: int
    shown: int = 0


class Texts(Protocol):
    """The texts to newcomers, composed within two segments.

    A text with a `bridge` says its sentences in that language too, while both fit.
    """

    def language(self, wanted: str) -> str:
        """The language that will really be used for her."""

    def bridge(self, wanted: str, spoken: Sequence[str]) -> str | None:
        """The first language she speaks in which what she gets in Dutch can be said as well.

        None where her own language is used, or none that she speaks may be.
        """

    def offer(
        self,
        language: str,
        options: Sequence[tuple[Placement, Activity]],
        *,
        link: str,
        line: int | None = None,
        again: bool = False,
        bridge: str | None = None,
    ) -> Composed:
        """The offer of these options, in her language, numbered on from her line.

        `again`: she had it before, and is reminded of it.
        """

    def confirmation(
        self, language: str, placement: Placement, activity: Activity, *, bridge: str | None = None
    ) -> Composed:
        """That it is settled: what, when, where, and her code."""

    def about(
        self,
        language: str,
        kind: MessageKind,
        placement: Placement,
        activity: Activity,
        *,
        session_at: datetime | None = None,
        line: int | None = None,
        bridge: str | None = None,
    ) -> Composed:
        """What this kind of text says about one activity: of that meeting, else of the next."""

    def notice(
        self,
        language: str,
        kind: MessageKind,
        *,
        link: str,
        line: int | None = None,
        bridge: str | None = None,
    ) -> Composed:
        """What this kind of text says, whatever she was offered."""
