"""A library changes, pauses or loses a branch: its activities follow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.catalogue import Activity, Contact, Library
from chalicelib.domain.errors import (
    Forbidden,
    InvalidRequest,
    NotFound,
    PreconditionFailed,
    Temporary,
)
from chalicelib.domain.ids import ActivityId, BranchId, LibraryId
from chalicelib.domain.municipalities import Ended, Municipalities
from chalicelib.domain.pause import Pause
from chalicelib.domain.vocabulary import ActivityStatus, ActivityType
from chalicelib.usecases.catalogue import publish
from chalicelib.usecases.libraries import (
    keep_library,
    list_libraries,
    pause_library,
    tend,
)
from chalicelib.usecases.match import match_need
from tests.fakes.activities import FakeActivities
from tests.fakes.libraries import FakeLibraries
from tests.fakes.making import OVERVECHT, a_library, an_activity
from tests.fakes.ports import FakePorts
from tests.usecases.test_keep_library import ADMIN, STRANGER
from tests.usecases.worlds import CAFE, GROUP, LIBRARIAN, a_need_asked, a_world

UTRECHT = a_library().isil
CENTRE = replace(OVERVECHT, isil=BranchId("NL-0899041001"), name="Neude")
NEXT_WEEK = Pause(date(2026, 11, 24), date(2026, 12, 6))
BUDDY = an_activity("act_by_arrangement", type=ActivityType.LANGUAGE_BUDDY, sessions=())


def of_utrecht(ports: FakePorts, activity: Activity = CAFE) -> Activity:
    return ports.activities.get(activity.id)


def keep(ports: FakePorts, **changes: object) -> Library:
    changed = replace(ports.libraries.get(UTRECHT), **changes)  # type: ignore[arg-type]
    return keep_library(changed, caller=ADMIN, ports=ports)


def test_what_activities_have_of_their_library_follows_it() -> None:
    own = replace(GROUP, own_service_area=frozenset({"GM0310"})).of(a_library())
    ports = a_world([CAFE, own])
    moved = replace(OVERVECHT, name="Overvecht-Noord")
    keep(ports, contact=Contact("030 9"), service_area=frozenset({"GM0363"}), branches=(moved,))
    cafe, group = of_utrecht(ports), of_utrecht(ports, GROUP)
    assert (cafe.contact.phone, cafe.branch, group.branch) == ("030 9", moved, moved)
    assert [set(a.service_area) for a in (cafe, group)] == [{"GM0363"}, {"GM0310"}]
    assert cafe.version == CAFE.version + 1


def test_seats_and_confirmations_stay_as_they_were() -> None:
    ports = a_world()
    ports.activities.move_seats(CAFE.id, 2)
    ports.activities.set_taken_elsewhere(CAFE.id, 3)
    keep(ports, contact=Contact("030 9"))
    after = of_utrecht(ports)
    assert (after.seats.taken, after.seats.taken_elsewhere) == (2, 3)
    assert after.last_confirmed_on == CAFE.last_confirmed_on


def test_an_activity_of_another_library_does_not_follow() -> None:
    theirs = an_activity("act_theirs", library=LibraryId("NL-0899010000"))
    ports = a_world([CAFE, theirs])
    keep(ports, contact=Contact("030 9"))
    assert of_utrecht(ports, theirs) == theirs


def test_a_change_that_concerns_no_activity_moves_no_activity() -> None:
    ports = a_world([CAFE.of(a_library())])
    keep(ports, name="Bibliotheek Utrecht")
    assert of_utrecht(ports).version == CAFE.version


def test_more_activities_than_a_page_holds_all_follow() -> None:
    many = [an_activity(f"act_{n:03}") for n in range(230)]
    ports = a_world(many)
    keep(ports, contact=Contact("030 9"))
    assert {of_utrecht(ports, a).contact.phone for a in many} == {"030 9"}


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        (ActivityStatus.ACTIVE, True),
        (ActivityStatus.PAUSED, True),
        (ActivityStatus.INACTIVE, False),  # kept for those who are placed there
    ],
)
def test_a_branch_with_activities_cannot_vanish(
    status: ActivityStatus,
    refused: bool,  # noqa: FBT001
) -> None:
    ports = a_world([replace(CAFE, status=status)])
    if not refused:
        assert keep(ports, branches=(CENTRE,)).branches == (CENTRE,)
        assert of_utrecht(ports).branch == OVERVECHT
        return
    with pytest.raises(InvalidRequest) as raised:
        keep(ports, branches=(CENTRE,))
    (fault,) = raised.value.faults
    assert (fault.name, fault.reason) == (f"branches ({OVERVECHT.isil})", "branch_in_use")
    assert ports.libraries.get(UTRECHT) == a_library()


def test_an_empty_branch_may_vanish() -> None:
    ports = a_world([CAFE])
    keep(ports, branches=(OVERVECHT, CENTRE))
    assert keep(ports, branches=(OVERVECHT,)).branches == (OVERVECHT,)


def test_a_library_is_written_only_as_it_was_read_when_that_is_asked() -> None:
    ports = a_world([])
    library = ports.libraries.get(UTRECHT)
    kept = keep_library(library, expected_version=1, caller=ADMIN, ports=ports)
    assert kept.version == 2
    with pytest.raises(PreconditionFailed):
        keep_library(library, expected_version=1, caller=ADMIN, ports=ports)
    assert keep_library(library, caller=ADMIN, ports=ports).version == 3


def test_a_library_that_is_new_begins_at_one() -> None:
    ports = a_world([])
    ports.libraries = FakeLibraries()
    assert keep_library(a_library(), caller=ADMIN, ports=ports) == a_library()


class Contested(FakeLibraries):
    """Somebody else writes just before we do, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__([a_library()])
        self._times = times

    def put(self, library: Library, *, expected_version: int | None = None) -> None:
        if self._times:
            self._times -= 1
            super().put(a_library(name="Van een ander"))
        super().put(library, expected_version=expected_version)


