"""Counting: what happened is in the counters, once, and always what the record says."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant

from app import app
from chalicelib import wiring
from chalicelib.domain.errors import Temporary
from chalicelib.domain.events import Event, EventKind
from chalicelib.domain.ids import PlacementId
from chalicelib.domain.milestones import STAGE_OF, Milestone, farthest
from chalicelib.domain.placement import Happening, State
from chalicelib.domain.reporting import Tally, contribution, tallied
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.counting import count_again, count_due
from tests.entry.api_on_fakes import ApiOnFakes
from tests.entry.walk import walk
from tests.fakes.making import GM0344
from tests.fakes.ports import FakePorts
from tests.fakes.reports import FakeReports
from tests.usecases.test_audit_replays import Timeline
from tests.usecases.worlds import CAFE, CASE_WORKER, a_world, id_on, key_of, now_of, referred


class Stubborn(FakeReports):
    """A store in which one row cannot be counted."""

    def count(self, row_id: str) -> bool:
        if row_id == min(self.rows):
            raise Temporary("no answer")
        return super().count(row_id)


def test_what_happened_is_counted_and_nothing_is_due_any_more() -> None:
    ports = a_world()
    referrals = [referred(ports, f"key-{number}") for number in range(3)]
    accepts(ports, id_on(referrals[0], CAFE.id))
    assert count_due(ports=ports) == 3
    assert count_due(ports=ports) == 0
    wanted: Counter[Tally] = Counter()
    for referral in referrals:
        wanted.update(tallied(GM0344, contribution(now_of(referral, ports))))
    assert +ports.reports.numbers == +wanted


def test_one_that_fails_holds_up_no_other() -> None:
    ports = a_world(reports=Stubborn())
    for number in range(3):
        referred(ports, f"key-{number}")
    with pytest.raises(Temporary):
        count_due(ports=ports)
    assert len(list(ports.reports.due(at=ports.now(), limit=10))) == 1


def test_a_night_puts_right_what_is_off_and_says_how_much() -> None:
    ports = a_world()
    referred(ports)
    count_due(ports=ports)
    assert count_again(ports=ports) == 0
    ports.reports.numbers[Tally(GM0344, "funnel", "2026-11-23", "", "offered")] += 1
    assert count_again(ports=ports) == 1
    assert count_again(ports=ports) == 0


def test_what_is_older_than_a_year_stays_as_it_was_counted() -> None:
    ports = a_world()
    long_ago = date(2025, 11, 22).isoformat()
    ports.reports.numbers[Tally(GM0344, "funnel", long_ago, "", "offered")] = 7
    assert count_again(ports=ports) == 0


def accepts(ports: FakePorts, placement_id: PlacementId) -> None:
    referral = ports.referrals.of_placement(placement_id, library=None)
    accept_for_her(referral.id, placement_id, caller=CASE_WORKER, ports=ports)


class Counted(Timeline):
    """One referral, to which anything may happen in any order, and what is counted of it."""

    @invariant()
    def the_counters_say_what_the_record_says(self) -> None:
        count_due(ports=self.ports)
        wanted = tallied(GM0344, contribution(self.now))
        assert +self.ports.reports.numbers == Counter(wanted)
        assert count_again(ports=self.ports) == 0

    @invariant()
    def how_far_she_came_is_what_her_timeline_tells(self) -> None:
        told = told_by(self.ports.referrals.timeline(key_of(self.referral)))
        assert farthest(told) is farthest(self.now.milestones)


def told_by(events: Iterable[Event]) -> list[Milestone]:
    """Every stage of which a line tells that it was reached, unless a later one takes it back."""
    reached: dict[tuple[str | None, State], Milestone] = {}
    for event in events:
        if event.kind not in {EventKind.PROPOSED, EventKind.PLACEMENT_MOVED}:
            continue
        if event.reason == Happening.UNDONE:
            reached.pop((event.placement_id, State(event.before or "")), None)
            continue
        stage = STAGE_OF.get(State(event.after or ""))
        if stage is not None:
            reached[event.placement_id, State(event.after or "")] = Milestone(stage, event.at)
    return list(reached.values())


TestCounted = Counted.TestCase
TestCounted.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)


def test_after_everything_that_the_api_can_do_the_counters_are_the_record() -> None:
    api = ApiOnFakes(app)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring, "ports", lambda: api.ports)
        walk(api)
    count_due(ports=api.ports)
    wanted: Counter[Tally] = Counter()
    for row in api.ports.reports.rows.values():
        wanted.update(tallied(row.organisation, row.cells))
    assert +api.ports.reports.numbers == +wanted
    assert min(api.ports.reports.numbers.values()) >= 0
    assert count_again(ports=api.ports) == 0
