"""Who was erased, in the memory that steps are saved in."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.retention import next_end
from chalicelib.usecases.ports import ReferralKey
from tests.fakes.referrals import FakeReferrals, key_of


class FakeErasures:
    def __init__(self, referrals: FakeReferrals) -> None:
        self._referrals = referrals
        self._later: dict[ReferralKey, datetime] = {}

    def read(self, key: ReferralKey) -> Referral:
        return self._referrals.erased(key)

    def forget(self, before: Referral, after: Referral, *, link_hash: str) -> None:
        current = self._referrals.erased(key_of(before))
        if current.version != before.version:
            raise StaleVersion(before.id)
        with_hours = before.erased_for is not ErasedFor.TIME
        self._referrals.forget(after, link_hash=link_hash, with_hours=with_hours)

    def kept_too_long(self, *, at: datetime, limit: int) -> Iterable[ReferralKey]:
        ends = {key_of(r): self._until(r) for r in self._referrals.all_of_them()}
        over = sorted((until, key.referral_id, key) for key, until in ends.items() if until <= at)
        return tuple(key for _, _, key in over[:limit])

    def _until(self, referral: Referral) -> datetime:
        return self._later.get(key_of(referral)) or next_end(referral)[1]

    def drop_hours(self, left: Referral, *, until: datetime) -> None:
        self._referrals.ledgers.pop(key_of(left), None)
        self._later[key_of(left)] = until

    def drop(self, left: Referral) -> None:
        self._referrals.ledgers.pop(key_of(left), None)
        self._referrals.drop(key_of(left))
