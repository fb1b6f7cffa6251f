"""What every store of covers keeps its word on."""

from dataclasses import replace
from datetime import date

from chalicelib.domain.cover import Cover
from chalicelib.domain.ids import OrganisationId
from tests.adapters.contracts.worlds import World
from tests.fakes.making import GM0344

AWAY = Cover("usr_1", "usr_2", date(2026, 11, 23), date(2026, 11, 27))


class CoversContract:
    """Run with a fixture `world`."""

    def test_a_cover_is_known_in_its_own_organisation(self, world: World) -> None:
        world.covers.put(GM0344, AWAY)
        assert list(world.covers.of(GM0344)) == [AWAY]
        assert list(world.covers.of(OrganisationId("GM0363"))) == []

    def test_a_person_has_one_cover_and_the_last_one_holds(self, world: World) -> None:
        other = replace(AWAY, person="usr_3")
        for cover in (AWAY, other, replace(AWAY, stand_in="usr_9")):
            world.covers.put(GM0344, cover)
        assert list(world.covers.of(GM0344)) == [replace(AWAY, stand_in="usr_9"), other]

    def test_a_cover_ends_and_ending_it_again_is_harmless(self, world: World) -> None:
        world.covers.put(GM0344, AWAY)
        for _ in range(2):
            world.covers.end(GM0344, "usr_1")
        assert list(world.covers.of(GM0344)) == []

    def test_any_name_of_a_person_makes_a_key(self, world: World) -> None:
        strange = replace(AWAY, person="é" * 600)
        world.covers.put(GM0344, strange)
        assert list(world.covers.of(GM0344)) == [strange]
