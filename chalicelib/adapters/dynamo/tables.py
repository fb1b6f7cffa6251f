"""The four tables behind one connection, and what their failures mean.

Time-outs of 1 s to connect and 3 s to read, two retries: RELIABILITY.md, rule 10.
"""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection
from pynamodb.connection.base import MetaTable
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.items import Item, Table
from chalicelib.domain.errors import Temporary

I = TypeVar("I", bound=Item)  # noqa: E741 - an Item

_BATCH = 100  # the most keys that one BatchGetItem takes
_CONNECTIONS = 32
# Upper bounds; jitter takes any part of each. Together at most 2.3 s, well within a request.
PAUSES_S = (0.02, 0.04, 0.08, 0.16, 0.5, 0.5, 0.5, 0.5)

_PASSING = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_INDEX_KEYS: Mapping[Table, Mapping[str, tuple[str, str]]] = {
    "core": {
        keys.BY_UPDATED: ("G1PK", "G1SK"),
        keys.BY_STATUS: ("G2PK", "G2SK"),
        keys.BY_OWNER: ("G3PK", "G3SK"),
        keys.BY_LIBRARY: ("G4PK", "G4SK"),
        keys.BY_DUE: ("DUE", "DUE_AT"),
    },
    "audit": {keys.BY_DAY: ("DAY", "SK")},
}


@dataclass(frozen=True, slots=True)
class TableNames:
    """What the four tables are called in this stage."""

    core: str
    people: str
    keys: str
    audit: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where one item lies, and what it is."""

    kind: type[Item]
    partition: str
    sort: str


def connect(*, region: str, endpoint: str | None = None) -> Connection:
    """A connection to the region, or to an emulator at `endpoint`; with its one client made."""
    connection = Connection(
        region=region,
        host=endpoint,
        connect_timeout_seconds=1,
        read_timeout_seconds=3,
        max_retry_attempts=2,
        max_pool_connections=_CONNECTIONS,
    )
    _ = connection.client  # made before threads could make it twice
    return connection


class Tables:
    """Consistent reads of single items, and questions to the indexes; writing: `transaction.py`."""

    def __init__(self, names: TableNames, connection: Connection) -> None:
        self.connection = connection
        self._name: Mapping[Table, str] = {
            "core": names.core,
            "people": names.people,
            "keys": names.keys,
            "audit": names.audit,
        }
        for table, name in self._name.items():
            self.connection.add_meta_table(_schema(table, name))

    def name(self, kind: type[Item]) -> str:
        """The table in which items of this kind live."""
        return self._name[kind.table]

    def read(self, kind: type[I], partition: str, sort: str) -> I | None:
        """The item as it is now, or None."""
        found = self.connection.get_item(
            self.name(kind), partition, range_key=sort, consistent_read=True
        )
        return kind.from_raw_data(found["Item"]) if "Item" in found else None

    def read_many(self, wanted: Iterable[Place]) -> dict[Place, Any]:
        """Those that exist, each as it is now; not all of one moment."""
        places = list(dict.fromkeys(wanted))
        found: dict[Place, Any] = {}
        for start in range(0, len(places), _BATCH):
            found |= self._read_batch(places[start : start + _BATCH])
        return found

    def _read_batch(self, places: Sequence[Place]) -> dict[Place, Any]:
        by_key = {(self.name(p.kind), p.partition, p.sort): p for p in places}
        asked: dict[str, Any] = {}
        for place in places:
            of_table = asked.setdefault(self.name(place.kind), {"Keys": [], "ConsistentRead": True})
            of_table["Keys"].append({"PK": {"S": place.partition}, "SK": {"S": place.sort}})
        found = {}
        for table, raw in self._answers(asked):
            place = by_key[table, raw["PK"]["S"], raw["SK"]["S"]]
            found[place] = place.kind.from_raw_data(raw)
        return found

    def _answers(self, asked: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for pause_s in PAUSES_S:
            answer = self.connection.dispatch("BatchGetItem", {"RequestItems": asked})
            for table, items in answer["Responses"].items():
                yield from ((table, raw) for raw in items)
            asked = answer.get("UnprocessedKeys") or {}
            if not asked:
                return
            rest(pause_s)
        raise Temporary("the table answers in part only", retry_after_s=1)

    def query(
        self,
        kind: type[I],
        partition: str,
        *,
        where: Condition | None = None,
        index: str | None = None,
        page_size: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[I]:
        """Items of one partition in order, or against it; consistent in a table only."""
        start = None
        while True:
            page = self.connection.query(
                self.name(kind),
                partition,
                range_key_condition=where,
                index_name=index,
                consistent_read=index is None,
                limit=page_size,
                exclusive_start_key=start,
                scan_index_forward=not newest_first,
            )
            yield from (kind.from_raw_data(raw) for raw in page["Items"])
            start = page.get("LastEvaluatedKey")
            if not start:
                return


@contextmanager
def temporary() -> Iterator[None]:
    """A failure of the world that passes becomes Temporary; any other is our own bug, and stays."""
    try:
        yield
    except PynamoDBException as error:
        if not passes(error.cause):
            raise
        raise Temporary("the table does not answer", retry_after_s=1) from error
    except (BotoCoreError, ClientError) as error:
        if not passes(error):
            raise
        raise Temporary("the table does not answer", retry_after_s=1) from error


def passes(error: BaseException | None) -> bool:
    """Whether the same request may well succeed a little later."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code") in _PASSING
    return isinstance(error, BotoCoreError)  # refused, reset or timed out on the way


def rest(most_s: float) -> None:
    """Some part of `most_s` seconds has passed, so that those who clashed do not clash again."""
    time.sleep(random.uniform(0, most_s))  # noqa: S311 - spreads load, guards nothing


def _schema(table: Table, name: str) -> MetaTable:
    """What PynamoDB must know of a table; tested against infra/resources.yaml."""
    indexes = _INDEX_KEYS.get(table, {})
    of_indexes = (key for pair in indexes.values() for key in pair)
    attributes = dict.fromkeys(["PK", "SK", *of_indexes])
    return MetaTable(
        {
            "TableName": name,
            "KeySchema": _pair("PK", "SK"),
            "AttributeDefinitions": [
                {"AttributeName": attribute, "AttributeType": "S"} for attribute in attributes
            ],
            "GlobalSecondaryIndexes": [
                {"IndexName": index, "KeySchema": _pair(*pair)} for index, pair in indexes.items()
            ],
        }
    )


def _pair(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
