"""What reports count: of each referral all it is now, of each step the difference."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.freetime import FreeInterval, slot
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.ledger import Attendance as Told
from chalicelib.domain.ledger import Mark, Noted, Presence, Register
from chalicelib.domain.message import sent
from chalicelib.domain.milestones import Milestone, RoadStage
from chalicelib.domain.placement import TRANSITIONS, Happening, State, advance, allowed
from chalicelib.domain.referral import Referral
from chalicelib.domain.reporting import (
    NATION,
    Cell,
    Cells,
    Grouping,
    attended,
    contribution,
    difference,
    quarter,
    quarter_from,
    rows,
    table_of,
    tallied,
)
from chalicelib.domain.schedule import Weekday
from chalicelib.domain.step import begun, moved
from chalicelib.domain.vocabulary import ActivityType
from tests.fakes.making import (
    CASE_WORKER,
    GM0344,
    NOW,
    UTRECHT,
    a_message,
    a_need,
    a_placement,
    a_referral,
    happening,
    referring,
)

TODAY = date(2026, 11, 23)
OFFERED = a_referral(placements=(a_placement(),), milestones=(Milestone(RoadStage.OFFERED, NOW),))


def of_table(cells: Cells, table: str) -> dict[tuple[str, str], int]:
    return {(c.value, c.name): n for c, n in cells.items() if c.table == table}


def test_a_referral_stands_once_in_each_grouping_at_its_farthest_stage() -> None:
    step = happening(OFFERED, "plc_1", Happening.ACCEPTED)
    cells = contribution(step.referral)
    assert of_table(cells, "funnel") == {("", "accepted"): 1}
    found = {g: of_table(cells, table_of("funnel", g)) for g in Grouping}
    assert found == {
        Grouping.MUNICIPALITY: {("GM0344", "accepted"): 1},
        Grouping.LEVEL: {("a1", "accepted"): 1},
        Grouping.LANGUAGE: {("ar", "accepted"): 1},
        Grouping.LIBRARY: {("NL-0899040000", "accepted"): 1},
        Grouping.TYPE: {("none", "accepted"): 1},
    }


def test_a_library_is_named_only_once_it_knows_of_her() -> None:
    assert of_table(contribution(OFFERED), "funnel.library") == {("none", "offered"): 1}


def test_the_days_to_each_stage_are_whole_days_on_the_calendar() -> None:
    late = replace(
        OFFERED,
        milestones=(
            Milestone(RoadStage.OFFERED, NOW),
            Milestone(RoadStage.ATTENDING, NOW + timedelta(days=9)),
        ),
    )
    assert of_table(contribution(late), "days") == {
        ("offered", "000"): 1,
        ("accepted", "009"): 1,
        ("confirmed", "009"): 1,
        ("attending", "009"): 1,
    }


@pytest.mark.parametrize(
    ("free", "part"),
    [
        (None, "any"),
        ((slot("tue_morning"), slot("thu_morning")), "morning"),
        ((slot("tue_morning"), slot("thu_evening")), "any"),
        ((FreeInterval(Weekday.THU, 525, 840),), "any"),  # 8:45 to 14:00 has two parts
        ((FreeInterval(Weekday.THU, 525, 750),), "morning"),  # half an hour is no afternoon
    ],
)
def test_demand_nobody_meets_is_by_place_level_and_part_of_the_day(
    free: tuple[FreeInterval, ...] | None, part: str
) -> None:
    cells = contribution(a_referral(need=a_need(free=free)))
    assert of_table(cells, "unmet") == {(f"3562/a1/{part}", "people"): 1}


def test_who_gave_no_postcode_lives_near_a_point() -> None:
    there = Located(Point(52.1234, 5.0876), Precision.COORDINATES, 0)
    referral = a_referral(asked={"location": {"latitude": 52.1234}}, need=a_need(location=there))
    assert of_table(contribution(referral), "unmet") == {("52.1,5.1/a1/any", "people"): 1}


@pytest.mark.parametrize(
    "met", [OFFERED, a_referral(parked_at=NOW), a_referral(need=None, needs_review=True)]
)
def test_who_has_an_offer_waits_herself_or_is_nowhere_is_no_unmet_demand(
    met: Referral,
) -> None:
    assert not of_table(contribution(met), "unmet")


def test_somebody_on_two_lists_waits_once_from_the_first() -> None:
    lists = (
        a_placement("plc_1", state=State.WAITLISTED, moved_at=NOW),
        a_placement("plc_2", state=State.WAITLISTED, moved_at=NOW - timedelta(days=3)),
    )
    cells = contribution(a_referral(placements=lists))
    assert of_table(cells, "waiting") == {("", "2026-11-20"): 1}
    assert of_table(cells, "waiting.library") == {("NL-0899040000", "2026-11-20"): 1}


def test_texts_count_on_the_day_they_went_out() -> None:
    message = sent(a_message(), provider_id="p", at=NOW + timedelta(days=1))
    cells = contribution(a_referral(messages=(message, a_message("msg_2"))))
    assert {c.day for c in cells if c.table == "texts"} == {TODAY + timedelta(days=1)}
    assert of_table(cells, "texts") == {("", "texts"): 1, ("", "segments"): 2}


def test_who_attends_counts_for_the_programme_of_what_she_attends() -> None:
    placement = a_placement()
    offered = replace(placement.offered, programme="taal", type=ActivityType.LANGUAGE_CAFE)
    referral = replace(OFFERED, placements=(replace(placement, offered=offered),))
    step = happening(referral, "plc_1", Happening.CODE_ATTENDED)
    assert of_table(contribution(step.referral), "programme") == {("taal", "people"): 1}
    assert of_table(contribution(step.referral), "funnel.type") == {
        ("language_cafe", "attending"): 1
    }


def test_absence_is_nothing_to_count() -> None:
    noted = Noted(CASE_WORKER, NOW, NOW)
    placement = a_placement()
    marks = (
        Mark(Told(TODAY, Presence.PRESENT, 90), noted, 1),
        Mark(Told(TODAY + timedelta(days=7), Presence.ABSENT), noted),
    )
    register = Register(placement.id, placement.activity_id, UTRECHT, marks)
    assert attended(register) == {
        Cell("hours", TODAY, "act_cafe", "minutes"): 90,
        Cell("hours", TODAY, "act_cafe", "days"): 1,
    }


def test_hours_are_for_the_municipality_only() -> None:
    cells = {Cell("hours", TODAY, "act_cafe", "minutes"): 90}
    assert {tally.scope for tally in tallied(GM0344, cells)} == {GM0344}
    assert {tally.scope for tally in tallied(GM0344, contribution(OFFERED))} == {GM0344, NATION}


@pytest.mark.parametrize(
    ("day", "its", "first"),
    [
        (date(2026, 1, 1), "2026-Q1", "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1", "2026-Q2"),
        (date(2026, 11, 23), "2026-Q4", "2027-Q1"),
        (date(2026, 10, 1), "2026-Q4", "2026-Q4"),
    ],
)
def test_a_quarter_is_three_months(day: date, its: str, first: str) -> None:
    assert (quarter(day), quarter_from(day)) == (its, first)


def test_a_step_that_changes_nothing_counted_writes_no_row() -> None:
    assert not list(rows(begun(OFFERED)))
    assert [row.id for row in rows(referring(OFFERED))] == ["ref_1"]


@given(st.data())
def test_what_the_steps_of_any_road_add_is_what_the_referral_contributes_in_the_end(
    data: st.DataObject,
) -> None:
    referral, added = OFFERED, Counter(contribution(OFFERED))
    for number in range(data.draw(st.integers(0, 6))):
        placement = referral.placements[0]
        possible = [h for h in allowed(placement.state) if (placement.state, h) in TRANSITIONS]
        if not possible:
            break
        at = NOW + timedelta(days=number)
        change = advance(placement, data.draw(st.sampled_from(possible)), at=at)
        step = moved(begun(referral), change, actor=CASE_WORKER)
        for cell, by in difference(contribution(step.referral), contribution(referral)).items():
            added[cell] += by
        referral = step.referral
    assert {c: n for c, n in added.items() if n} == contribution(referral)
