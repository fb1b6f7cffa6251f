"""Who was there, in the memory that steps are saved in."""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.hours import Counting
from chalicelib.domain.ids import OrganisationId, PlacementId
from chalicelib.domain.ledger import LedgerEntry, Register
from chalicelib.usecases.ports import ReferralKey
from tests.fakes.referrals import FakeReferrals


class FakeLedger:
    def __init__(self, referrals: FakeReferrals) -> None:
        self._referrals = referrals
        self._counting: dict[OrganisationId, Counting] = {}

    def registers(self, placement_ids: Iterable[PlacementId]) -> Mapping[PlacementId, Register]:
        known = self._referrals.registers
        return {id_: known[id_] for id_ in placement_ids if id_ in known}

    def entries(self, key: ReferralKey) -> Sequence[LedgerEntry]:
        entries = self._referrals.ledgers.get(key, [])
        return tuple(sorted(entries, key=lambda e: (e.held_on, e.placement_id, e.number)))

    def counting(self, municipality: OrganisationId) -> Counting:
        return self._counting.get(municipality, Counting())

    def set_counting(self, municipality: OrganisationId, counting: Counting) -> None:
        self._counting[municipality] = counting
