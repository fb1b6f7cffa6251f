"""How many texts may go out a day, and in which buckets one counts."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain.caps import ORGANISATION_SHARDS, Cap, Caps, Rate, block_of, next_day, rates
from chalicelib.domain.ids import MessageId
from tests.fakes.making import GM0344

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def counted(message: str = "msg_1", *, at: datetime = NOON) -> dict[Cap, Rate]:
    found = rates(
        Caps(number=3, block=5, organisation=80),
        organisation=GM0344,
        number="mac-1",
        block="mac-2",
        message_id=MessageId(message),
        at=at,
    )
    return {rate.cap: rate for rate in found}


def test_a_text_counts_for_its_number_its_block_and_its_organisation() -> None:
    found = counted()
    assert found[Cap.NUMBER] == Rate(Cap.NUMBER, "number#mac-1#2026-11-23", 3)
    assert found[Cap.BLOCK] == Rate(Cap.BLOCK, "block#mac-2#2026-11-23", 5)
    assert found[Cap.ORGANISATION].name.startswith("organisation#GM0344#2026-11-23#")


def test_the_day_is_that_of_amsterdam() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert counted(at=late)[Cap.NUMBER].name.endswith("2026-11-24")
    assert next_day(late) == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert next_day(summer) == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)


def test_an_organisation_is_counted_in_shards_that_share_its_cap() -> None:
    shards = {counted(f"msg_{n}")[Cap.ORGANISATION] for n in range(500)}
    assert len(shards) == ORGANISATION_SHARDS
    assert sum(rate.most for rate in shards) == 80


def test_a_text_that_is_tried_later_does_not_wait_for_one_shard() -> None:
    hours = {counted(at=NOON.replace(hour=hour))[Cap.ORGANISATION].name for hour in range(8, 18)}
    assert len(hours) > 1


@pytest.mark.parametrize(("other", "is_near"), [("+31612345699", True), ("+31612345578", False)])
def test_a_block_is_a_hundred_numbers(other: str, is_near: bool) -> None:  # noqa: FBT001
    assert (block_of("+31612345678") == block_of(other)) is is_near
