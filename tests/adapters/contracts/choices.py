"""What every store keeps its word on about what municipalities chose."""

from chalicelib.domain.choices import Choices
from chalicelib.domain.ids import OrganisationId
from tests.adapters.contracts.worlds import World
from tests.fakes.making import GM0344

ON = Choices(weekly_encouragement=True)


class ChoicesContract:
    """Run with a fixture `world`."""

    def test_who_never_chose_has_what_stands_by_itself(self, world: World) -> None:
        assert world.choices.of(GM0344) == Choices()

    def test_what_one_chose_is_hers_alone_and_can_be_taken_back(self, world: World) -> None:
        world.choices.choose(GM0344, ON)
        assert world.choices.of(GM0344) == ON
        assert world.choices.of(OrganisationId("GM0363")) == Choices()
        world.choices.choose(GM0344, Choices())
        assert world.choices.of(GM0344) == Choices()
