"""The engine gives the answer of the definition: the same as judging every activity."""

from collections.abc import Collection
from datetime import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.ids import ActivityId
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.judgement import explain
from chalicelib.domain.matching.need import Need
from chalicelib.domain.matching.result import Match, Matches
from chalicelib.domain.matching.scoring import WEIGHTS
from chalicelib.domain.matching.snapshot import Catalogue
from tests.domain.matching import plain, worlds


def seen(found: Match) -> tuple[object, ...]:
    return (found.activity, found.travel_minutes, found.distance_km, found.next_session_at)


def expected(ranked: plain.Ranked) -> tuple[object, ...]:
    return (ranked.activity, ranked.minutes, ranked.km, ranked.next_at)


def assert_same(answer: Matches, reference: plain.Answer) -> None:
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
    assert (answer.fallback and answer.fallback.activity) == reference.fallback
    assert answer.considered == reference.considered


@settings(max_examples=2000, deadline=None)
@given(
    need=worlds.needs,
    activities=worlds.catalogues(),
    holidays=worlds.holidays,
    at=worlds.instants,
    full=worlds.some_ids,
)
def test_the_engine_agrees_with_the_plain_reference(
    need: Need,
    activities: list[Activity],
    holidays: Holidays,
    at: datetime,
    full: Collection[ActivityId],
) -> None:
    answer = match(need, Catalogue.of(activities, holidays), at, full=full)
    assert_same(answer, plain.match(need, activities, holidays, at, full=full))


@settings(max_examples=40, deadline=None)
@given(need=worlds.needs, holidays=worlds.holidays, at=worlds.instants)
def test_they_agree_on_a_catalogue_with_deep_trees(
    need: Need, holidays: Holidays, at: datetime
) -> None:
    answer = match(need, whole_pool(holidays), at)
    assert_same(answer, plain.match(need, worlds.POOL, holidays, at))


WHOLE_POOL = [Catalogue.of(worlds.POOL, holidays) for holidays in worlds.HOLIDAYS]


def whole_pool(holidays: Holidays) -> Catalogue:
    return WHOLE_POOL[worlds.HOLIDAYS.index(holidays)]


@settings(max_examples=150, deadline=None)
@given(
    need=worlds.needs,
    activities=worlds.catalogues(),
    order=st.integers(0, 1 << 16),
    holidays=worlds.holidays,
)
def test_the_order_of_the_activities_changes_nothing(
    need: Need, activities: list[Activity], order: int, holidays: Holidays
) -> None:
    shuffled = Random(order).sample(activities, len(activities))
    one = match(need, Catalogue.of(activities, holidays), worlds.NOW)
    assert one == match(need, Catalogue.of(shuffled, holidays), worlds.NOW)


@settings(max_examples=300, deadline=None)
@given(
    need=worlds.needs,
    activities=worlds.catalogues(),
    holidays=worlds.holidays,
    at=worlds.instants,
)
def test_a_near_miss_fails_one_thing_and_would_be_among_three_without_it(
    need: Need, activities: list[Activity], holidays: Holidays, at: datetime
) -> None:
    answer = match(need, Catalogue.of(activities, holidays), at)
    for near in answer.near_misses:
        missed = near.match.activity
        ways = plain.attended(need, missed)
        assert list(plain.failing(need, missed, ways, holidays, at, ())) == [near.failed]
        waived = plain.match(
            need, activities, holidays, at, waived={(missed.id, near.failed.value)}, limit=3
        )
        assert missed in [ranked.activity for ranked in waived.matches]


@settings(max_examples=200, deadline=None)
@given(
    need=worlds.needs,
    activity=st.sampled_from(worlds.POOL),
    holidays=worlds.holidays,
    at=worlds.instants,
)
def test_the_parts_sum_to_the_score(
    need: Need, activity: Activity, holidays: Holidays, at: datetime
) -> None:
    found = explain(need, activity, holidays, at).match
    assert sum(part.part for part in found.parts) == pytest.approx(found.score, abs=1e-9)
    assert [part.code for part in found.parts] == list(WEIGHTS)
    assert all(0 <= part.value <= 1 for part in found.parts)


@settings(max_examples=300, deadline=None)
@given(need=worlds.needs, activities=worlds.catalogues(), holidays=worlds.holidays)
def test_the_first_three_are_of_different_branch_and_type_and_one_online_at_most(
    need: Need, activities: list[Activity], holidays: Holidays
) -> None:
    first = match(need, Catalogue.of(activities, holidays), worlds.NOW).matches[:3]
    assert len({(one.activity.branch.isil, one.activity.type) for one in first}) == len(first)
    assert sum("online" in {reason.code for reason in one.reasons} for one in first) <= 1


def test_an_empty_catalogue_has_no_answer_and_no_fallback() -> None:
    answer = match(worlds.ASKING, Catalogue.of([], version="empty"), worlds.NOW)
    assert (answer.matches, answer.near_misses, answer.fallback) == ((), (), None)
    assert (answer.considered, answer.catalogue_version) == (0, "empty")