def test_who_expects_no_version_writes_after_the_other() -> None:
    ports = a_world([])
    ports.libraries = Contested(times=2)
    kept = keep_library(a_library(name="Van ons"), caller=ADMIN, ports=ports)
    assert (kept.name, kept.version) == ("Van ons", 4)


def test_who_expects_a_version_hears_of_the_other() -> None:
    ports = a_world([])
    ports.libraries = Contested(times=1)
    with pytest.raises(PreconditionFailed):
        keep_library(a_library(), expected_version=1, caller=ADMIN, ports=ports)
    assert ports.libraries.get(UTRECHT).name == "Van een ander"


def test_who_is_always_overtaken_is_told_to_come_back() -> None:
    ports = a_world([])
    ports.libraries = Contested(times=99)
    with pytest.raises(Temporary):
        keep_library(a_library(), caller=ADMIN, ports=ports)


class Busy(FakeActivities):
    """Somebody edits an activity just before it is redescribed, so many times."""

    times = 1

    def redescribe(self, activities: object) -> tuple[ActivityId, ...]:
        if self.times:
            self.times -= 1
            current = self.get(CAFE.id)
            self.put(replace(current, title="Door hen"), expected_version=current.version)
        return super().redescribe(activities)  # type: ignore[arg-type]


def test_an_edit_in_between_is_kept_and_follows_all_the_same() -> None:
    ports = a_world()
    ports.activities = Busy([CAFE])
    keep(ports, contact=Contact("030 9"))
    assert (of_utrecht(ports).title, of_utrecht(ports).contact.phone) == ("Door hen", "030 9")


def test_who_edits_without_end_makes_it_wait() -> None:
    ports = a_world()
    ports.activities = Busy([CAFE])
    ports.activities.times = 99
    with pytest.raises(Temporary):
        keep(ports, contact=Contact("030 9"))


