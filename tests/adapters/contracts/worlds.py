"""What a contract is run on: stores side by side, and what a test must do behind their backs."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import boto3
import yaml
from moto import mock_aws
from pynamodb.connection import Connection

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.activities import DynamoActivities
from chalicelib.adapters.dynamo.audit import DynamoAudit
from chalicelib.adapters.dynamo.choices import DynamoChoices
from chalicelib.adapters.dynamo.covers import DynamoCovers
from chalicelib.adapters.dynamo.deliveries import DynamoDeliveries
from chalicelib.adapters.dynamo.endpoints import DynamoEndpoints
from chalicelib.adapters.dynamo.erasure import DynamoErasures
from chalicelib.adapters.dynamo.ledger import DynamoLedger
from chalicelib.adapters.dynamo.libraries import DynamoLibraries
from chalicelib.adapters.dynamo.library_secrets import DynamoLibrarySecrets
from chalicelib.adapters.dynamo.programmes import DynamoProgrammes
from chalicelib.adapters.dynamo.referrals import DynamoReferrals
from chalicelib.adapters.dynamo.reports import DynamoReports
from chalicelib.adapters.dynamo.tables import TableNames, Tables, connect
from chalicelib.adapters.dynamo.waiting import DynamoWaitingLists
from chalicelib.adapters.vault import AesVault
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.reporting import Tally
from chalicelib.usecases.ports import (
    Activities,
    Audit,
    Covers,
    Deliveries,
    Endpoints,
    Erasures,
    Ledger,
    Libraries,
    LibrarySecrets,
    MunicipalityChoices,
    Programmes,
    ReferralKey,
    Referrals,
    Reports,
    WaitingLists,
)
from tests.fakes.activities import FakeActivities
from tests.fakes.audit import FakeAudit
from tests.fakes.choices import FakeChoices
from tests.fakes.clock import FixedClock
from tests.fakes.covers import FakeCovers
from tests.fakes.erasures import FakeErasures
from tests.fakes.ledger import FakeLedger
from tests.fakes.libraries import FakeLibraries, FakeProgrammes
from tests.fakes.library_secrets import FakeLibrarySecrets
from tests.fakes.making import UTRECHT
from tests.fakes.notices import FakeDeliveries, FakeEndpoints
from tests.fakes.referrals import FakeReferrals
from tests.fakes.reports import FakeReports
from tests.fakes.vault import FakeKeyWrapper

REGION = "eu-west-1"
TEMPLATE = Path(__file__).parents[3] / "infra" / "resources.yaml"
RESOURCES = {"core": "CoreTable", "people": "PeopleTable", "keys": "KeysTable"} | {
    "audit": "AuditTable"
}


def mac_of(phone: str) -> str:
    """Stands in for the real one, which hides the number."""
    return hashlib.sha256(phone.encode()).hexdigest()


class World(Protocol):
    """The ports of the store over one memory, and ways to do what no port can."""

    @property
    def referrals(self) -> Referrals: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def choices(self) -> MunicipalityChoices: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def activities(self) -> Activities: ...
    @property
    def waiting(self) -> WaitingLists: ...
    @property
    def covers(self) -> Covers: ...
    @property
    def libraries(self) -> Libraries: ...
    @property
    def programmes(self) -> Programmes: ...
    @property
    def secrets(self) -> LibrarySecrets: ...
    @property
    def endpoints(self) -> Endpoints: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def clock(self) -> FixedClock: ...

    def suppress(self, phone_mac: str) -> None:
        """This number wants no texts."""

    def erase(self, key: ReferralKey) -> None:
        """She is erased; only the fact remains."""

    def lose_person(self, key: ReferralKey) -> None:
        """Her data are gone, and nothing else tells it."""

    def miscount(self, tally: Tally, by: int) -> None:
        """A counter is off by so many."""

    def everything(self) -> object:
        """All that is stored, comparable."""


class FakeWorld:
    def __init__(self) -> None:
        self.clock = FixedClock()
        self.activities = FakeActivities()
        self.waiting = self.activities.lists
        self.covers = FakeCovers()
        self.libraries = FakeLibraries()
        self.programmes = FakeProgrammes()
        self.secrets = FakeLibrarySecrets({UTRECHT: [b"the first"]})
        self.deliveries = FakeDeliveries()
        self.endpoints = FakeEndpoints(self.deliveries)
        self.reports = FakeReports()
        self.referrals = FakeReferrals(
            self.activities,
            now=self.clock,
            phone_mac=mac_of,
            deliveries=self.deliveries,
            reports=self.reports,
        )
        self.ledger = FakeLedger(self.referrals)
        self.erasures = FakeErasures(self.referrals)
        self.choices = FakeChoices()
        self.audit = FakeAudit(self.referrals)
        self.suppress = self.referrals.suppress
        self.erase = self.referrals.erase
        self.lose_person = self.referrals.lose_person

    def miscount(self, tally: Tally, by: int) -> None:
        self.reports.numbers[tally] += by

    def everything(self) -> object:
        return self.referrals.everything(), self.activities.everything()


@dataclass(frozen=True, slots=True)
class RawTables:
    """The same tables without the adapter: to look at what is really there, and to damage it."""

    client: Any
    names: TableNames

    def items(self) -> list[tuple[str, dict[str, Any]]]:
        """Every item of every table, in a fixed order."""
        found = []
        for table in RESOURCES:
            pages = self.client.get_paginator("scan").paginate(
                TableName=getattr(self.names, table), ConsistentRead=True
            )
            found += [(table, item) for page in pages for item in page["Items"]]
        return sorted(found, key=lambda entry: (entry[0], entry[1]["PK"]["S"], entry[1]["SK"]["S"]))

    def set(self, partition: str, sort: str, **values: Mapping[str, Any]) -> None:
        """These attributes of one item of the core table are as given, whatever they were."""
        assignments = [f"#{name} = :{name}" for name in values]
        self.client.update_item(
            TableName=self.names.core,
            Key=_key(partition, sort),
            UpdateExpression="SET " + ", ".join(assignments),
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
        )

    def item(self, partition: str, sort: str) -> dict[str, Any]:
        answer = self.client.get_item(
            TableName=self.names.core, Key=_key(partition, sort), ConsistentRead=True
        )
        return dict(answer["Item"])

    def delete(self, table: str, partition: str, sort: str) -> None:
        self.client.delete_item(TableName=getattr(self.names, table), Key=_key(partition, sort))


class DynamoWorld:
    """The adapters over tables of their own, made as infra/resources.yaml says."""

    def __init__(self, raw: RawTables, tables: Tables, *, side_by_side: int = 1) -> None:
        self.raw, self.tables = raw, tables
        self.clock = FixedClock()
        self.activities = DynamoActivities(tables, side_by_side=side_by_side)
        self.waiting = DynamoWaitingLists(tables)
        self.covers = DynamoCovers(tables)
        self.libraries = DynamoLibraries(tables)
        self.ledger = DynamoLedger(tables)
        self.erasures = DynamoErasures(tables)
        self.choices = DynamoChoices(tables)
        self.audit = DynamoAudit(tables)
        self.programmes = DynamoProgrammes(tables)
        self.secrets = DynamoLibrarySecrets(tables, FakeKeyWrapper(), first=lambda _: b"the first")
        self.deliveries = DynamoDeliveries(tables)
        self.endpoints = DynamoEndpoints(tables, FakeKeyWrapper())
        self.reports = DynamoReports(tables)
        self.referrals = DynamoReferrals(
            tables, AesVault(FakeKeyWrapper()), phone_mac=mac_of, now=self.clock
        )

    def suppress(self, phone_mac: str) -> None:
        self.raw.set(keys.phone(phone_mac), keys.PHONE, suppressed={"BOOL": True})

    def erase(self, key: ReferralKey) -> None:
        at = {"S": keys.instant(self.clock())}
        self.raw.set(keys.referral(key), keys.REFERRAL, erased_at=at)
        self.lose_person(key)

    def lose_person(self, key: ReferralKey) -> None:
        self.raw.delete("people", keys.person(key), keys.PERSON)
        self.raw.delete("keys", keys.person(key), keys.KEY)

    def miscount(self, tally: Tally, by: int) -> None:
        self.raw.client.update_item(
            TableName=self.raw.names.core,
            Key=_key(keys.tally(tally.scope, 0), keys.by_period(tally.table, tally.period)),
            UpdateExpression="ADD #name :by",
            ExpressionAttributeNames={"#name": f"{tally.value}|{tally.name}"},
            ExpressionAttributeValues={":by": {"N": str(by)}},
        )

    def everything(self) -> object:
        return self.raw.items()

    def free_as_stored(self, activity_id: str) -> int:
        item = self.raw.item(keys.activity(ActivityId(activity_id)), keys.SEATS)
        return int(item["free"]["N"])


@contextmanager
def moto_world() -> Iterator[DynamoWorld]:
    """In process; shows what a request does, not what many at once do."""
    with mock_aws():
        yield world_on(_moto_client(), _moto_connection(), side_by_side=1)


@cache
def _moto_client() -> Any:
    return boto3.client("dynamodb", region_name=REGION)


@cache
def _moto_connection() -> Connection:
    return connect(region=REGION)


def world_on(client: Any, connection: Connection, *, side_by_side: int = 4) -> DynamoWorld:
    """Fresh, empty tables on what both talk to."""
    prefix = f"t{uuid4().hex[:12]}"
    names = TableNames(**{table: f"{prefix}-{table}" for table in RESOURCES})
    for table, resource in RESOURCES.items():
        client.create_table(**(_declared(resource) | {"TableName": getattr(names, table)}))
    tables = Tables(names, connection)
    return DynamoWorld(RawTables(client, names), tables, side_by_side=side_by_side)


def declared_tables() -> dict[str, dict[str, Any]]:
    """The four tables as the template declares them, by the adapter's name for them."""
    return {table: _declared(resource) for table, resource in RESOURCES.items()}


def _declared(resource: str) -> dict[str, Any]:
    properties = _template()["Resources"][resource]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in wanted if name in properties}


@cache
def _template() -> Any:
    return yaml.load(TEMPLATE.read_text(), _Loader)  # noqa: S506 - our own file


class _Loader(yaml.SafeLoader):
    """Reads a template, whose functions (`!Ref` and the like) do not matter here."""


_Loader.add_multi_constructor("!", lambda *_: None)


def _key(partition: str, sort: str) -> dict[str, Any]:
    return {"PK": {"S": partition}, "SK": {"S": sort}}
