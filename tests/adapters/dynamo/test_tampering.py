"""Whoever writes in the tables behind our back is found out."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamo import keys
from chalicelib.domain.chain import Broken
from chalicelib.usecases.sealing import seal_days, verify
from tests.adapters.contracts.audit import LOOK
from tests.adapters.contracts.referrals import added, key_of, offered, withdrawn
from tests.adapters.contracts.worlds import DynamoWorld
from tests.fakes.making import NOW
from tests.fakes.ports import FakePorts

HER = key_of(offered())
TIMELINE, SEEN = keys.referral(HER), keys.looks(HER)


@pytest.fixture
def ports(world: DynamoWorld) -> FakePorts:
    """Two people, a day of looks at them, and the night after it."""
    ports = FakePorts()
    ports.audit = world.audit  # type: ignore[assignment]
    for number in (1, 2):
        referral = added(world, offered(number))
        world.referrals.save(withdrawn(referral))
        for minute in range(3):
            world.audit.note([key_of(referral)], replace(LOOK, at=NOW + timedelta(minutes=minute)))
    ports.now.forward(timedelta(days=1))
    assert seal_days(ports=ports) == 1
    return ports


class Tampering:
    """Somebody with all rights on the table of the audit."""

    def __init__(self, world: DynamoWorld) -> None:
        self._client, self._table = world.raw.client, world.raw.names.audit

    def items(self, partition: str) -> list[dict[str, Any]]:
        items = self._client.scan(TableName=self._table, ConsistentRead=True)["Items"]
        mine = [item for item in items if item["PK"]["S"] == partition]
        return sorted(mine, key=lambda item: str(item["SK"]["S"]))

    def put(self, item: dict[str, Any]) -> None:
        self._client.put_item(TableName=self._table, Item=item)

    def remove(self, item: dict[str, Any]) -> None:
        self._client.delete_item(TableName=self._table, Key={"PK": item["PK"], "SK": item["SK"]})

    def change(self, partition: str) -> None:
        item = self.items(partition)[1]
        self.put({**item, "actor": {"S": '{"role": "case_worker", "id": "usr_666"}'}})

    def remove_from_the_middle(self, partition: str) -> None:
        self.remove(self.items(partition)[1])

    def remove_the_end(self, partition: str) -> None:
        self.remove(self.items(partition)[-1])

    def remove_all(self, partition: str) -> None:
        for item in self.items(partition):
            self.remove(item)

    def insert(self, partition: str) -> None:
        item = deepcopy(self.items(partition)[-1])
        item["SK"] = {"S": item["SK"]["S"] + "x"}
        self.put(item)

    def insert_without_a_hash(self, partition: str) -> None:
        item = {**self.items(partition)[-1], "at": {"S": (NOW + timedelta(days=1)).isoformat()}}
        del item["hash"], item["DAY"]
        self.put({**item, "SK": {"S": item["SK"]["S"] + "x"}})


WAYS: list[Callable[[Tampering, str], None]] = [
    Tampering.change,
    Tampering.remove_from_the_middle,
    Tampering.remove_the_end,
    Tampering.remove_all,
    Tampering.insert,
    Tampering.insert_without_a_hash,
]


def test_what_nobody_touched_holds(ports: FakePorts) -> None:
    assert verify(ports=ports) == ()


@pytest.mark.parametrize("partition", [TIMELINE, SEEN])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way.__name__))
def test_a_line_that_was_touched_is_found(
    world: DynamoWorld, ports: FakePorts, way: Callable[[Tampering, str], None], partition: str
) -> None:
    way(Tampering(world), partition)
    assert verify(ports=ports) != ()


def test_a_seal_that_was_made_without_the_key_is_found(
    world: DynamoWorld, ports: FakePorts
) -> None:
    seal = Tampering(world).items(keys.SEALS)[0]
    Tampering(world).put({**seal, "lines": {"N": "9"}})
    assert Broken("seal", NOW.date().isoformat()) in verify(ports=ports)


def test_a_seal_that_is_gone_leaves_a_day_that_does_not_follow(
    world: DynamoWorld, ports: FakePorts
) -> None:
    for _ in range(3):
        ports.now.forward(timedelta(days=1))
        seal_days(ports=ports)
    assert verify(ports=ports) == ()
    tampering = Tampering(world)
    tampering.remove(tampering.items(keys.SEALS)[1])
    assert [one.what for one in verify(ports=ports)] == ["seal"]


def test_lines_of_today_are_held_to_their_chain_too(world: DynamoWorld, ports: FakePorts) -> None:
    world.audit.note([HER], replace(LOOK, at=ports.now()))
    assert verify(ports=ports) == ()
    Tampering(world).remove_the_end(SEEN)
    assert [one.what for one in verify(ports=ports)] == ["cut_off"]


def test_what_an_older_release_wrote_before_is_fine(world: DynamoWorld) -> None:
    ports = FakePorts()
    ports.audit = world.audit  # type: ignore[assignment]
    referral = added(world, offered())
    tampering = Tampering(world)
    old = tampering.items(TIMELINE)[0]
    for name in ("hash", "DAY", "TTL"):
        del old[name]
    tampering.put({**old, "at": {"S": (NOW - timedelta(days=9)).isoformat()}})
    world.raw.client.update_item(
        TableName=world.raw.names.core,
        Key={"PK": {"S": TIMELINE}, "SK": {"S": keys.REFERRAL}},
        UpdateExpression="REMOVE #chain",
        ExpressionAttributeNames={"#chain": "chain"},
    )
    world.referrals.save(withdrawn(world.referrals.get(key_of(referral))))
    ports.now.forward(timedelta(days=1))
    seal_days(ports=ports)
    assert verify(ports=ports) == ()
