"""The audit in its table: only added to, and in an index by day for whoever seals it.

The number and the hash of the last look at somebody stand with the person, so that a look costs
one read and one transaction, and a chain is only ever continued from its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.chains import line, look_item
from chalicelib.adapters.dynamo.items import (
    AuditItem,
    LineItem,
    LookItem,
    PersonItem,
    ReferralItem,
    SealItem,
)
from chalicelib.adapters.dynamo.tables import PAUSES_S, Place, Tables, rest, temporary
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.chain import BEGINNING, Line, Seal
from chalicelib.domain.errors import Temporary
from chalicelib.domain.looks import Look
from chalicelib.usecases.ports import ReferralKey

_TOGETHER = 40  # two items each, of the hundred that one transaction takes


class _Overtaken(Exception):
    """Somebody else was first."""


class DynamoAudit:
    """The port Audit, over DynamoDB."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @temporary()
    def note(self, keys_: Iterable[ReferralKey], look: Look) -> None:
        wanted = iter(dict.fromkeys(keys_))
        while chunk := list(islice(wanted, _TOGETHER)):
            self._note(chunk, look)

    def _note(self, chunk: Sequence[ReferralKey], look: Look) -> None:
        for pause_s in PAUSES_S:
            to = Transaction(self._tables)
            for key, person in self._persons(chunk).items():
                _append(to, key, person, look)
            try:
                return to.commit() if len(to) else None
            except _Overtaken:
                rest(pause_s)
        raise Temporary("others keep looking", retry_after_s=1)

    def _persons(self, chunk: Sequence[ReferralKey]) -> Mapping[ReferralKey, PersonItem]:
        places = {key: Place(PersonItem, keys.person(key), keys.PERSON) for key in chunk}
        found = self._tables.read_many(places.values())
        return {key: found[place] for key, place in places.items() if place in found}

    @temporary()
    def looks(self, key: ReferralKey) -> Sequence[Look]:
        lines = self._tables.query(LookItem, keys.looks(key))
        return tuple(codec.thing(Look, line_.attribute_values) for line_ in lines)

    @temporary()
    def lines_on(self, day: date) -> Iterable[Line]:
        shards = [keys.audit_day(day, number) for number in range(keys.AUDIT_SHARDS)]
        return [
            line(entry)
            for shard in shards
            for entry in self._tables.query(LineItem, shard, index=keys.BY_DAY)
        ]

    @temporary()
    def chain(self, name: str) -> Iterable[Line]:
        if keys.key_of_looks(name) is None:
            return [line(item) for item in self._tables.query(AuditItem, name)]
        return [line(item) for item in self._tables.query(LookItem, name)]

    @temporary()
    def head(self, name: str) -> str | None:
        key = keys.key_of_looks(name)
        if key is None:
            root = self._tables.read(ReferralItem, name, keys.REFERRAL)
            return None if root is None else root.chain
        person = self._tables.read(PersonItem, keys.person(key), keys.PERSON)
        return None if person is None else person.looks_head

    @temporary()
    def seals(self) -> Sequence[Seal]:
        found = self._tables.query(SealItem, keys.SEALS)
        return tuple(codec.thing(Seal, item.attribute_values) for item in found)

    @temporary()
    def add(self, seal: Seal) -> bool:
        item = SealItem(keys.SEALS, seal.day.isoformat(), **codec.attributes(seal))
        to = Transaction(self._tables)
        to.put(item, Guard(SealItem.PK.does_not_exist(), _Overtaken()))
        try:
            to.commit()
        except _Overtaken:
            return False
        return True


def _append(to: Transaction, key: ReferralKey, person: PersonItem, look: Look) -> None:
    known = int(person.attribute_values.get("looks", 0))
    number = known + 1
    item = look_item(key, number, look, person.attribute_values.get("looks_head", BEGINNING))
    is_first = PersonItem.looks.does_not_exist() & PersonItem.PK.exists()
    as_read = PersonItem.looks == known if known else is_first
    head = PersonItem(keys.person(key), keys.PERSON)
    now = [PersonItem.looks.set(number), PersonItem.looks_head.set(item.hash)]
    to.update(head, now, Guard(as_read, _Overtaken()))
    to.put(item, Guard(LookItem.PK.does_not_exist(), _Overtaken()))
