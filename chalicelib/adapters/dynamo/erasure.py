"""Erasure in the tables: her key first, so that from then on nothing of her can be read.

Each part may be done twice. The root comes last: until it says that she is forgotten it is due,
so whatever was cut off is done again.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from heapq import merge
from itertools import islice

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import (
    ChildItem,
    KeyItem,
    LedgerItem,
    MessageItem,
    PersonItem,
    PhoneItem,
    PlacementItem,
    PlacementPointer,
    ReceiptPointer,
    ReferralItem,
    ReferralPointer,
    RegisterItem,
    TaskItem,
)
from chalicelib.adapters.dynamo.referrals import children_of, referral_of
from chalicelib.adapters.dynamo.steps import placement_item, root_item
from chalicelib.adapters.dynamo.tables import Tables, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.errors import NotFound, StaleVersion
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.usecases.ports import ReferralKey

_TOGETHER = 50  # deletions in one transaction
# What lies around a referral: each of it in the core table.
Satellite = (
    ChildItem | LedgerItem | PlacementPointer | ReceiptPointer | ReferralPointer | RegisterItem
)


class DynamoErasures:
    """The port Erasures, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def read(self, key: ReferralKey) -> Referral:
        root = self._root(key)
        found = self._tables.read_many(children_of(root))
        return referral_of(root, found.values())

    def _root(self, key: ReferralKey) -> ReferralItem:
        root = self._tables.read(ReferralItem, keys.referral(key), keys.REFERRAL)
        if root is None or not root.is_erased:
            raise NotFound(key.referral_id)
        return root

    @temporary()
    def forget(self, before: Referral, after: Referral, *, link_hash: str) -> None:
        key = ReferralKey(before.organisation, before.id)
        phone_mac = self._root(key).phone_mac
        self._person(key)
        if phone_mac is not None:
            self._number(phone_mac)
        self._satellites(before, link_hash)
        self._outcome(before, after)

    @temporary()
    def kept_too_long(self, *, at: datetime, limit: int) -> Iterable[ReferralKey]:
        """The longest overdue first."""
        last = keys.instant(at) + "~"  # behind every position of that instant
        shards = [
            islice(
                self._tables.query(
                    ReferralItem,
                    keys.keep_shard(number),
                    where=ReferralItem.g3sk < last,
                    index=keys.BY_OWNER,
                    page_size=limit,
                ),
                limit,
            )
            for number in range(keys.KEEP_SHARDS)
        ]
        entries = merge(*shards, key=lambda entry: str(entry.g3sk))
        return tuple(keys.referral_key(entry.PK) for entry in islice(entries, limit))

    @temporary()
    def drop_hours(self, left: Referral, *, until: datetime) -> None:
        self._delete(self._hours(left))
        place = keys.referral(ReferralKey(left.organisation, left.id))
        root = ReferralItem(place, keys.REFERRAL)
        to = Transaction(self._tables)
        later = [ReferralItem.g3sk.set(keys.by_updated(until, left.id))]
        to.update(root, later, Guard(ReferralItem.erased_at.exists(), StaleVersion(left.id)))
        to.commit()

    @temporary()
    def drop(self, left: Referral) -> None:
        self._delete(self._hours(left))
        partition = keys.referral(ReferralKey(left.organisation, left.id))
        self._delete([PlacementItem(partition, keys.placement(p.id)) for p in left.placements])
        to = Transaction(self._tables)
        to.delete(ReferralItem(partition, keys.REFERRAL))
        to.commit()

    def _person(self, key: ReferralKey) -> None:
        to = Transaction(self._tables)
        to.delete(KeyItem(keys.person(key), keys.KEY))
        to.delete(PersonItem(keys.person(key), keys.PERSON))
        to.commit()

    def _number(self, phone_mac: str) -> None:
        """Of a number only that it wants no texts is worth remembering."""
        to = Transaction(self._tables)
        wants_texts = PhoneItem.suppressed.does_not_exist() | (PhoneItem.suppressed == False)  # noqa: E712 - an expression for the table
        to.delete(PhoneItem(keys.phone(phone_mac), keys.PHONE), Guard(wants_texts, _Stays()))
        with suppress(_Stays):
            to.commit()

    def _satellites(self, before: Referral, link_hash: str) -> None:
        left = _around(before, link_hash)
        if before.erased_for is not ErasedFor.TIME:
            left = [*left, *self._hours(before)]
        self._delete(left)

    def _delete(self, left: Iterable[Satellite]) -> None:
        items = iter(left)
        while chunk := list(islice(items, _TOGETHER)):
            to = Transaction(self._tables)
            for item in chunk:
                to.delete(item)
            to.commit()

    def _hours(self, before: Referral) -> Sequence[LedgerItem]:
        partition = keys.ledger(ReferralKey(before.organisation, before.id))
        return list(self._tables.query(LedgerItem, partition))

    def _outcome(self, before: Referral, after: Referral) -> None:
        """Placements first, without their place in anybody's list; then the root, as guarded."""
        placements = iter(after.placements)
        while chunk := list(islice(placements, _TOGETHER)):
            to = Transaction(self._tables)
            for placement in chunk:
                to.put(_unlisted(after, placement))
            to.commit()
        root = root_item(after)
        root.chain = after.chain
        root.g1pk = root.g1sk = root.g2pk = root.g2sk = None
        as_read = (ReferralItem.version == before.version) & ReferralItem.erased_at.exists()
        to = Transaction(self._tables)
        to.put(root, Guard(as_read, StaleVersion(before.id)))
        to.commit()


class _Stays(Exception):
    """The number wants no texts, and that outlives her."""


def _around(before: Referral, link_hash: str) -> list[Satellite]:
    """What leads to her, or tells of her beside the referral itself."""
    partition = keys.referral(ReferralKey(before.organisation, before.id))
    found: list[Satellite] = [ReferralPointer(keys.link(link_hash), keys.LINK)]
    for placement in before.placements:
        place = keys.placement_pointer(placement.id)
        found.append(PlacementPointer(place, keys.PLACEMENT))
        found.append(RegisterItem(keys.register(placement.id), keys.REGISTER))
    for message in before.messages:
        found.append(MessageItem(partition, keys.message(message.id)))
        if message.provider_id is not None:
            found.append(ReceiptPointer(keys.receipt(message.provider_id), keys.RECEIPT))
    for task in before.tasks:
        found.append(TaskItem(partition, keys.task(task.id)))
        found.append(ReferralPointer(keys.task_pointer(task.id), keys.TASK))
    return found


def _unlisted(after: Referral, placement: Placement) -> PlacementItem:
    item = placement_item(after, placement, written=after.version)
    item.g3pk = item.g3sk = item.g4pk = item.g4sk = None
    return item
