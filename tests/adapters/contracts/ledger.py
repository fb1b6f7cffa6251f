"""What every store keeps its word on about who was there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.events import Actor
from chalicelib.domain.hours import Counting
from chalicelib.domain.ids import ActivityId, OrganisationId, PlacementId
from chalicelib.domain.ledger import Attendance, Noted, Presence, Register, Written, written
from chalicelib.domain.referral import Referral
from chalicelib.domain.step import begun
from chalicelib.domain.vocabulary import ActivityType
from tests.adapters.contracts.referrals import added, key_of, offered
from tests.adapters.contracts.worlds import World
from tests.fakes.making import GM0344, NOW, UTRECHT

DAY = date(2026, 11, 17)
EMPTY = Register(offered().placements[0].id, offered().placements[0].activity_id, UTRECHT)


def said(
    register: Register, day: date = DAY, presence: Presence = Presence.PRESENT, minutes: int = 90
) -> Written:
    noted = Noted(Actor("library", UTRECHT), NOW, NOW)
    now = written(register, Attendance(day, presence, minutes), noted)
    assert now is not None
    return now


def noting(world: World, referral: Referral, attended: Written) -> Referral:
    world.referrals.save(replace(begun(referral), attended=attended))
    return world.referrals.get(key_of(referral))


class LedgerContract:
    """Run with a fixture `world`."""

    def test_where_nothing_was_said_there_is_nothing(self, world: World) -> None:
        referral = added(world, offered())
        assert world.ledger.registers([PlacementId("plc_1")]) == {}
        assert world.ledger.entries(key_of(referral)) == ()

    def test_what_was_said_comes_back_whole(self, world: World) -> None:
        first = said(EMPTY)
        noting(world, added(world, offered()), first)
        assert world.ledger.registers([EMPTY.placement_id, PlacementId("plc_2")]) == {
            EMPTY.placement_id: first.register
        }
        assert world.ledger.entries(key_of(offered())) == first.entries

    def test_entries_are_added_to_and_in_the_order_of_days(self, world: World) -> None:
        referral = noting(world, added(world, offered()), said(EMPTY))
        register = world.ledger.registers([EMPTY.placement_id])[EMPTY.placement_id]
        corrected = said(register, minutes=60)
        referral = noting(world, referral, corrected)
        earlier = said(corrected.register, DAY - timedelta(days=7))
        noting(world, referral, earlier)
        assert [
            (e.held_on, e.number, e.minutes) for e in world.ledger.entries(key_of(referral))
        ] == [
            (DAY - timedelta(days=7), 1, 90),
            (DAY, 1, 90),
            (DAY, 2, 60),
        ]

    def test_absence_is_in_the_register_only(self, world: World) -> None:
        absent = said(EMPTY, presence=Presence.ABSENT)
        referral = noting(world, added(world, offered()), absent)
        assert world.ledger.registers([EMPTY.placement_id]) == {EMPTY.placement_id: absent.register}
        assert world.ledger.entries(key_of(referral)) == ()
        assert world.referrals.timeline(key_of(referral))[1:] == ()

    def test_of_two_who_note_at_once_the_second_is_told(self, world: World) -> None:
        referral = added(world, offered())
        noting(world, referral, said(EMPTY))
        with pytest.raises(StaleVersion):
            noting(world, referral, said(EMPTY, minutes=10))
        assert [e.minutes for e in world.ledger.entries(key_of(referral))] == [90]

    def test_a_municipality_counts_everything_until_it_says_otherwise(self, world: World) -> None:
        assert world.ledger.counting(GM0344) == Counting()
        some = Counting(
            frozenset({ActivityType.LANGUAGE_CAFE}),
            also=frozenset({ActivityId("act_1")}),
            never=frozenset({ActivityId("act_2")}),
        )
        world.ledger.set_counting(GM0344, some)
        assert world.ledger.counting(GM0344) == some
        assert world.ledger.counting(OrganisationId("GM0363")) == Counting()
        world.ledger.set_counting(GM0344, Counting())
        assert world.ledger.counting(GM0344) == Counting()

    def test_counting_no_type_at_all_is_not_counting_every_type(self, world: World) -> None:
        world.ledger.set_counting(GM0344, Counting(types=frozenset()))
        assert world.ledger.counting(GM0344).types == frozenset()
