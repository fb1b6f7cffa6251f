"""Who was erased, in the memory that steps are saved in."""

from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.usecases.ports import ReferralKey
from tests.fakes.referrals import FakeReferrals, key_of


class FakeErasures:
    def __init__(self, referrals: FakeReferrals) -> None:
        self._referrals = referrals

    def read(self, key: ReferralKey) -> Referral:
        return self._referrals.erased(key)

    def forget(self, before: Referral, after: Referral, *, link_hash: str) -> None:
        current = self._referrals.erased(key_of(before))
        if current.version != before.version:
            raise StaleVersion(before.id)
        with_hours = before.erased_for is not ErasedFor.TIME
        self._referrals.forget(after, link_hash=link_hash, with_hours=with_hours)
