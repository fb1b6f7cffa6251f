"""Who was there: a library's registers, the ledger of hours, and what of them counts.

Steps write the first two.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.domain.hours import Counting
from chalicelib.domain.ids import OrganisationId, PlacementId
from chalicelib.domain.ledger import LedgerEntry, Register
from chalicelib.usecases.ports.referrals import ReferralKey


class Ledger(Protocol):
    """What was written down of who was there."""

    def registers(self, placement_ids: Iterable[PlacementId]) -> Mapping[PlacementId, Register]:
        """The registers of those that have one, read consistently; for their library only."""

    def entries(self, key: ReferralKey) -> Sequence[LedgerEntry]:
        """Every entry about this referral, read consistently, in the order of days."""

    def counting(self, municipality: OrganisationId) -> Counting:
        """What this municipality counts; everything where it never said."""

    def set_counting(self, municipality: OrganisationId, counting: Counting) -> None:
        """This is what it counts."""
