"""Keys: of one shape, of bounded length, in the order that lists rely on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.tables import Tables
from chalicelib.domain.ids import ActivityId, LibraryId, OrganisationId, ReferralId
from chalicelib.usecases.ports import ReferralKey
from tests.adapters.contracts.worlds import DynamoWorld, declared_tables

INSTANTS = st.datetimes(timezones=st.just(UTC))


def test_the_adapter_knows_the_tables_as_the_template_declares_them(world: DynamoWorld) -> None:
    for table, declared in declared_tables().items():
        known = world.tables.connection.get_meta_table(getattr(world.raw.names, table)).data
        by_name = {
            index["IndexName"]: index["KeySchema"]
            for index in declared.get("GlobalSecondaryIndexes", [])
        }
        assert known["KeySchema"] == declared["KeySchema"]
        for index in known["GlobalSecondaryIndexes"]:
            assert by_name[index["IndexName"]] == index["KeySchema"]
    assert isinstance(world.tables, Tables)


@given(st.text(max_size=20), st.text(max_size=20))
def test_shards_of_activities_are_in_the_order_of_ids(one: str, other: str) -> None:
    first, second = sorted(("act_" + one, "act_" + other))
    assert keys.activity_shard(first) <= keys.activity_shard(second)


@given(st.text(max_size=20), st.text(max_size=20))
def test_shards_are_in_the_order_of_ids_of_any_form(one: str, other: str) -> None:
    first, second = sorted((one, other))
    assert keys.activity_shard(first) <= keys.activity_shard(second)


def test_activities_spread_over_all_shards() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    assert {keys.activity_shard(f"act_{letter}") for letter in letters} == set(range(8))


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_time_does(one: datetime, other: datetime) -> None:
    assert (one < other) == (keys.instant(one) < keys.instant(other))


@pytest.mark.parametrize("hours", [-12, 12])
@pytest.mark.parametrize("at", [datetime.min, datetime.max])  # noqa: DTZ901 - made aware below
def test_the_first_and_last_moments_are_moments_too(at: datetime, hours: int) -> None:
    aware = at.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert len(keys.instant(aware)) == len("2026-11-23T09:00:00.000000Z")


def test_an_instant_is_one_text_wherever_it_was_read() -> None:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    amsterdam = at.astimezone(timezone(timedelta(hours=1)))
    assert keys.instant(amsterdam) == keys.instant(at) == "2026-11-23T09:00:00.000000Z"


@given(st.text())
def test_no_key_is_too_long_for_the_table(part: str) -> None:
    key = keys.webhook(LibraryId("NL-0899040000"), part * 50)
    assert len(key.encode()) <= 2048


def test_a_referrals_partition_leads_back_to_its_key() -> None:
    key = ReferralKey(OrganisationId("NL-0899040000"), ReferralId("ref_a2"))
    assert keys.referral_key(keys.referral(key)) == key


def test_what_is_due_is_spread_over_sixteen_shards() -> None:
    shards = {keys.due(ReferralId(f"ref_{number}")) for number in range(400)}
    assert shards == {f"DUE#{number}" for number in range(16)}


def test_two_organisations_never_share_a_key() -> None:
    mine = ReferralKey(OrganisationId("GM0344"), ReferralId("ref_1"))
    theirs = ReferralKey(OrganisationId("GM0363"), ReferralId("ref_1"))
    assert keys.referral(mine) != keys.referral(theirs)
    assert keys.person(mine) != keys.person(theirs)


@pytest.mark.parametrize("id_", ["act_cafe", "x" * 5000, "é" * 401, "\ud800"])
def test_every_activity_id_makes_a_key(id_: str) -> None:
    assert keys.activity(ActivityId(id_)).encode("utf-8").startswith(b"ACT#")
