"""Who was there: a library's registers, and the ledger of hours. Steps write both."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.domain.ids import PlacementId
from chalicelib.domain.ledger import LedgerEntry, Register
from chalicelib.usecases.ports.referrals import ReferralKey


class Ledger(Protocol):
    """What was written down of who was there."""

    def registers(self, placement_ids: Iterable[PlacementId]) -> Mapping[PlacementId, Register]:
        """The registers of those that have one, read consistently; for their library only."""

    def entries(self, key: ReferralKey) -> Sequence[LedgerEntry]:
        """Every entry about this referral, read consistently, in the order of days."""