def test_a_night_later_whoever_lagged_behind_follows() -> None:
    ports = a_world([CAFE.of(a_library()), GROUP.of(a_library())])
    ports.libraries.put(a_library(contact=Contact("030 9")))  # and then it was cut off
    orphan = an_activity("act_orphan", library=LibraryId("NL-0800000000"))
    ports.activities.put(orphan, expected_version=None)
    assert tend(ports=ports) == 2
    assert of_utrecht(ports).contact.phone == "030 9"
    assert of_utrecht(ports, orphan) == orphan
    told = ports.queue.catalogue_changes
    assert tend(ports=ports) == 0
    assert ports.queue.catalogue_changes == told


def test_in_a_pause_nothing_is_held_and_matching_knows() -> None:
    ports = a_world([CAFE, BUDDY])
    before = _found(ports)
    assert before == {CAFE.id: datetime(2026, 11, 24, 9, 0, tzinfo=UTC), BUDDY.id: None}
    paused = pause_library(UTRECHT, NEXT_WEEK, caller=ADMIN, ports=ports)
    assert paused.pause == NEXT_WEEK
    # Not yet: it begins tomorrow, so what is by arrangement can still be arranged.
    assert _found(ports) == {
        CAFE.id: datetime(2026, 12, 8, 9, 0, tzinfo=UTC),
        BUDDY.id: None,
    }
    ports.now.forward(timedelta(days=1))
    assert _found(ports).keys() == {CAFE.id}
    pause_library(UTRECHT, None, caller=ADMIN, ports=ports)
    assert _found(ports).keys() == {CAFE.id, BUDDY.id}


def test_a_pause_outlives_a_change_of_the_library() -> None:
    ports = a_world()
    pause_library(UTRECHT, NEXT_WEEK, caller=ADMIN, ports=ports)
    kept = keep_library(a_library(name="Anders"), caller=ADMIN, ports=ports)
    assert (kept.pause, of_utrecht(ports).pause) == (NEXT_WEEK, NEXT_WEEK)


def test_only_its_own_administrator_pauses_a_library() -> None:
    ports = a_world()
    with pytest.raises(Forbidden):
        pause_library(UTRECHT, NEXT_WEEK, caller=LIBRARIAN, ports=ports)
    with pytest.raises(NotFound):
        pause_library(UTRECHT, NEXT_WEEK, caller=STRANGER, ports=ports)
    with pytest.raises(NotFound):  # hers, but never made
        pause_library(LibraryId(STRANGER.organisation), None, caller=STRANGER, ports=ports)
    assert ports.libraries.get(UTRECHT).pause is None


def test_libraries_come_by_the_page() -> None:
    ports = a_world([])
    for isil in ("NL-0899010000", "NL-0899020000"):
        ports.libraries.put(a_library(isil))
    first = list_libraries(page_size=2, cursor=None, ports=ports)
    last = list_libraries(page_size=2, cursor=first.next_cursor, ports=ports)
    assert [one.isil for page in (first, last) for one in page.items] == [
        "NL-0899010000",
        "NL-0899020000",
        UTRECHT,
    ]
    assert last.next_cursor is None


MERGED = Municipalities({"GM0738": Ended("GM0738", date(2019, 1, 1), ("GM1959",))})


@pytest.mark.parametrize(
    ("area", "residence"),
    [
        ("GM0738", "GM1959"),  # the library still names the old one
        ("GM1959", "GM0738"),  # she was referred before the merger
        ("GM0738", "GM0738"),
        ("GM1959", "GM1959"),
    ],
)
def test_a_merger_excludes_nobody_who_was_served(area: str, residence: str) -> None:
    ports = a_world([replace(CAFE, service_area=frozenset({area}))], municipalities=MERGED)
    publish(ports=ports)
    asked = a_need_asked()
    asked = replace(asked, unplaced=replace(asked.unplaced, residence=residence))
    need, found = match_need(asked, ports=ports)
    assert [m.activity.id for m in found.matches] == [CAFE.id]
    assert need.residence == residence, "what she said is not rewritten"


def _found(ports: FakePorts) -> dict[str, datetime | None]:
    publish(ports=ports)
    _, found = match_need(a_need_asked(), ports=ports)
    return {match.activity.id: match.next_session_at for match in found.matches}
