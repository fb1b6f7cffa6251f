"""Two releases over one table: neither loses what only the other knows."""

from dataclasses import replace

import pytest

from chalicelib.adapters.dynamo import keys
from chalicelib.domain.errors import StaleVersion, Temporary
from chalicelib.domain.ids import ActivityId, MessageId, PlacementId
from chalicelib.domain.placement import Happening
from chalicelib.domain.step import begun
from tests.adapters.contracts.referrals import CAFE, added, key_of, offered, saved
from tests.adapters.contracts.worlds import DynamoWorld
from tests.fakes.making import (
    UTRECHT,
    a_library,
    a_message,
    a_person,
    an_activity,
    happening,
)

REFERRAL = replace(offered(), messages=(a_message(),))
PARTITION = keys.referral(key_of(REFERRAL))
LATER = {"later": {"S": "what a newer release wrote"}}


@pytest.mark.parametrize(
    "sort",
    [keys.REFERRAL, keys.placement(PlacementId("plc_1")), keys.message(MessageId("msg_1"))],
)
def test_an_attribute_of_a_newer_release_survives_a_step(world: DynamoWorld, sort: str) -> None:
    referral = added(world, REFERRAL)
    world.raw.set(PARTITION, sort, **LATER)
    step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
    text = replace(referral.messages[0], attempt=1)
    saved(world, replace(step, referral=step.referral.with_message(text)))
    assert world.raw.item(PARTITION, sort)["later"] == LATER["later"]


def test_an_attribute_of_a_newer_release_survives_a_catalogue_change(world: DynamoWorld) -> None:
    world.activities.put(an_activity(), expected_version=None)
    for sort in (keys.ACTIVITY, keys.SEATS):
        world.raw.set(keys.activity(CAFE), sort, **LATER)
    world.activities.put(an_activity(title="Anders"), expected_version=1)
    world.activities.put_many([an_activity(title="Weer anders")])
    for sort in (keys.ACTIVITY, keys.SEATS):
        assert world.raw.item(keys.activity(CAFE), sort)["later"] == LATER["later"]


def test_an_attribute_of_a_newer_release_survives_a_change_of_the_library(
    world: DynamoWorld,
) -> None:
    world.libraries.put(a_library())
    world.raw.set(keys.library(UTRECHT), keys.LIBRARY, **LATER)
    world.libraries.put(a_library(name="Anders"))
    assert world.raw.item(keys.library(UTRECHT), keys.LIBRARY)["later"] == LATER["later"]


@pytest.mark.parametrize(
    "sort",
    [keys.REFERRAL, keys.placement(PlacementId("plc_1")), keys.message(MessageId("msg_1"))],
)
def test_a_referral_of_a_later_layout_waits_for_the_newer_release(
    world: DynamoWorld, sort: str
) -> None:
    added(world, REFERRAL)
    world.raw.set(PARTITION, sort, schema={"N": "2"})
    with pytest.raises(Temporary):
        world.referrals.get(key_of(REFERRAL))


def test_an_activity_of_a_later_layout_waits_for_the_newer_release(world: DynamoWorld) -> None:
    world.activities.put(an_activity(), expected_version=None)
    world.raw.set(keys.activity(CAFE), keys.SEATS, schema={"N": "2"})
    with pytest.raises(Temporary):
        world.activities.get(ActivityId(CAFE))


def test_every_item_says_its_layout(world: DynamoWorld) -> None:
    world.activities.put(an_activity(), expected_version=None)
    world.libraries.put(a_library())
    held = saved(
        world,
        happening(
            added(world, replace(REFERRAL, client_reference="UTR-1")), "plc_1", Happening.ACCEPTED
        ),
    )
    saved(world, replace(begun(held), webhook=(UTRECHT, "wh_1")))
    without = [
        (table, item["PK"], item["SK"]) for table, item in world.raw.items() if "schema" not in item
    ]
    assert without == []


def test_a_referral_whose_part_is_newer_than_its_root_is_not_read_in_halves(
    world: DynamoWorld,
) -> None:
    """As a reader meets it between the two halves of somebody else's write."""
    added(world, REFERRAL)
    world.raw.set(PARTITION, keys.placement(PlacementId("plc_1")), written={"N": "2"})
    with pytest.raises(Temporary):
        world.referrals.get(key_of(REFERRAL))


def test_nothing_stored_names_her_or_her_number(world: DynamoWorld) -> None:
    referral = added(world, REFERRAL, a_person(first_name="Amina", note="belt liever niet"))
    world.referrals.save(begun(referral), person=a_person(first_name="Yusra"))
    stored = b" ".join(
        value if isinstance(value, bytes) else str(value).encode()
        for _, item in world.raw.items()
        for typed in item.values()
        for value in typed.values()
    )
    for secret in (b"Amina", b"Yusra", b"612345678", b"belt liever niet"):
        assert secret not in stored
    assert b"ref_1" in stored


@pytest.mark.parametrize(
    ("sort", "changed"),
    [
        (keys.placement(PlacementId("plc_1")), {"state": {"S": "held"}}),
        (keys.message(MessageId("msg_1")), {"state": {"S": "sent"}}),
        (keys.message(MessageId("msg_1")), {"attempt": {"N": "2"}}),
    ],
)
def test_a_step_restates_what_it_read_of_each_part(
    world: DynamoWorld, sort: str, changed: dict[str, dict[str, str]]
) -> None:
    """As a repair by hand may leave it: the part moved, the root's version did not."""
    referral = added(world, REFERRAL)
    world.raw.set(PARTITION, sort, **changed)
    before = world.everything()
    step = happening(referral, "plc_1", Happening.NEWCOMER_DECLINED)
    text = replace(referral.messages[0], due_at=None)
    with pytest.raises(StaleVersion):
        world.referrals.save(replace(step, referral=step.referral.with_message(text)))
    assert world.everything() == before
