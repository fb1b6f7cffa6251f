"""The engine gives the answer of the definition: the same as judging every activity."""

from collections.abc import Collection
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Match, Matches
from chalicelib.domain.matching.snapshot import Catalogue
from tests.domain.matching import plain, worlds

thorough = settings(
    max_examples=int(__import__("os").environ.get("EX","2000")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
brief = settings(thorough, max_examples=150)


def seen(found: Match) -> tuple[object, ...]:
    return (found.activity, found.travel_minutes, found.distance_km, found.next_session_at)


def expected(ranked: plain.Ranked) -> tuple[object, ...]:
    return (ranked.activity, ranked.minutes, ranked.km, ranked.next_at)


def compare(answer: Matches, reference: plain.Answer) -> None:
    assert list(map(seen, answer.matches)) == list(map(expected, reference.matches))
    assert [found.rank for found in answer.matches] == list(range(1, len(answer.matches) + 1))
    assert [found.score for found in answer.matches] == pytest.approx(
        [ranked.score for ranked in reference.matches], abs=1e-12
    )
    assert [(seen(near.match), near.failed) for near in answer.near_misses] == [
        (expected(ranked), ranked.failed) for ranked in reference.near_misses
    ]
    assert [near.match.score for near in answer.near_misses] == pytest.approx(
        [ranked.score for ranked in reference.near_misses], abs=1e-12
    )
    fallback = answer.fallback
    assert (fallback and fallback.activity) == reference.fallback
    assert answer.considered == reference.considered


@thorough
@given(
    need=worlds.needs,
    activities=worlds.catalogues(),
    holidays=worlds.holidays,
    at=worlds.instants,
    full=worlds.some_ids,
)
def test_the_engine_agrees_with_the_plain_reference(
    need: Need, activities: list[Activity], holidays: Holidays, at: datetime, full: Collection[str]
) -> None:
    catalogue = Catalogue.of(activities, holidays)
    compare(
        match(need, catalogue, at, full=full),  # type: ignore[arg-type]
        plain.match(need, activities, holidays, at, full=full),
    )
