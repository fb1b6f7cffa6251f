"""What every store keeps its word on about who looked."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.chain import Seal, breaks
from chalicelib.domain.looks import Look, Purpose
from chalicelib.usecases.ports import ReferralKey
from tests.adapters.contracts.referrals import added, key_of, offered
from tests.adapters.contracts.worlds import World
from tests.fakes.making import CASE_WORKER, GM0344, NOW

LOOK = Look(NOW, CASE_WORKER, GM0344, Purpose.FOLLOW)
SEAL = Seal(NOW.date(), 2, "digest", "", "mac")


def looks_chain(key: ReferralKey) -> str:
    return f"SEEN#{key.organisation}#{key.referral_id}"


class AuditContract:
    """Run with a fixture `world`."""

    def test_who_looked_stands_in_order(self, world: World) -> None:
        key = key_of(added(world, offered()))
        later = replace(LOOK, at=NOW + timedelta(minutes=1), purpose=Purpose.LETTER)
        world.audit.note([key], LOOK)
        world.audit.note([key], later)
        assert world.audit.looks(key) == (LOOK, later)

    def test_one_look_at_many_is_one_line_for_each(self, world: World) -> None:
        keys = [key_of(added(world, offered(number))) for number in range(1, 46)]
        world.audit.note([*keys, keys[0]], LOOK)
        assert {len(world.audit.looks(key)) for key in keys} == {1}

    def test_nobody_looks_at_who_is_not_there(self, world: World) -> None:
        key = key_of(added(world, offered()))
        world.lose_person(key)
        world.audit.note([key], LOOK)
        world.audit.note([], LOOK)
        assert world.audit.looks(key) == ()

    def test_each_look_is_chained_to_the_one_before(self, world: World) -> None:
        key = key_of(added(world, offered()))
        for minute in range(3):
            world.audit.note([key], replace(LOOK, at=NOW + timedelta(minutes=minute)))
        lines = tuple(world.audit.chain(looks_chain(key)))
        heads = {world.audit.head(looks_chain(key))}
        assert len(lines) == 3
        assert list(breaks(lines, heads=heads, since=NOW.date(), trusts=False)) == []
        assert list(breaks(lines[1:], heads=heads, since=NOW.date(), trusts=False)) != []

    def test_the_lines_of_a_day_are_found_by_that_day(self, world: World) -> None:
        key = key_of(added(world, offered()))
        world.audit.note([key], LOOK)
        world.audit.note([key], replace(LOOK, at=NOW + timedelta(days=1)))
        today, tomorrow = (
            {line.place for line in world.audit.lines_on(day) if "SEEN" in line.chain}
            for day in (NOW.date(), (NOW + timedelta(days=1)).date())
        )
        assert (len(today), len(tomorrow)) == (1, 1)

    def test_a_day_is_sealed_once(self, world: World) -> None:
        assert world.audit.add(SEAL)
        assert not world.audit.add(replace(SEAL, mac="another"))
        later = replace(SEAL, day=SEAL.day + timedelta(days=1))
        assert world.audit.add(later)
        assert world.audit.seals() == (SEAL, later)
