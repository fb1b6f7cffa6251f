"""Transactions: reasons in our own order, and patience with those who clash."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.connection import Connection
from pynamodb.exceptions import CancellationReason, VerboseClientError

from chalicelib.adapters.dynamo.items import PhoneItem, SourcePointer
from chalicelib.adapters.dynamo.tables import Tables
from chalicelib.adapters.dynamo.transaction import Guard, Transaction
from chalicelib.domain.catalogue import Seats
from chalicelib.domain.errors import Temporary
from chalicelib.domain.placement import Happening
from tests.adapters.contracts.referrals import added, key_of, offered
from tests.adapters.contracts.worlds import DynamoWorld, mac_of
from tests.fakes.making import a_person, an_activity, happening, referring


class Disturbed(Connection):
    """A connection whose next requests meet these errors before the table hears of them."""

    def __init__(self, behind: Connection, errors: Iterator[Exception | None]) -> None:
        super().__init__(region=behind.region)
        self._behind, self._errors = behind, errors

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> Any:
        error = next(self._errors, None)
        if error is not None:
            raise error
        return self._behind._make_api_call(operation_name, operation_kwargs)


def disturbed(world: DynamoWorld, errors: Iterator[Exception | None]) -> DynamoWorld:
    """The same tables behind a connection with these errors."""
    behind = world.tables.connection
    return DynamoWorld(world.raw, Tables(world.raw.names, Disturbed(behind, errors)))


def cancelled(*codes: str | None) -> VerboseClientError:
    reasons = [CancellationReason(code) if code else None for code in codes]
    error = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
    return VerboseClientError(error, "TransactWriteItems", cancellation_reasons=reasons)


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "Any")


def test_reasons_belong_to_operations_in_the_order_in_which_they_were_added(
    world: DynamoWorld,
) -> None:
    """PynamoDB's own transaction would send the check first, and the put before the update."""
    present = Transaction(world.tables)
    present.put(SourcePointer("there", "SOURCE", activity_id="act_1"))
    present.commit()
    for order in (("update", "check"), ("check", "update")):
        to = Transaction(world.tables)
        for kind in order:
            fail(to, kind)
        with pytest.raises(LookupError, match=order[0]):
            to.commit()


def fail(to: Transaction, kind: str) -> None:
    """An operation of this kind whose guard does not hold, and says so by its kind."""
    if kind == "update":
        guard = Guard(SourcePointer.PK.does_not_exist(), LookupError(kind))
        there = SourcePointer("there", "SOURCE")
        to.update(there, [SourcePointer.activity_id.set("act_2")], guard)
    else:
        to.check(PhoneItem("absent", "PHONE"), Guard(PhoneItem.PK.exists(), LookupError(kind)))


@pytest.mark.parametrize(
    "error",
    [
        cancelled(None, "TransactionConflict"),
        cancelled("ThrottlingError"),
        refused("ProvisionedThroughputExceededException"),
        refused("TransactionInProgressException"),
        refused("InternalServerError"),
    ],
    ids=str,
)
def test_who_clashes_a_few_times_still_succeeds(world: DynamoWorld, error: Exception) -> None:
    patient = disturbed(world, iter([error] * 5))
    patient.referrals.add(referring(offered()), a_person(), phone_mac=mac_of("1"))
    assert world.referrals.get(key_of(offered())).version == 1


@pytest.mark.parametrize(
    "error",
    [
        cancelled("TransactionConflict"),
        refused("ThrottlingException"),
        ReadTimeoutError(endpoint_url="https://dynamodb.example"),
    ],
    ids=["conflict", "throttled", "timed out"],
)
def test_who_clashes_for_ever_is_told_to_come_back_and_nothing_is_half_written(
    world: DynamoWorld, error: Exception
) -> None:
    before = world.everything()
    unlucky = disturbed(world, iter([error] * 1000))
    with pytest.raises(Temporary) as told:
        unlucky.referrals.add(referring(offered()), a_person(), phone_mac=mac_of("1"))
    assert told.value.retry_after_s == 1
    assert world.everything() == before


def test_a_fault_of_our_own_is_not_dressed_up_as_the_worlds(world: DynamoWorld) -> None:
    broken = disturbed(world, iter([refused("ValidationException")]))
    with pytest.raises(ClientError):
        broken.referrals.add(referring(offered()), a_person(), phone_mac=None)


def test_a_table_throttled_one_time_in_five_leaves_seats_and_placements_agreeing(
    world: DynamoWorld,
) -> None:
    """Pauses and retries carry the writes; a read that meets it is Temporary, and told so."""
    chance = Random(20)
    throttled = refused("ThrottlingException")
    shaky = disturbed(world, (throttled if chance.random() < 0.2 else None for _ in range(10_000)))
    world.activities.put(an_activity(seats=Seats(capacity=None)), expected_version=None)
    for number in range(12):
        referral = added(world, offered(number))
        with suppress(Temporary):
            shaky.referrals.save(happening(referral, f"plc_{number}", Happening.ACCEPTED))
    referrals = [world.referrals.get(key_of(offered(number))) for number in range(12)]
    counted = sum(placement.seat_counted for r in referrals for placement in r.placements)
    assert world.activities.get(an_activity().id).seats.taken == counted
    assert counted >= 10
