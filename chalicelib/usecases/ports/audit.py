"""Who looked at whom, and whether what is written of it still is what was written."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from chalicelib.domain.chain import Line, Seal
from chalicelib.domain.looks import Look
from chalicelib.usecases.ports.referrals import ReferralKey


class Audit(Protocol):
    """Lines that are only ever added, one chain a referral for what happened, one for looks."""

    def note(self, keys: Iterable[ReferralKey], look: Look) -> None:
        """This look stands in the chain of each of them; who was erased is passed over.

        Raises:
            Temporary: not all of it stands; whoever looked must see nothing.
        """

    def looks(self, key: ReferralKey) -> Sequence[Look]:
        """Who looked at her, in order."""

    def lines_on(self, day: date) -> Iterable[Line]:
        """Every line of that day (UTC), in no order; may lag some seconds."""

    def chain(self, name: str) -> Iterable[Line]:
        """The lines of one chain, in order, read consistently."""

    def head(self, name: str) -> str | None:
        """The hash of its last line, as it is kept apart from it; None once she is forgotten."""

    def seals(self) -> Sequence[Seal]:
        """Every seal, the first day first."""

    def add(self, seal: Seal) -> bool:
        """The seal stands; False for a day that is sealed already, which stays as it is."""
