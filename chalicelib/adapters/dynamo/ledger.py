"""Registers and the ledger of hours in the core table, beside the referrals they are about."""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.items import CountingItem, LedgerItem, RegisterItem
from chalicelib.adapters.dynamo.tables import Place, Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.hours import Counting
from chalicelib.domain.ids import OrganisationId, PlacementId
from chalicelib.domain.ledger import LedgerEntry, Register, Written
from chalicelib.usecases.ports import ReferralKey


class DynamoLedger:
    """The port Ledger, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def registers(self, placement_ids: Iterable[PlacementId]) -> Mapping[PlacementId, Register]:
        places = {
            Place(RegisterItem, keys.register(id_), keys.REGISTER): id_ for id_ in placement_ids
        }
        found = self._tables.read_many(places)
        return {
            places[place]: codec.thing(Register, item.attribute_values)
            for place, item in found.items()
        }

    @temporary()
    def entries(self, key: ReferralKey) -> Sequence[LedgerEntry]:
        items = self._tables.query(LedgerItem, keys.ledger(key))
        return tuple(codec.thing(LedgerEntry, item.attribute_values) for item in items)

    @temporary()
    def counting(self, municipality: OrganisationId) -> Counting:
        item = self._tables.read(CountingItem, keys.counting(municipality), keys.COUNTING)
        return Counting() if item is None else codec.thing(Counting, item.attribute_values)

    @temporary()
    def set_counting(self, municipality: OrganisationId, counting: Counting) -> None:
        item = CountingItem(
            keys.counting(municipality), keys.COUNTING, **codec.attributes(counting)
        )
        to = Transaction(self._tables)
        to.write(item)
        to.commit()


def write_attended(to: Transaction, key: ReferralKey, written: Written) -> None:
    """The register as it is now, and each new entry in a place where none was."""
    register = written.register
    place = keys.register(register.placement_id)
    to.write(RegisterItem(place, keys.REGISTER, **codec.attributes(register)))
    for entry in written.entries:
        sort = keys.ledger_entry(entry.held_on, entry.placement_id, entry.number)
        item = LedgerItem(keys.ledger(key), sort, **codec.attributes(entry))
        absent = LedgerItem.PK.does_not_exist()
        to.put(item, Guard(absent, StaleVersion(key.referral_id)))
