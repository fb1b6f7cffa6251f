"""Reports: every number for a municipality about its own people, at least five for anybody else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.geography import Located, Point, Precision
from chalicelib.domain.ids import OrganisationId, ProgrammeId
from chalicelib.domain.ledger import Attendance as Told
from chalicelib.domain.ledger import Presence
from chalicelib.domain.milestones import RoadStage
from chalicelib.domain.programme import Material, Programme
from chalicelib.domain.referral import Referral
from chalicelib.domain.reporting import Grouping
from chalicelib.domain.vocabulary import Level, Role
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.attend import record_attendance
from chalicelib.usecases.counting import count_due
from chalicelib.usecases.deliver import deliver_due
from chalicelib.usecases.order import PlaceAsked
from chalicelib.usecases.ports import ReferralQuery
from chalicelib.usecases.refer import refer
from chalicelib.usecases.reports import (
    Asked,
    Report,
    funnel,
    participation_hours,
    programme_use,
    text_costs,
    unmet_demand,
    waiting,
)
from chalicelib.usecases.said import Said
from tests.fakes.making import UTRECHT
from tests.fakes.outside import FakePlaces
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import (
    BUDDY,
    CAFE,
    CASE_WORKER,
    GROUP,
    a_need_asked,
    a_world,
    an_order,
    id_on,
    key_of,
    referred,
)

ANALYST = Caller("usr_7", Role.PROGRAMME_ANALYST, OrganisationId("KB"))
ELSEWHERE = Caller("usr_8", Role.CASE_WORKER, OrganisationId("GM0363"))
NOVEMBER = Asked(date(2026, 11, 1), date(2026, 11, 30))


def people(report: Report[Any]) -> dict[RoadStage, int | None]:
    return {reached.stage: reached.people for reached in report.found.stages}


def with_people(number: int, **changes: Any) -> FakePorts:
    ports = a_world(**changes)
    for one in range(number):
        referred(ports, f"key-{one}", person=replace(an_order().person, phone=None))
    count_due(ports=ports)
    return ports


def nowhere(level: Level = Level.A1) -> Any:
    """Somebody for whom nothing can fit: an island far away, and no time to travel."""
    need = a_need_asked()
    far = replace(need.unplaced, level=level, max_minutes=1)
    there = PlaceAsked(postcode="1797")
    return replace(need, place=there, unplaced=far, body={"location": {"postcode": "1797"}})


def unmet(number: int, *levels: Level) -> FakePorts:
    far = Located(Point(53.05, 4.8), Precision.POSTCODE, 1.0)
    ports = a_world()
    ports.places = FakePlaces({"1797": far})
    for one in range(number):
        order = an_order(need=nowhere(levels[one % len(levels)] if levels else Level.A1))
        refer(order, f"key-{one}", caller=CASE_WORKER, ports=ports)
    count_due(ports=ports)
    return ports


def test_a_municipality_reads_every_number_about_its_own_people() -> None:
    ports = with_people(2)
    found = funnel(NOVEMBER, caller=CASE_WORKER, ports=ports)
    assert not found.suppressed
    assert (found.first, found.last) == (NOVEMBER.first, NOVEMBER.last)
    assert people(found) == {
        RoadStage.REFERRED: 2,
        RoadStage.OFFERED: 2,
        RoadStage.ACCEPTED: 0,
        RoadStage.CONFIRMED: 0,
        RoadStage.ATTENDING: 0,
        RoadStage.COMPLETED: 0,
    }


def test_a_municipality_reads_nothing_of_another() -> None:
    found = funnel(NOVEMBER, caller=ELSEWHERE, ports=with_people(7))
    assert set(people(found).values()) == {0}


@pytest.mark.parametrize(("referred_", "told"), [(4, 0), (5, 5), (7, 7)])
def test_the_programme_hears_of_five_or_of_nobody(referred_: int, told: int) -> None:
    found = funnel(NOVEMBER, caller=ANALYST, ports=with_people(referred_))
    assert found.suppressed
    assert people(found)[RoadStage.REFERRED] == told
    assert found.found.withheld == (told == 0)


def test_the_programme_reads_whole_quarters() -> None:
    found = funnel(NOVEMBER, caller=ANALYST, ports=with_people(5))
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 12, 31))


def test_a_stage_that_four_did_not_reach_is_not_told_of() -> None:
    ports = with_people(9)
    for referral in everybody(ports)[:5]:
        accept_for_her(referral.id, id_on(referral, CAFE.id), caller=CASE_WORKER, ports=ports)
    count_due(ports=ports)
    found = people(funnel(NOVEMBER, caller=ANALYST, ports=ports))
    assert found[RoadStage.REFERRED] == 9
    assert found[RoadStage.CONFIRMED] is None  # 9 - 5 would tell of four


def test_groups_add_up_to_everybody() -> None:
    ports = with_people(6)
    asked = replace(NOVEMBER, grouping=Grouping.LANGUAGE)
    for caller in (CASE_WORKER, ANALYST):
        found = funnel(asked, caller=caller, ports=ports).found
        assert [(g.value, g.stages[0].people) for g in found.groups] == [("ar", 6)]


def test_who_waits_is_counted_with_how_long() -> None:
    ports = a_world()
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, BUDDY.id), caller=CASE_WORKER, ports=ports)
    count_due(ports=ports)
    ports.now.forward(timedelta(days=6))
    asked = replace(NOVEMBER, grouping=Grouping.TYPE)
    found = waiting(asked, caller=CASE_WORKER, ports=ports).found
    assert [(g.value, g.people, g.median_days) for g in found.groups] == [("language_buddy", 1, 6)]
    hidden = waiting(asked, caller=ANALYST, ports=ports).found
    assert (hidden.people, hidden.groups, hidden.withheld) == (0, (), True)


def test_demand_nobody_meets_is_as_fine_as_five_people_allow() -> None:
    ports = unmet(9, Level.A1, Level.A1, Level.A2)
    rows = unmet_demand(NOVEMBER, caller=ANALYST, ports=ports).found.rows
    assert [(r.area.code, r.level, r.part_of_day, r.people) for r in rows] == [
        ("NL", None, None, 9)
    ]
    own = unmet_demand(NOVEMBER, caller=CASE_WORKER, ports=ports).found
    assert [(r.area.code, r.level, r.people) for r in own.rows] == [
        ("1797", "a1", 6),
        ("1797", "a2", 3),
    ]


def test_one_group_would_serve_whoever_lives_near() -> None:
    found = unmet_demand(NOVEMBER, caller=ANALYST, ports=unmet(6)).found
    best = found.groups[0]
    assert (best.area.code, best.area.kind, best.people) == ("17", "region", 6)
    assert best.level in {"a1", None}


def test_four_without_an_offer_are_not_told_of() -> None:
    found = unmet_demand(NOVEMBER, caller=ANALYST, ports=unmet(4)).found
    assert (found.rows, found.groups, found.withheld) == ((), (), True)


def test_hours_are_those_that_go_back_and_count() -> None:
    ports = a_world()
    referral = referred(ports, count_hours=True)
    attends(ports, referral)
    found = participation_hours(NOVEMBER, caller=CASE_WORKER, ports=ports).found
    assert (found.attended_minutes, found.counted_minutes, found.hours) == (90, 90, 1)
    assert [(m.value, m.attended) for m in found.months] == [("2026-11", 90)]
    assert [(m.value, m.attended) for m in found.types] == [("language_cafe", 90)]


def test_texts_cost_by_segment_and_by_who_attends() -> None:
    ports = a_world()
    referral = referred(ports)
    deliver_due(key_of(referral), ports=ports)
    attends(ports, referral)
    found = text_costs(NOVEMBER, caller=CASE_WORKER, ports=ports).found
    assert found is not None
    assert found.attending == 1
    assert found.total == pytest.approx(found.segments * 0.10)
    assert found.per_attending == found.total
    assert text_costs(NOVEMBER, caller=ANALYST, ports=ports).found is None


def test_a_programme_is_named_once_five_attend() -> None:
    cafe = replace(CAFE, programme="taal")
    ports = a_world((cafe, GROUP, BUDDY))
    material = Material("Werkvormen", "https://programma.example/a.pdf", "nl")
    ports.programmes.put(
        Programme(ProgrammeId("taal"), "Taal", "", (), (material,)), expected_version=0
    )
    for number in range(5):
        attends(ports, referred(ports, f"key-{number}"))
    found = programme_use(NOVEMBER, caller=ANALYST, ports=ports).found
    assert [(use.id, use.title, use.materials, use.people) for use in found] == [
        ("taal", "Taal", 1, 5)
    ]
    few = a_world((cafe, GROUP, BUDDY))
    attends(few, referred(few))
    assert programme_use(NOVEMBER, caller=ANALYST, ports=few).found == ()
    assert programme_use(NOVEMBER, caller=CASE_WORKER, ports=few).found[0].title == "taal"


@pytest.mark.parametrize(
    "asked",
    [
        Asked(date(2026, 11, 2), date(2026, 11, 1)),
        Asked(date(2001, 1, 1), date(2026, 11, 1)),
    ],
)
@pytest.mark.parametrize("report", [funnel, waiting, unmet_demand, participation_hours])
def test_days_that_are_none_are_refused(asked: Asked, report: Callable[..., object]) -> None:
    with pytest.raises(InvalidRequest):
        report(asked, caller=CASE_WORKER, ports=a_world())


def test_without_days_it_is_the_last_year() -> None:
    found = funnel(Asked(), caller=CASE_WORKER, ports=a_world())
    assert (found.first, found.last) == (date(2025, 11, 23), date(2026, 11, 23))


def everybody(ports: FakePorts) -> Sequence[Referral]:
    return ports.referrals.list(ReferralQuery(CASE_WORKER.organisation)).items


def attends(ports: FakePorts, referral: Any) -> None:
    """She was there, and that is counted."""
    said = Said(UTRECHT, id_on(referral, CAFE.id), webhook_id=f"msg_{referral.id}")
    accept_for_her(referral.id, id_on(referral, CAFE.id), caller=CASE_WORKER, ports=ports)
    record_attendance(said, Told(date(2026, 11, 23), Presence.PRESENT, 90), ports=ports)
    count_due(ports=ports)
