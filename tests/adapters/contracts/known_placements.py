"""What every store keeps its word on when a library asks whom it knows."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.ids import ActivityId, LibraryId
from chalicelib.domain.placement import Happening, State
from chalicelib.domain.referral import Referral
from chalicelib.usecases.ports import LibraryQuery
from tests.adapters.contracts.referrals import added, key_of, offered, saved
from tests.adapters.contracts.worlds import World
from tests.fakes.making import NOW, UTRECHT, an_activity, happening

TUESDAY = NOW + timedelta(days=1)


def accepted(world: World, number: int, *, first: datetime | None = TUESDAY) -> Referral:
    """One who said yes, first expected then."""
    referral = offered(number)
    (placement,) = referral.placements
    expected = replace(placement, offered=replace(placement.offered, next_session_at=first))
    referral = added(world, replace(referral, placements=(expected,)))
    return saved(world, happening(referral, f"plc_{number}", Happening.ACCEPTED_DROP_IN))


def left(world: World, referral: Referral) -> Referral:
    id_ = referral.placements[0].id
    return saved(world, happening(referral, id_, Happening.NEWCOMER_DECLINED))


def known(world: World, *, library: str = UTRECHT, status: State | None = None) -> list[str]:
    query = LibraryQuery(LibraryId(library), status=status)
    return [known.placement.id for known in world.referrals.known_to(query).items]


class KnownPlacementsContract:
    """Run with a fixture `world`."""

    @pytest.fixture(autouse=True)
    def _cafe(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)

    def test_a_library_knows_who_accepted_and_nobody_before(self, world: World) -> None:
        referral = accepted(world, 1)
        added(world, offered(2))
        page = world.referrals.known_to(LibraryQuery(UTRECHT))
        assert [(k.referral, k.placement) for k in page.items] == [
            (referral, referral.placements[0])
        ]
        assert page.next_cursor is None

    @pytest.mark.parametrize(
        "ending", [Happening.NEWCOMER_DECLINED, Happening.SILENCE, Happening.WITHDRAWN]
    )
    def test_what_ended_unaccepted_stays_unknown(self, world: World, ending: Happening) -> None:
        saved(world, happening(added(world, offered()), "plc_1", ending))
        assert known(world) == []

    def test_another_library_knows_nothing_of_her(self, world: World) -> None:
        accepted(world, 1)
        assert known(world, library="NL-0899010000") == []

    def test_who_is_expected_first_comes_first_and_what_ended_last(self, world: World) -> None:
        left(world, accepted(world, 1))
        accepted(world, 2, first=None)
        accepted(world, 3, first=TUESDAY + timedelta(days=7))
        accepted(world, 4)
        assert known(world) == ["plc_4", "plc_3", "plc_2", "plc_1"]

    def test_pages_together_show_everything_once(self, world: World) -> None:
        for number in range(1, 6):
            accepted(world, number)
        left(world, world.referrals.get(key_of(offered(2))))
        seen, cursor = [], None
        while True:
            query = LibraryQuery(UTRECHT, page_size=2, cursor=cursor)
            page = world.referrals.known_to(query)
            seen += [k.placement.id for k in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == ["plc_1", "plc_3", "plc_4", "plc_5", "plc_2"]

    def test_a_status_is_that_of_now(self, world: World) -> None:
        left(world, accepted(world, 1))
        accepted(world, 2)
        assert known(world, status=State.CONFIRMED) == ["plc_2"]
        assert known(world, status=State.DECLINED) == ["plc_1"]
        assert known(world, status=State.PROPOSED) == []

    def test_who_was_erased_is_known_no_more(self, world: World) -> None:
        world.erase(key_of(accepted(world, 1)))
        assert known(world) == []

    @pytest.mark.parametrize("cursor", ["", "x", "bGl2ZQ", "W10"])
    def test_a_cursor_that_is_none_is_named_as_the_fault(self, world: World, cursor: str) -> None:
        with pytest.raises(InvalidRequest):
            world.referrals.known_to(LibraryQuery(UTRECHT, cursor=cursor))

    def test_an_activity_leads_to_all_that_is_live_on_it(self, world: World) -> None:
        left(world, accepted(world, 1))
        key = key_of(accepted(world, 2))
        proposed = key_of(added(world, offered(3)))
        found = world.referrals.live_on(ActivityId("act_cafe"))
        assert set(found) == {(key, "plc_2"), (proposed, "plc_3")}
        assert world.referrals.live_on(ActivityId("act_other")) == ()

    def test_a_message_about_no_single_placement_is_remembered_too(self, world: World) -> None:
        assert not world.referrals.has_seen(UTRECHT, "msg_1")
        world.referrals.remember(UTRECHT, "msg_1")
        assert world.referrals.has_seen(UTRECHT, "msg_1")
