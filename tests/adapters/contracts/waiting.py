"""What every store of waiting lists keeps its word on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.catalogue import Seats
from chalicelib.domain.errors import SeatTaken
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.placement import Happening, Placement
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import Step
from chalicelib.domain.vocabulary import ActivityStatus
from chalicelib.usecases.ports import ListMoved
from tests.adapters.contracts.referrals import added, key_of, offered
from tests.adapters.contracts.worlds import World
from tests.fakes.making import an_activity, happening

FULL = an_activity(seats=Seats(capacity=1, taken_elsewhere=1), waiting_list=True)
CAFE = ActivityId("act_cafe")
DAY = timedelta(days=1)


def joining(world: World, referral: Referral, *, number: int | None = None) -> Step:
    """The step in which she joins the list, with the next number unless another is named."""
    step = happening(referral, referral.placements[0].id, Happening.ACCEPTED_TO_LIST)
    ticket = world.waiting.next_number(CAFE) if number is None else number
    waits = replace(step.referral.placements[0], ticket=ticket)
    return replace(step, referral=step.referral.with_placement(waits))


def joined(world: World, number: int) -> Referral:
    referral = added(world, offered(number))
    world.referrals.save(joining(world, referral))
    return world.referrals.get(key_of(referral))


def happens(world: World, referral: Referral, what: Happening) -> Referral:
    world.referrals.save(happening(referral, referral.placements[0].id, what))
    return world.referrals.get(key_of(referral))


def placement(referral: Referral) -> Placement:
    return referral.placements[0]


def due(world: World) -> list[ActivityId]:
    return list(world.waiting.due(at=world.clock(), limit=10))


class WaitingListsContract:
    @pytest.fixture(autouse=True)
    def full(self, world: World) -> None:
        world.activities.put(FULL, expected_version=None)

    def test_a_list_nobody_joined_is_empty_and_never_due(self, world: World) -> None:
        assert world.waiting.line(CAFE).tickets == ()
        assert world.waiting.next_number(CAFE) == 1
        assert due(world) == []

    def test_an_activity_nobody_knows_has_an_empty_list(self, world: World) -> None:
        unknown = ActivityId("act_unknown")
        assert world.waiting.line(unknown).tickets == ()
        assert world.waiting.next_number(unknown) == 1

    def test_who_joins_stands_last(self, world: World) -> None:
        people = [joined(world, number) for number in range(3)]
        line = world.waiting.line(CAFE)
        assert [t.number for t in line.tickets] == [1, 2, 3]
        assert [t.placement_id for t in line.tickets] == [placement(p).id for p in people]
        assert [t.referral_id for t in line.tickets] == [p.id for p in people]
        assert [placement(p).ticket for p in people] == [1, 2, 3]
        assert world.activities.get(CAFE).seats.waiting == 3

    def test_a_number_that_somebody_took_first_is_told(self, world: World) -> None:
        joined(world, 0)
        late = added(world, offered(1))
        with pytest.raises(ListMoved):
            world.referrals.save(joining(world, late, number=1))
        assert world.referrals.get(key_of(late)) == late
        assert world.activities.get(CAFE).seats.waiting == 1

    def test_who_leaves_has_no_ticket_and_its_number_never_comes_back(self, world: World) -> None:
        first, last = joined(world, 0), joined(world, 1)
        gone = happens(world, last, Happening.NEWCOMER_DECLINED)
        assert placement(gone).ticket is None
        assert [t.placement_id for t in world.waiting.line(CAFE).tickets] == [placement(first).id]
        assert world.waiting.next_number(CAFE) == 3
        assert world.activities.get(CAFE).seats.waiting == 1

    def test_a_seat_offered_is_counted_and_the_ticket_handed_in_at_once(self, world: World) -> None:
        first = joined(world, 0)
        world.activities.set_taken_elsewhere(CAFE, 0)
        world.clock.forward(3 * DAY)
        happens(world, replace(first, updated_at=world.clock()), Happening.SEAT_OFFERED)
        line = world.waiting.line(CAFE)
        assert (line.tickets, line.last_wait) == ((), 3 * DAY)
        seats = world.activities.get(CAFE).seats
        assert (seats.taken, seats.waiting, seats.left) == (1, 0, 0)

    def test_a_seat_is_not_offered_where_none_is_free(self, world: World) -> None:
        first = joined(world, 0)
        with pytest.raises(SeatTaken):
            happens(world, first, Happening.SEAT_OFFERED)
        assert world.waiting.line(CAFE).tickets != ()

    def test_a_free_seat_that_somebody_waits_for_is_not_for_others(self, world: World) -> None:
        joined(world, 0)
        other = added(world, offered(1))
        world.activities.set_taken_elsewhere(CAFE, 0)
        with pytest.raises(SeatTaken):
            happens(world, other, Happening.ACCEPTED)
        happens(world, other, Happening.CODE_CONFIRMED)
        assert world.activities.get(CAFE).seats.taken == 1

    def test_what_stops_is_due_at_once_and_no_more_when_nobody_is_there(self, world: World) -> None:
        stopped = replace(FULL, status=ActivityStatus.INACTIVE)
        assert not world.waiting.emptied(CAFE, look_again_at=world.clock()), "it is open"
        world.activities.put(stopped, expected_version=1)
        assert due(world) == [CAFE]
        assert world.waiting.emptied(CAFE, look_again_at=world.clock() + DAY)
        world.clock.forward(2 * DAY)
        assert due(world) == []

    def test_what_stops_stays_due_while_somebody_has_a_place_or_waits(self, world: World) -> None:
        first = joined(world, 0)
        world.activities.put(
            replace(FULL, status=ActivityStatus.INACTIVE, waiting_list=True), expected_version=1
        )
        assert world.waiting.emptied(CAFE, look_again_at=world.clock() + DAY)
        assert due(world) == []
        world.clock.forward(DAY)
        assert due(world) == [CAFE]
        happens(world, first, Happening.WITHDRAWN)
        assert world.waiting.emptied(CAFE, look_again_at=world.clock() + DAY)
        world.clock.forward(2 * DAY)
        assert due(world) == []

    def test_what_a_file_stops_is_due_when_it_says(self, world: World) -> None:
        stopped = replace(FULL, status=ActivityStatus.INACTIVE)
        world.activities.put_many([stopped], stops_at=world.clock() + DAY)
        assert due(world) == []
        world.clock.forward(DAY)
        assert due(world) == [CAFE]

    def test_a_list_is_due_when_somebody_joined(self, world: World) -> None:
        joined(world, 0)
        assert due(world) == [CAFE]

    def test_a_list_on_which_nobody_can_be_asked_is_settled_for_a_while(self, world: World) -> None:
        joined(world, 0)
        assert world.waiting.settled(CAFE, look_again_at=world.clock() + DAY)
        assert due(world) == []
        world.clock.forward(DAY)
        assert due(world) == [CAFE]

    def test_a_list_that_is_empty_is_due_no_more(self, world: World) -> None:
        happens(world, joined(world, 0), Happening.NEWCOMER_DECLINED)
        assert world.waiting.settled(CAFE, look_again_at=world.clock() + DAY)
        world.clock.forward(2 * DAY)
        assert due(world) == []

    def test_a_list_whose_head_can_be_asked_cannot_be_settled(self, world: World) -> None:
        joined(world, 0)
        world.activities.set_taken_elsewhere(CAFE, 0)
        assert not world.waiting.settled(CAFE, look_again_at=world.clock() + DAY)
        assert due(world) == [CAFE]

    @pytest.mark.parametrize("frees", ["elsewhere", "one less", "capacity", "import", "a step"])
    def test_whatever_may_free_a_seat_makes_the_list_due(self, world: World, frees: str) -> None:
        had_one = added(world, offered(9))
        world.activities.set_taken_elsewhere(CAFE, 0)
        had_one = happens(world, had_one, Happening.ACCEPTED)
        joined(world, 0)
        assert world.waiting.settled(CAFE, look_again_at=world.clock() + DAY)
        now = world.activities.get(CAFE)
        wider = replace(now, seats=Seats(capacity=2))
        match frees:
            case "elsewhere":
                world.activities.set_taken_elsewhere(CAFE, 0)
            case "one less":
                world.activities.move_taken_elsewhere(CAFE, -1)
            case "capacity":
                world.activities.put(wider, expected_version=now.version)
            case "import":
                world.activities.put_many([wider])
            case _:
                happens(world, had_one, Happening.NEWCOMER_DECLINED)
        assert due(world) == [CAFE]

    def test_what_a_library_writes_leaves_the_list_as_it_is(self, world: World) -> None:
        joined(world, 0)
        now = world.activities.get(CAFE)
        paused = replace(now, status=ActivityStatus.PAUSED)
        assert world.activities.put(paused, expected_version=now.version).seats.waiting == 1
        assert world.waiting.settled(CAFE, look_again_at=world.clock() + DAY)

    def test_the_ticket_of_nobody_is_dropped_once(self, world: World) -> None:
        joined(world, 0)
        (ticket,) = world.waiting.line(CAFE).tickets
        other = replace(ticket, placement_id=PlacementId("plc_other"))
        world.waiting.drop(CAFE, other)
        assert world.waiting.line(CAFE).tickets == (ticket,)
        for _ in range(2):
            world.waiting.drop(CAFE, ticket)
        assert world.waiting.line(CAFE).tickets == ()
        assert world.activities.get(CAFE).seats.waiting == 0
