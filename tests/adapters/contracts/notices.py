"""What every store of endpoints and deliveries does, and that a step and its notices are one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.delivery import Attempt, Delivery, DeliveryState, NoticeType
from chalicelib.domain.endpoint import SUBSCRIBABLE, DisabledBecause, Endpoint, notice_of_end
from chalicelib.domain.errors import InvalidRequest, NotFound, StaleVersion
from chalicelib.domain.ids import ActivityId, DeliveryId, LibraryId, PlacementId
from chalicelib.domain.notices import notices
from chalicelib.domain.placement import Happening, State
from chalicelib.usecases.ports import DeliveryQuery
from tests.adapters.contracts.referrals import added, offered
from tests.adapters.contracts.worlds import DynamoWorld, World
from tests.fakes.making import NOW, UTRECHT, an_activity, happening

SOON = timedelta(minutes=1)


def a_delivery(id_: str = "dlv_1", **changes: Any) -> Delivery:
    plain = Delivery(
        id=DeliveryId(id_),
        library=UTRECHT,
        type=NoticeType.REFERRAL_ACCEPTED,
        happened_at=NOW,
        placement_id=PlacementId("plc_1"),
        activity_id=ActivityId("act_cafe"),
        status=State.HELD,
        due_at=NOW,
    )
    return replace(plain, **changes)


def an_endpoint(**changes: Any) -> Endpoint:
    plain = Endpoint(UTRECHT, "https://bieb.example.nl/w", SUBSCRIBABLE, b"s" * 32, NOW)
    return replace(plain, **changes)


class NoticesContract:
    """Fixture `world`."""

    def test_an_endpoint_is_read_back_as_it_was_saved(self, world: World) -> None:
        assert world.endpoints.get(UTRECHT) is None
        world.endpoints.save(an_endpoint())
        assert world.endpoints.get(UTRECHT) == an_endpoint(version=1)
        ended = an_endpoint(
            version=1,
            types=frozenset({NoticeType.PLACEMENT_WAITING}),
            failing_since=NOW,
            disabled_at=NOW + SOON,
            disabled_because=DisabledBecause.GONE,
        )
        world.endpoints.save(ended, owing=notice_of_end(ended))
        assert world.endpoints.get(UTRECHT) == replace(ended, version=2)
        assert [d.type for d in world.deliveries.of(DeliveryQuery(UTRECHT)).items] == [
            NoticeType.ENDPOINT_DISABLED
        ]
        world.endpoints.save(an_endpoint(version=2))
        assert world.endpoints.get(UTRECHT) == an_endpoint(version=3), "what ended is taken off"

    def test_of_two_who_save_an_endpoint_one_is_told(self, world: World) -> None:
        world.endpoints.save(an_endpoint())
        with pytest.raises(StaleVersion):
            world.endpoints.save(an_endpoint())
        with pytest.raises(StaleVersion):
            world.endpoints.save(an_endpoint(version=2), owing=a_delivery())
        assert world.deliveries.of(DeliveryQuery(UTRECHT)).items == ()

    def test_a_removed_endpoint_is_gone(self, world: World) -> None:
        world.endpoints.save(an_endpoint())
        world.endpoints.remove(UTRECHT)
        world.endpoints.remove(UTRECHT)
        assert world.endpoints.get(UTRECHT) is None

    def test_our_secret_is_not_stored_bare(self, world: World) -> None:
        world.endpoints.save(an_endpoint())
        if isinstance(world, DynamoWorld):
            assert "ssss" not in str(world.raw.items())

    def test_a_delivery_is_read_back_as_it_was_saved(self, world: World) -> None:
        with pytest.raises(NotFound):
            world.deliveries.get(DeliveryId("dlv_1"))
        world.deliveries.add([a_delivery()])
        assert world.deliveries.get(DeliveryId("dlv_1")) == a_delivery()
        done = a_delivery(
            state=DeliveryState.DELIVERED, due_at=None, tried=1, attempts=(Attempt(NOW, "204"),)
        )
        world.deliveries.save(done)
        assert world.deliveries.get(DeliveryId("dlv_1")) == replace(done, version=1)
        with pytest.raises(StaleVersion):
            world.deliveries.save(done)

    def test_what_is_due_comes_by_time_and_what_is_done_not(self, world: World) -> None:
        late = a_delivery("dlv_late", due_at=NOW - SOON)
        world.deliveries.add(
            [a_delivery("dlv_now"), late, a_delivery("dlv_later", due_at=NOW + SOON)]
        )
        assert list(world.deliveries.due(at=NOW, limit=9)) == ["dlv_late", "dlv_now"]
        assert list(world.deliveries.due(at=NOW, limit=1)) == ["dlv_late"]
        world.deliveries.save(replace(late, state=DeliveryState.DELIVERED, due_at=None))
        assert list(world.deliveries.due(at=NOW, limit=9)) == ["dlv_now"]

    def test_a_library_sees_its_own_newest_first_by_the_page(self, world: World) -> None:
        ours = [a_delivery(f"dlv_{n}", happened_at=NOW + n * SOON) for n in range(5)]
        theirs = a_delivery("dlv_theirs", library=LibraryId("NL-0899010000"))
        world.deliveries.add([*ours, theirs])
        seen, cursor = [], None
        for _ in range(3):
            page = world.deliveries.of(DeliveryQuery(UTRECHT, page_size=2, cursor=cursor))
            seen += [delivery.id for delivery in page.items]
            cursor = page.next_cursor
        assert seen == ["dlv_4", "dlv_3", "dlv_2", "dlv_1", "dlv_0"]
        assert cursor is None

    def test_a_range_begins_with_its_first_moment_and_ends_before_its_last(
        self, world: World
    ) -> None:
        world.deliveries.add([a_delivery(f"dlv_{n}", happened_at=NOW + n * SOON) for n in range(4)])
        query = DeliveryQuery(UTRECHT, since=NOW + SOON, until=NOW + 3 * SOON, page_size=1)
        first = world.deliveries.of(query)
        second = world.deliveries.of(replace(query, cursor=first.next_cursor))
        assert [d.id for d in (*first.items, *second.items)] == ["dlv_2", "dlv_1"]
        assert second.next_cursor is None
        nothing = DeliveryQuery(UTRECHT, since=NOW + 3 * SOON, until=NOW)
        assert world.deliveries.of(nothing).items == ()

    @pytest.mark.parametrize("cursor", ["", "?", "WyJ4Il0", "WyIiXQ", "WzFd"])
    def test_a_cursor_that_is_not_ours_is_refused(self, world: World, cursor: str) -> None:
        with pytest.raises(InvalidRequest):
            world.deliveries.of(DeliveryQuery(UTRECHT, cursor=cursor))

    def test_what_a_step_owes_a_library_stands_with_the_step(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        referral = added(world, offered())
        step = happening(referral, referral.placements[0].id, Happening.ACCEPTED)
        world.referrals.save(step)
        assert world.deliveries.of(DeliveryQuery(UTRECHT)).items == notices(step)
        with pytest.raises(StaleVersion):
            world.referrals.save(step)
        assert len(world.deliveries.of(DeliveryQuery(UTRECHT)).items) == 1
