"""How far she ever came: the first time counts, and only what is taken back is forgotten."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.milestones import (
    Milestone,
    RoadStage,
    farthest,
    following,
    reached_at,
    reaching,
)
from chalicelib.domain.placement import Happening, LastMove, advance, undone
from tests.fakes.making import CASE_WORKER, NOW, a_placement

OFFERED = (Milestone(RoadStage.OFFERED, NOW),)
LATER = NOW + timedelta(hours=1)


def test_a_stage_is_reached_once_and_the_first_time_counts() -> None:
    assert reaching(OFFERED, RoadStage.OFFERED, at=LATER) == OFFERED
    assert reaching((), RoadStage.OFFERED, at=NOW) == OFFERED


def test_a_road_goes_stage_by_stage() -> None:
    placement, milestones = a_placement(), reaching((), RoadStage.OFFERED, at=NOW)
    for what in (
        Happening.ACCEPTED,
        Happening.LIBRARY_CONFIRMED,
        Happening.ATTENDED,
        Happening.LIBRARY_COMPLETED,
    ):
        change = advance(placement, what, at=LATER)
        placement, milestones = change.placement, following(milestones, change)
    assert [known.stage for known in milestones] == list(RoadStage)[1:]
    assert farthest(milestones) is RoadStage.COMPLETED


def test_a_no_afterwards_forgets_nothing() -> None:
    accepted = advance(a_placement(), Happening.ACCEPTED, at=LATER)
    milestones = following(OFFERED, accepted)
    declined = advance(accepted.placement, Happening.NEWCOMER_DECLINED, at=LATER)
    assert following(milestones, declined) == milestones


def test_what_is_taken_back_was_never_reached() -> None:
    accepted = advance(a_placement(), Happening.ACCEPTED, at=LATER)
    last = LastMove(CASE_WORKER, accepted.before.state, Happening.ACCEPTED)
    back = undone(replace(accepted.placement, last_move=last), by=CASE_WORKER, at=LATER)
    assert following(following(OFFERED, accepted), back) == OFFERED


def test_taking_back_a_second_yes_leaves_the_first() -> None:
    first = following(OFFERED, advance(a_placement(), Happening.ACCEPTED, at=NOW))
    accepted = advance(a_placement("plc_2"), Happening.ACCEPTED, at=LATER)
    last = LastMove(CASE_WORKER, accepted.before.state, Happening.ACCEPTED)
    back = undone(replace(accepted.placement, last_move=last), by=CASE_WORKER, at=LATER)
    assert following(following(first, accepted), back) == first


def test_who_just_came_was_accepted_on_the_way() -> None:
    attending = following(OFFERED, advance(a_placement(), Happening.CODE_ATTENDED, at=LATER))
    assert reached_at(attending, RoadStage.ACCEPTED) == LATER
    assert reached_at(attending, RoadStage.OFFERED) == NOW
    assert reached_at(attending, RoadStage.COMPLETED) is None


def test_who_was_only_referred_came_no_farther() -> None:
    assert farthest(()) is RoadStage.REFERRED
