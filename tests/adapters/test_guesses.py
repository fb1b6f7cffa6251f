"""The contract of what is counted of those who guess: on the fake, and on moto in process."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamo.guesses import DynamoGuesses
from chalicelib.domain.guessing import MOST, WINDOW
from chalicelib.usecases.ports import Guesses
from tests.adapters.contracts.worlds import DynamoWorld, moto_world
from tests.fakes.clock import FixedClock
from tests.fakes.guesses import FakeGuesses


class GuessesContract:
    """Fixtures `guesses`, none yet, and `clock`, which it goes by."""

    def test_as_many_as_anybody_may_are_too_many(self, guesses: Guesses) -> None:
        for _ in range(MOST):
            assert not guesses.are_too_many("one")
            guesses.count("one")
        assert guesses.are_too_many("one")
        assert not guesses.are_too_many("another")

    def test_the_next_window_begins_anew(self, guesses: Guesses, clock: FixedClock) -> None:
        for _ in range(MOST):
            guesses.count("one")
        clock.forward(WINDOW - timedelta(seconds=1))
        assert guesses.are_too_many("one")
        clock.forward(timedelta(seconds=1))
        assert not guesses.are_too_many("one")


class TestFakeGuesses(GuessesContract):
    @pytest.fixture
    def clock(self) -> FixedClock:
        return FixedClock()

    @pytest.fixture
    def guesses(self, clock: FixedClock) -> FakeGuesses:
        return FakeGuesses(clock)


class TestGuessesOnMoto(GuessesContract):
    @pytest.fixture
    def clock(self) -> FixedClock:
        return FixedClock()

    @pytest.fixture
    def world(self) -> Iterator[DynamoWorld]:
        with moto_world() as world:
            yield world

    @pytest.fixture
    def guesses(self, world: DynamoWorld, clock: FixedClock) -> DynamoGuesses:
        return DynamoGuesses(world.tables, now=clock)
