"""The page of retention is drawn from its rules, says all fields, and is what is really set."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
import yaml

from chalicelib.adapters.dynamo import keys
from chalicelib.domain import chain, session
from chalicelib.domain.erasure import erased, remains
from chalicelib.domain.events import CLOCK
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Placement
from chalicelib.domain.referral import ErasedFor, Referral
from chalicelib.domain.retention import RULES, Kept
from chalicelib.domain.step import begun
from tests.adapters.contracts.worlds import TEMPLATE
from tests.fakes.making import NOW, a_placement, a_referral
from tools.data_map import DATA_MAP
from tools.draw_retention import PAGE, page

MAPPED = {name: row.kept for row in DATA_MAP for name in row.fields}


class _Loader(yaml.SafeLoader):
    """Reads a template, whose functions do not matter here."""


_Loader.add_multi_constructor("!", lambda *_: None)
RESOURCES: dict[str, Any] = yaml.load(TEMPLATE.read_text(), _Loader)["Resources"]  # noqa: S506 - ours


def days(kept: Kept) -> timedelta:
    return RULES[kept].ends(NOW) - NOW


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.draw_retention"


def test_no_field_is_told_twice() -> None:
    assert len(MAPPED) == sum(len(row.fields) for row in DATA_MAP)


@pytest.mark.parametrize("kind", [Person, Referral, Placement])
def test_every_field_of_hers_is_in_the_map(kind: type[Any]) -> None:
    told = {name.partition(".")[2] for name in MAPPED if name.startswith(f"{kind.__name__}.")}
    assert told == {field.name for field in fields(kind)}


def test_what_the_map_says_is_kept_with_the_outcome_is_what_remains() -> None:
    full = a_referral(
        placements=(a_placement(),),
        client_reference="UTR-1",
        assigned_to="team-oost",
        line=3,
        last_heard_at=NOW,
    )
    left = remains(erased(begun(full), ErasedFor.ASKED, actor=CLOCK, at=NOW).referral, at=NOW)
    for name, kept in MAPPED.items():
        field = name.partition(".")[2]
        if name.startswith("Referral.") and kept is Kept.CONTACT and field != "channel":
            assert getattr(left, field) in ({}, (), None, "", "und", False), name


@pytest.mark.parametrize(
    ("kept", "set_to"),
    [
        (Kept.WEBHOOKS_SEEN, keys.WEBHOOK_IS_REMEMBERED),
        (Kept.DELIVERIES, keys.DELIVERY_IS_REMEMBERED),
        (Kept.TEXTS_COUNTED, keys.RATE_IS_REMEMBERED),
        (Kept.PLACES, keys.PLACE_IS_REMEMBERED),
    ],
)
def test_what_the_table_forgets_by_itself_is_as_the_rule_says(
    kept: Kept, set_to: timedelta
) -> None:
    assert days(kept) == set_to


def test_a_session_ends_within_its_day() -> None:
    assert days(Kept.SESSIONS) >= session.LONGEST


def test_an_audit_is_kept_as_long_as_the_rule_says() -> None:
    assert timedelta(0) <= chain.KEPT - days(Kept.AUDIT) < timedelta(days=3)


def test_uploads_go_within_their_days() -> None:
    rules = RESOURCES["SnapshotBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (uploads,) = [rule for rule in rules if rule.get("Prefix") == "imports/"]
    assert timedelta(days=uploads["ExpirationInDays"]) == days(Kept.UPLOADS)


def test_what_comes_in_stays_in_no_queue_longer_than_the_rule_says() -> None:
    alive = RESOURCES["InboundQueue"]["Properties"].get("MessageRetentionPeriod", 345_600)
    dead = RESOURCES["InboundDeadLetterQueue"]["Properties"]["MessageRetentionPeriod"]
    assert timedelta(seconds=alive) == days(Kept.INBOUND)
    assert timedelta(seconds=dead) == days(Kept.INBOUND_DEAD)


def test_of_keys_there_is_no_backup_and_of_the_rest_the_backup_is_as_long_as_the_rule_says() -> (
    None
):
    recovery = {
        name: resource["Properties"]["PointInTimeRecoverySpecification"]
        for name, resource in RESOURCES.items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    }
    assert not recovery.pop("KeysTable")["PointInTimeRecoveryEnabled"]
    for said in recovery.values():
        assert said["PointInTimeRecoveryEnabled"]
        assert timedelta(days=said.get("RecoveryPeriodInDays", 35)) == days(Kept.BACKUPS)
