"""What every store of reports keeps its word on: each row counted once, the sum always right."""

from collections import Counter
from datetime import date, timedelta

from chalicelib.domain.ids import OrganisationId
from chalicelib.domain.placement import Happening
from chalicelib.domain.referral import Referral
from chalicelib.domain.reporting import NATION, Tally, contribution, tallied
from tests.adapters.contracts.ledger import EMPTY, noting, said
from tests.adapters.contracts.referrals import added, key_of, offered, saved
from tests.adapters.contracts.worlds import World
from tests.fakes.making import GM0344, NOW, a_placement, a_referral, an_activity, happening

TABLES = ("funnel", "funnel.level", "funnel.library", "days", "unmet", "waiting", "hours")
LATER = NOW + timedelta(days=1)


def count_all(world: World) -> int:
    return sum(world.reports.count(id_) for id_ in world.reports.due(at=LATER, limit=100))


def held(world: World, scope: OrganisationId = GM0344) -> dict[Tally, int]:
    """Everything that is counted in this scope, of the tables above."""
    found: dict[Tally, int] = {}
    for table in TABLES:
        found |= world.reports.counted(scope, table, first="", last="9")
    return found


def wanted(*referrals: Referral, scope: OrganisationId = GM0344) -> dict[Tally, int]:
    sums: Counter[Tally] = Counter()
    for referral in referrals:
        sums.update(tallied(referral.organisation, contribution(referral)))
    return {t: n for t, n in sums.items() if t.scope == scope and t.table in TABLES}


class ReportsContract:
    """Run with a fixture `world`."""

    def test_a_row_is_due_until_it_is_counted_and_counted_once(self, world: World) -> None:
        referral = added(world, offered())
        assert list(world.reports.due(at=LATER, limit=10)) == [referral.id]
        assert held(world) == {}
        assert [world.reports.count(referral.id) for _ in range(3)] == [True, False, False]
        assert list(world.reports.due(at=LATER, limit=10)) == []
        assert held(world) == wanted(referral)

    def test_steps_that_follow_each_other_are_counted_together(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        referral = added(world, offered())
        for what in (Happening.ACCEPTED, Happening.LIBRARY_CONFIRMED, Happening.ATTENDED):
            referral = saved(world, happening(referral, "plc_1", what))
        assert count_all(world) == 1
        assert held(world) == wanted(referral)

    def test_what_moves_on_leaves_the_cell_it_was_in(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        referral = added(world, offered())
        count_all(world)
        referral = saved(world, happening(referral, "plc_1", Happening.ACCEPTED))
        count_all(world)
        assert held(world) == wanted(referral)

    def test_the_nation_counts_everybody_by_quarter(self, world: World) -> None:
        referrals = [added(world, offered(number)) for number in (1, 2, 3)]
        count_all(world)
        found = held(world, NATION)
        assert found == wanted(*referrals, scope=NATION)
        assert {tally.period for tally in found} == {"2026-Q4"}

    def test_each_organisation_has_its_own(self, world: World) -> None:
        other = OrganisationId("GM0363")
        added(world, offered(1))
        theirs = added(
            world,
            a_referral("ref_2", organisation=other, placements=(a_placement("plc_2", code="7"),)),
        )
        count_all(world)
        assert held(world, other) == wanted(theirs, scope=other)

    def test_only_the_periods_asked_for_are_read(self, world: World) -> None:
        added(world, offered())
        count_all(world)
        day = NOW.date().isoformat()
        assert world.reports.counted(GM0344, "funnel", first=day, last=day)
        assert not world.reports.counted(GM0344, "funnel", first="2026-11-24", last="2026-12-31")
        assert not world.reports.counted(GM0344, "funnel", first="2026-01-01", last="2026-11-22")

    def test_hours_that_go_back_are_counted_and_corrected(self, world: World) -> None:
        referral = added(world, a_referral(placements=offered().placements, count_hours=True))
        first = said(EMPTY)
        noting(world, referral, first)
        count_all(world)
        assert sum(n for t, n in held(world).items() if t.name == "minutes") == 90
        again = world.referrals.get(key_of(referral))
        noting(world, again, said(first.register, minutes=60))
        count_all(world)
        assert sum(n for t, n in held(world).items() if t.name == "minutes") == 60
        assert not [t for t in held(world, NATION) if t.table == "hours"]

    def test_hours_nobody_asked_for_are_not_counted(self, world: World) -> None:
        referral = added(world, offered())
        noting(world, referral, said(EMPTY))
        count_all(world)
        assert not [t for t in held(world) if t.table == "hours"]

    def test_a_counter_that_is_off_is_put_right_and_one_that_is_not_stays(
        self, world: World
    ) -> None:
        referral = added(world, offered())
        count_all(world)
        assert world.reports.put_right(since=date(2026, 1, 1)) == 0
        wrong = next(t for t in held(world) if t.table == "funnel")
        world.miscount(wrong, 3)
        assert held(world) != wanted(referral)
        assert world.reports.put_right(since=date(2026, 1, 1)) == 1
        assert held(world) == wanted(referral)

    def test_a_name_that_nobody_contributes_to_any_more_goes(self, world: World) -> None:
        referral = added(world, offered())
        count_all(world)
        world.miscount(Tally(GM0344, "funnel", "2026-11-23", "", "completed"), 2)
        assert world.reports.put_right(since=date(2026, 1, 1)) == 1
        assert held(world) == wanted(referral)

    def test_what_is_older_than_the_rows_reach_stays_as_it_was_counted(self, world: World) -> None:
        added(world, offered())
        count_all(world)
        world.miscount(Tally(GM0344, "funnel", "2026-11-23", "", "offered"), 2)
        assert world.reports.put_right(since=date(2026, 11, 24)) == 0

    def test_what_is_not_counted_yet_is_no_fault(self, world: World) -> None:
        added(world, offered())
        assert world.reports.put_right(since=date(2026, 1, 1)) == 0
        assert count_all(world) == 1

    def test_an_unknown_row_is_nothing_to_count(self, world: World) -> None:
        assert not world.reports.count("ref_unknown")

    def test_the_longest_due_come_first_and_no_more_than_asked(self, world: World) -> None:
        for number in (1, 2, 3):
            added(world, offered(number))
            world.clock.forward(timedelta(minutes=1))
        assert list(world.reports.due(at=LATER, limit=2)) == ["ref_1", "ref_2"]
        assert list(world.reports.due(at=NOW - timedelta(days=1), limit=2)) == []
