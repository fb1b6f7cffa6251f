"""The audit in memory: the same chains over what the fake store of referrals was told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date

from chalicelib.domain.chain import BEGINNING, Line, Seal, link
from chalicelib.domain.looks import Look
from chalicelib.usecases.ports import ReferralKey
from tests.fakes.referrals import FakeReferrals


class FakeAudit:
    """Keeps chains of looks only: what happened is the business of the store of referrals."""

    def __init__(self, referrals: FakeReferrals) -> None:
        self._referrals = referrals
        self._looks: defaultdict[ReferralKey, list[Look]] = defaultdict(list)
        self.lines: defaultdict[str, list[Line]] = defaultdict(list)
        self.heads: dict[str, str] = {}
        self._seals: dict[date, Seal] = {}
        self.fails_with: list[Exception] = []

    def note(self, keys: Iterable[ReferralKey], look: Look) -> None:
        if self.fails_with:
            raise self.fails_with.pop(0)
        for key in dict.fromkeys(keys):
            if self._referrals.has_person(key):
                self._looks[key].append(look)
                self._append(f"SEEN#{key.organisation}#{key.referral_id}", look)

    def _append(self, chain: str, look: Look) -> None:
        place = f"{chain}/{len(self.lines[chain]) + 1:010d}"
        says = {"by": asdict(look.actor), "purpose": look.purpose, "at": look.at.isoformat()}
        hash_ = link(self.heads.get(chain, BEGINNING), place, says)
        self.lines[chain].append(Line(chain, place, look.at, hash_, says))
        self.heads[chain] = hash_

    def looks(self, key: ReferralKey) -> Sequence[Look]:
        return tuple(self._looks[key])

    def lines_on(self, day: date) -> Iterable[Line]:
        every = [line for lines in self.lines.values() for line in lines]
        return [line for line in every if line.hash and line.at.astimezone(UTC).date() == day]

    def chain(self, name: str) -> Iterable[Line]:
        return tuple(self.lines[name])

    def head(self, name: str) -> str | None:
        return self.heads.get(name)

    def seals(self) -> Sequence[Seal]:
        return tuple(self._seals[day] for day in sorted(self._seals))

    def add(self, seal: Seal) -> bool:
        return self._seals.setdefault(seal.day, seal) == seal
