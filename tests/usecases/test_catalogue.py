"""Libraries keep their activities, and matching hears of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.caller import Caller
from chalicelib.domain.catalogue import Activity, Branch, Library, Seats
from chalicelib.domain.errors import (
    AlreadyExists,
    Forbidden,
    InvalidRequest,
    NotFound,
    PreconditionFailed,
)
from chalicelib.domain.ids import ActivityId, BranchId, OrganisationId
from chalicelib.domain.vocabulary import ActivityStatus, Role
from chalicelib.usecases.catalogue import (
    add_activity,
    list_activities,
    own_activity,
    publish,
    read_activity,
    replace_activity,
    retire_activity,
    set_taken_elsewhere,
)
from chalicelib.usecases.drafts import ActivityDraft
from chalicelib.usecases.match import match_need
from chalicelib.usecases.order import PlaceAsked
from chalicelib.usecases.ports import ActivityQuery
from tests.fakes.activities import FakeActivities
from tests.fakes.making import OVERVECHT, a_library, an_activity
from tests.usecases.worlds import CAFE, CASE_WORKER, GROUP, LIBRARIAN, a_need_asked, a_world

STRANGER = Caller("usr_7", Role.LIBRARY_ADMIN, OrganisationId("NL-0899010000"))
TODAY = date(2026, 11, 23)


def a_draft(
    source_id: str = "src-1", *, title: str = "Taalcafé", branch: str = OVERVECHT.isil
) -> ActivityDraft:
    def describe(activity_id: ActivityId, library: Library, at: Branch) -> Activity:
        return an_activity(
            activity_id, library=library.isil, branch=at, source_id=source_id, title=title
        )

    return ActivityDraft(source_id, BranchId(branch), describe)


def test_an_added_activity_is_confirmed_today_and_told() -> None:
    ports = a_world([])
    added = add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    assert (added.library, added.version, added.last_confirmed_on) == (a_library().isil, 1, TODAY)
    assert added.id == ports.derivation.activity_id(added.library, "src-1")
    assert ports.activities.get(added.id) == added
    assert ports.queue.catalogue_changes == 1


def test_today_is_a_day_in_amsterdam() -> None:
    ports = a_world([])
    ports.now.at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    added = add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    assert added.last_confirmed_on == date(2026, 11, 24)


def test_when_the_queue_is_away_the_activity_stands_all_the_same() -> None:
    ports = a_world([])
    ports.queue.is_lost = True
    added = add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    assert ports.activities.get(added.id) == added


def test_a_source_id_is_used_once() -> None:
    ports = a_world([])
    add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    with pytest.raises(AlreadyExists):
        add_activity(a_draft(title="Nog een"), caller=LIBRARIAN, ports=ports)


def test_a_branch_must_be_one_of_the_librarys() -> None:
    ports = a_world([])
    with pytest.raises(InvalidRequest) as raised:
        add_activity(a_draft(branch="NL-0899019999"), caller=LIBRARIAN, ports=ports)
    assert [(f.name, f.reason) for f in raised.value.faults] == [("branch.isil", "unknown_branch")]
    assert ports.queue.catalogue_changes == 0


def test_who_keeps_no_library_adds_no_activity() -> None:
    with pytest.raises(Forbidden):
        add_activity(a_draft(), caller=CASE_WORKER, ports=a_world([]))


def test_a_replaced_activity_keeps_the_seats_that_are_taken() -> None:
    ports = a_world([])
    added = add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    ports.activities.move_seats(added.id, 3)
    changed = replace_activity(
        added.id, a_draft(title="Anders"), expected_version=1, caller=LIBRARIAN, ports=ports
    )
    assert (changed.title, changed.version, changed.seats.taken) == ("Anders", 2, 3)
    assert changed.last_confirmed_on == TODAY
    assert ports.queue.catalogue_changes == 2


def test_an_activity_is_replaced_only_as_it_was_read() -> None:
    ports = a_world([])
    added = add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    with pytest.raises(PreconditionFailed):
        replace_activity(
            added.id, a_draft(title="Anders"), expected_version=2, caller=LIBRARIAN, ports=ports
        )
    assert ports.activities.get(added.id) == added


def test_a_source_id_does_not_change() -> None:
    ports = a_world([])
    added = add_activity(a_draft(), caller=LIBRARIAN, ports=ports)
    with pytest.raises(InvalidRequest) as raised:
        replace_activity(
            added.id, a_draft("src-2"), expected_version=1, caller=LIBRARIAN, ports=ports
        )
    assert [(f.name, f.reason) for f in raised.value.faults] == [("sourceId", "cannot_change")]


def test_anothers_activity_and_an_unknown_one_are_the_same() -> None:
    ports = a_world()
    for activity_id, caller in ((CAFE.id, STRANGER), (ActivityId("act_x"), LIBRARIAN)):
        with pytest.raises(NotFound):
            own_activity(activity_id, caller=caller, ports=ports)
        with pytest.raises(NotFound):
            retire_activity(activity_id, caller=caller, ports=ports)
        with pytest.raises(NotFound):
            set_taken_elsewhere(activity_id, 1, caller=caller, ports=ports)
        with pytest.raises(NotFound):
            replace_activity(activity_id, a_draft(), expected_version=1, caller=caller, ports=ports)
    assert own_activity(CAFE.id, caller=LIBRARIAN, ports=ports) == CAFE


def test_a_retired_activity_is_inactive_and_stays_on_record() -> None:
    ports = a_world()
    retire_activity(CAFE.id, caller=LIBRARIAN, ports=ports)
    assert ports.activities.get(CAFE.id).status == "inactive"
    assert ports.queue.catalogue_changes == 1


def test_retiring_twice_changes_nothing_more() -> None:
    ports = a_world()
    retire_activity(CAFE.id, caller=LIBRARIAN, ports=ports)
    version = ports.activities.get(CAFE.id).version
    retire_activity(CAFE.id, caller=LIBRARIAN, ports=ports)
    assert (ports.activities.get(CAFE.id).version, ports.queue.catalogue_changes) == (version, 1)


def test_who_comes_by_themselves_leave_fewer_seats() -> None:
    ports = a_world()
    changed = set_taken_elsewhere(CAFE.id, 7, caller=LIBRARIAN, ports=ports)
    assert (changed.seats.left, changed.version) == (3, CAFE.version)
    assert ports.queue.catalogue_changes == 1


def test_everybody_reads_what_is_active_and_a_library_all_of_its_own() -> None:
    ports = a_world([CAFE, replace(GROUP, status=ActivityStatus.INACTIVE)])
    ours = ActivityQuery(library=a_library().isil)
    shown = list_activities(ours, caller=LIBRARIAN, ports=ports)
    assert [a.id for a in shown.items] == ["act_cafe", "act_group"]
    for caller, query in ((CASE_WORKER, ours), (STRANGER, ours), (LIBRARIAN, ActivityQuery())):
        sneaky = replace(query, include_inactive=True)
        shown = list_activities(sneaky, caller=caller, ports=ports)
        assert [a.id for a in shown.items] == ["act_cafe"]


def test_an_inactive_activity_is_read_only_by_its_own_library() -> None:
    ports = a_world([replace(CAFE, status=ActivityStatus.INACTIVE), GROUP])
    assert read_activity(CAFE.id, caller=LIBRARIAN, ports=ports).id == CAFE.id
    assert read_activity(GROUP.id, caller=CASE_WORKER, ports=ports) == GROUP
    for caller in (CASE_WORKER, STRANGER):
        with pytest.raises(NotFound):
            read_activity(CAFE.id, caller=caller, ports=ports)


def test_what_stands_is_what_matching_searches_once_it_is_published() -> None:
    ports = a_world([])
    ports.activities = FakeActivities([CAFE, GROUP])
    assert match_need(a_need_asked(), ports=ports)[1].matches == ()
    version = publish(ports=ports)
    assert version.startswith("20261123T090000Z-")
    assert ports.snapshots.current().version == version
    assert len(match_need(a_need_asked(), ports=ports)[1].matches) == 2


def test_nothing_is_published_when_nothing_changed() -> None:
    ports = a_world()
    version = publish(ports=ports)
    ports.now.at = datetime(2026, 11, 24, tzinfo=UTC)
    assert publish(ports=ports) == version
    assert ports.snapshots.versions == [version]


@pytest.mark.parametrize("change", ["seats", "title", "retired"])
def test_every_change_is_published(change: str) -> None:
    ports = a_world()
    version = publish(ports=ports)
    if change == "seats":
        ports.activities.move_seats(CAFE.id, 1)
    elif change == "title":
        ports.activities.put(replace(CAFE, title="Anders"), expected_version=CAFE.version)
    else:
        retire_activity(CAFE.id, caller=LIBRARIAN, ports=ports)
    later = publish(ports=ports)
    assert later != version
    assert ports.snapshots.versions == [version, later]
    titles = {a.title for a in ports.snapshots.current()}
    assert ("Anders" in titles) == (change == "title")


def test_a_full_activity_is_not_suggested_once_that_is_published() -> None:
    ports = a_world([replace(CAFE, seats=Seats(capacity=1))])
    ports.activities.move_seats(CAFE.id, 1)
    publish(ports=ports)
    assert match_need(a_need_asked(), ports=ports)[1].matches == ()


def test_matching_stores_nothing_and_says_where_it_looked() -> None:
    ports = a_world()
    need, found = match_need(a_need_asked(place=PlaceAsked(name="Utrecht")), ports=ports)
    assert need.location == ports.places.place("Utrecht")
    assert len(found.matches) == 3
    assert ports.referrals.everything() == a_world().referrals.everything()


def test_matching_needs_a_place_that_somebody_knows() -> None:
    with pytest.raises(InvalidRequest) as raised:
        match_need(a_need_asked(place=PlaceAsked(postcode="9999")), ports=a_world())
    assert [(f.name, f.reason) for f in raised.value.faults] == [("location", "unknown_place")]
