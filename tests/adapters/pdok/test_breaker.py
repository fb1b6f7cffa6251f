"""Who does not answer is left in peace, then tried once, then trusted again."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import pytest

from chalicelib.adapters.pdok.breaker import Breaker
from chalicelib.domain.errors import Permanent, Temporary
from tests.fakes.clock import FixedClock


class Other:
    """The other side: fails as told, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.failing: Exception | None = Temporary("away")

    def __call__(self) -> str:
        self.asked += 1
        if self.failing:
            raise self.failing
        return "here"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def breaker(clock: FixedClock) -> Breaker:
    return Breaker(clock)


@pytest.fixture
def other() -> Other:
    return Other()


def fails(breaker: Breaker, other: Callable[[], str]) -> int | None:
    """That it fails; when it says to come back."""
    with pytest.raises(Temporary) as failure:
        breaker.through(other)
    return failure.value.retry_after_s


def test_who_answers_is_asked_every_time(breaker: Breaker, other: Other) -> None:
    other.failing = None
    assert [breaker.through(other) for _ in range(5)] == ["here"] * 5


def test_after_three_failures_nobody_asks_for_half_a_minute(
    breaker: Breaker, clock: FixedClock, other: Other
) -> None:
    waits = [fails(breaker, other) for _ in range(5)]
    assert other.asked == 3
    assert waits == [None, None, None, 31, 31]
    clock.forward(timedelta(seconds=29))
    assert fails(breaker, other) == 2
    assert other.asked == 3


def test_a_failure_between_answers_is_forgiven(breaker: Breaker, other: Other) -> None:
    for _ in range(4):
        fails(breaker, other)
        other.failing = None
        assert breaker.through(other) == "here"
        other.failing = Temporary("away")
    assert other.asked == 8


def test_after_the_pause_one_goes_first_and_a_yes_opens_it_for_all(
    breaker: Breaker, clock: FixedClock, other: Other
) -> None:
    for _ in range(3):
        fails(breaker, other)
    clock.forward(timedelta(seconds=31))
    other.failing = None

    def first() -> str:
        fails(breaker, other)  # somebody else, while the first waits for the answer
        return "here"

    assert breaker.through(first) == "here"
    assert other.asked == 3
    assert breaker.through(other) == "here"


def test_each_try_that_fails_doubles_the_pause_up_to_a_quarter_of_an_hour(
    breaker: Breaker, clock: FixedClock, other: Other
) -> None:
    for _ in range(3):
        fails(breaker, other)
    pauses = []
    for _ in range(7):
        pauses.append(fails(breaker, other))
        clock.forward(timedelta(minutes=15, seconds=1))
        fails(breaker, other)
    assert pauses == [31, 61, 121, 241, 481, 901, 901]
    assert other.asked == 10


@pytest.mark.parametrize(("asked_s", "kept_away_s"), [(90, 91), (86_400, 3_601)])
def test_asked_to_come_back_later_it_does_at_once_for_an_hour_at_most(
    breaker: Breaker, other: Other, asked_s: int, kept_away_s: int
) -> None:
    other.failing = Temporary("too often", retry_after_s=asked_s)
    assert fails(breaker, other) == asked_s
    assert fails(breaker, other) == kept_away_s
    assert other.asked == 1


def test_a_question_that_is_refused_says_nothing_about_who_refuses(breaker: Breaker) -> None:
    def refuses() -> NoReturn:
        raise Permanent("no such question")

    for _ in range(5):
        with pytest.raises(Permanent):
            breaker.through(refuses)
