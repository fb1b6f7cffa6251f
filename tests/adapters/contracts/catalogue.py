"""What every store of activities and libraries keeps its word on."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from chalicelib.domain.catalogue import Activity, Contact, LevelRange, Price, Seats
from chalicelib.domain.errors import InvalidRequest, NotFound, PreconditionFailed
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.ids import ActivityId, LibraryId, ProgrammeId
from chalicelib.domain.pause import Pause
from chalicelib.domain.placement import Happening
from chalicelib.domain.programme import Material, Programme
from chalicelib.domain.schedule import Session, Weekday
from chalicelib.domain.vocabulary import (
    ActivityStatus,
    ActivityType,
    Delivery,
    Entry,
    Facility,
    Level,
    LevelPolicy,
    Theme,
)
from chalicelib.usecases.ports import ActivityQuery, AlreadyThere
from tests.adapters.contracts.referrals import added, offered, saved
from tests.adapters.contracts.worlds import World
from tests.fakes.making import UTRECHT, a_library, an_activity, happening

AMSTERDAM_LIBRARY = LibraryId("NL-0899010000")
CAFE = ActivityId("act_cafe")
PAUSE = Pause(date(2026, 12, 19), date(2027, 1, 3))
COURSE = an_activity(
    "act_course",
    type=ActivityType.LANGUAGE_COURSE_NONFORMAL,
    level=LevelRange(Level.A1, Level.A2, LevelPolicy.STRICT),
    themes=(Theme.DIGITAL_SKILLS,),
    description="",
    delivery=Delivery.HYBRID,
    entry=Entry.INTAKE,
    facilities=frozenset({Facility.CHILDCARE, Facility.QUIET}),
    sessions=(
        Session(start=time(19, 30), duration_minutes=120, weekday=Weekday.MON, monthly_ordinal=-1),
        Session(start=time(9, 0), duration_minutes=60, on_date=date(2026, 12, 1)),
    ),
    closed_in_school_holidays=HolidayRegion.MIDDEN,
    seats=Seats(capacity=None, taken_elsewhere=4),
    waiting_list=True,
    expected_wait_weeks=6,
    price=Price(Decimal("2.50"), "per keer"),
    service_area=frozenset({"GM0344", "GM0310"}),
    organised_by="Stichting Taal",
    programme="prg_1",
    own_service_area=frozenset({"GM0344", "GM0310"}),
    own_contact=Contact(email="cursus@bibliotheek.example"),
    pause=PAUSE,
)


class ActivitiesContract:
    """Run with a fixture `world`."""

    @pytest.mark.parametrize("activity", [an_activity(), COURSE], ids=["café", "course"])
    def test_what_is_put_comes_back_whole(self, world: World, activity: Activity) -> None:
        assert world.activities.put(activity, expected_version=None) == activity
        assert world.activities.get(activity.id) == activity

    @pytest.mark.parametrize("id_", ["act_unknown", "", "x" * 5000])
    def test_an_unknown_activity_is_not_found(self, world: World, id_: str) -> None:
        with pytest.raises(NotFound):
            world.activities.get(ActivityId(id_))

    def test_of_many_those_that_exist_come_back(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        wanted = [CAFE, ActivityId("act_unknown"), CAFE]
        assert world.activities.get_many(wanted) == {CAFE: an_activity()}

    @pytest.mark.parametrize("held", [0, 3, 7])
    def test_a_counter_is_put_right_if_nobody_moved_it_since(self, world: World, held: int) -> None:
        world.activities.put(an_activity(), expected_version=None)
        before = world.everything()
        assert not world.activities.mend_taken(CAFE, seen=2, held=held)
        assert world.everything() == before
        assert world.activities.mend_taken(CAFE, seen=0, held=held)
        seats = world.activities.get(CAFE).seats
        assert (seats.taken, seats.left) == (held, 10 - held)
        assert world.activities.mend_taken(CAFE, seen=held, held=0)
        assert world.activities.get(CAFE).seats.left == 10

    def test_what_exists_is_not_created_again(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        before = world.everything()
        with pytest.raises(AlreadyThere):
            world.activities.put(an_activity(title="Ander"), expected_version=None)
        assert world.everything() == before

    def test_a_library_names_one_activity_by_one_source_id(self, world: World) -> None:
        world.activities.put(an_activity("act_1", source_id="7"), expected_version=None)
        before = world.everything()
        with pytest.raises(AlreadyThere):
            world.activities.put(an_activity("act_2", source_id="7"), expected_version=None)
        assert world.everything() == before

    def test_two_libraries_may_use_the_same_source_id(self, world: World) -> None:
        world.activities.put(an_activity("act_1", source_id="7"), expected_version=None)
        theirs = an_activity("act_2", source_id="7", library=AMSTERDAM_LIBRARY)
        assert world.activities.put(theirs, expected_version=None).version == 1

    def test_a_change_moves_the_version(self, world: World) -> None:
        activity = world.activities.put(COURSE, expected_version=None)
        changed = replace(activity, title="Anders", organised_by=None)
        after = world.activities.put(changed, expected_version=1)
        assert after == replace(changed, version=2)

    @pytest.mark.parametrize("version", [0, 2])
    def test_a_change_of_another_version_is_refused(self, world: World, version: int) -> None:
        world.activities.put(an_activity(), expected_version=None)
        before = world.everything()
        with pytest.raises(PreconditionFailed):
            world.activities.put(an_activity(title="Anders"), expected_version=version)
        assert world.everything() == before

    def test_a_change_of_what_is_not_there_is_refused(self, world: World) -> None:
        with pytest.raises(PreconditionFailed):
            world.activities.put(an_activity(), expected_version=1)

    def test_a_source_id_given_up_can_be_used_again(self, world: World) -> None:
        world.activities.put(an_activity("act_1", source_id="7"), expected_version=None)
        world.activities.put(an_activity("act_1", source_id="8"), expected_version=1)
        again = an_activity("act_2", source_id="7")
        assert world.activities.put(again, expected_version=None) == again

    def test_a_source_id_in_use_cannot_be_taken_by_a_change(self, world: World) -> None:
        world.activities.put(an_activity("act_1", source_id="7"), expected_version=None)
        world.activities.put(an_activity("act_2", source_id="8"), expected_version=None)
        with pytest.raises(AlreadyThere):
            world.activities.put(an_activity("act_2", source_id="7"), expected_version=1)

    def test_a_change_leaves_the_seats_we_gave(self, world: World) -> None:
        activity = world.activities.put(an_activity(), expected_version=None)
        saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        said = Seats(capacity=5, taken=99, taken_elsewhere=2)
        after = world.activities.put(replace(activity, seats=said), expected_version=1)
        assert after.seats == Seats(capacity=5, taken=1, taken_elsewhere=2)

    def test_who_comes_elsewhere_is_counted_apart_from_the_version(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        after = world.activities.set_taken_elsewhere(CAFE, 4)
        assert (after.seats.left, after.version) == (5, 1)
        assert world.activities.set_taken_elsewhere(CAFE, 0).seats.left == 9

    def test_who_comes_elsewhere_to_nowhere_is_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            world.activities.set_taken_elsewhere(ActivityId("act_unknown"), 1)

    @pytest.mark.parametrize(
        ("there", "by", "after"),
        [(4, 3, 7), (4, -3, 1), (4, -4, 0), (4, -9, 0), (0, -1, 0), (4, 0, 4)],
    )
    def test_who_comes_elsewhere_moves_and_is_never_less_than_none(
        self, world: World, there: int, by: int, after: int
    ) -> None:
        world.activities.put(an_activity(), expected_version=None)
        world.activities.set_taken_elsewhere(CAFE, there)
        moved = world.activities.move_taken_elsewhere(CAFE, by)
        assert (moved.seats.taken_elsewhere, moved.seats.left) == (after, 10 - after)
        # The counter that seats are taken from has moved with it.
        assert world.activities.move_taken_elsewhere(CAFE, 10).seats.left == 0

    def test_who_comes_elsewhere_moves_without_a_limit_too(self, world: World) -> None:
        world.activities.put(an_activity(seats=Seats()), expected_version=None)
        moved = world.activities.move_taken_elsewhere(CAFE, 5)
        assert (moved.seats.taken_elsewhere, moved.seats.left) == (5, None)

    def test_nowhere_nobody_moves(self, world: World) -> None:
        with pytest.raises(NotFound):
            world.activities.move_taken_elsewhere(ActivityId("act_unknown"), 1)

    def test_what_is_redescribed_keeps_its_seats(self, world: World) -> None:
        activity = world.activities.put(an_activity(), expected_version=None)
        saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        world.activities.set_taken_elsewhere(CAFE, 4)
        changed = replace(activity, pause=PAUSE, own_contact=Contact("030 9"))
        assert world.activities.redescribe([changed]) == ()
        after = world.activities.get(CAFE)
        assert (after.pause, after.own_contact, after.version) == (PAUSE, Contact("030 9"), 2)
        assert after.seats == Seats(capacity=10, taken=1, taken_elsewhere=4)

    def test_what_somebody_else_wrote_is_not_redescribed(self, world: World) -> None:
        read = [
            world.activities.put(an_activity(f"act_{n}"), expected_version=None) for n in range(3)
        ]
        world.activities.put(replace(read[1], title="Door hen"), expected_version=1)
        world.activities.confirm([read[2].id], on=date(2026, 11, 23))
        missed = world.activities.redescribe([replace(a, pause=PAUSE) for a in read])
        assert missed == ("act_1", "act_2")
        after = [world.activities.get(a.id) for a in read]
        assert [a.pause for a in after] == [PAUSE, None, None]
        assert after[1].title == "Door hen"
        assert after[2].last_confirmed_on == date(2026, 11, 23)

    def test_what_is_gone_is_not_redescribed(self, world: World) -> None:
        assert world.activities.redescribe([an_activity()]) == (CAFE,)

    def test_a_confirmation_moves_the_day_and_no_version(self, world: World) -> None:
        before = world.activities.put(an_activity(), expected_version=None)
        unknown = ActivityId("act_unknown")
        world.activities.confirm([CAFE, unknown, CAFE], on=date(2026, 11, 23))
        after = world.activities.get(CAFE)
        assert after == replace(before, last_confirmed_on=date(2026, 11, 23))
        (listed,) = world.activities.all_active()
        assert listed.last_confirmed_on == date(2026, 11, 23)
        with pytest.raises(NotFound):
            world.activities.get(unknown)

    def test_an_import_makes_what_is_new_and_replaces_what_is_there(self, world: World) -> None:
        world.activities.put(an_activity("act_1"), expected_version=None)
        world.activities.put_many([an_activity("act_1", title="Nieuw"), an_activity("act_2")])
        first, second = (world.activities.get(ActivityId(i)) for i in ("act_1", "act_2"))
        assert (first.title, first.version, second.version) == ("Nieuw", 2, 1)

    def test_an_import_leaves_the_seats_we_gave(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        world.activities.put_many([an_activity(seats=Seats(capacity=3))])
        assert world.activities.get(CAFE).seats == Seats(capacity=3, taken=1)

    def test_an_import_finds_an_activity_by_its_source_id(self, world: World) -> None:
        world.activities.put(an_activity("act_old", source_id="7"), expected_version=None)
        world.activities.put_many([an_activity("act_new", source_id="7", title="Nieuw")])
        assert world.activities.get(ActivityId("act_old")).title == "Nieuw"
        with pytest.raises(NotFound):
            world.activities.get(ActivityId("act_new"))

    def test_of_two_rows_with_one_source_id_the_last_stands(self, world: World) -> None:
        rows = [an_activity("act_1", title=title) for title in ("Eerst", "Laatst")]
        world.activities.put_many(rows)
        assert world.activities.get(ActivityId("act_1")).title == "Laatst"

    def test_all_active_ones_come_with_their_seats(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        paused = an_activity("act_paused", status=ActivityStatus.PAUSED)
        world.activities.put(paused, expected_version=None)
        saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        (only,) = world.activities.all_active()
        assert (only.id, only.seats.taken) == (CAFE, 1)

    def test_an_activity_that_closes_leaves_the_active_ones(self, world: World) -> None:
        activity = world.activities.put(an_activity(), expected_version=None)
        closed = replace(activity, status=ActivityStatus.INACTIVE)
        world.activities.put(closed, expected_version=1)
        assert list(world.activities.all_active()) == []
        assert world.activities.get(CAFE).status is ActivityStatus.INACTIVE

    def test_a_list_is_in_order_of_id_over_all_libraries(self, world: World) -> None:
        names = ["act_z1", "act_a1", "act_91", "act_m1", "act_00", "plain", "act_Q"]
        world.activities.put_many(
            an_activity(name, library=UTRECHT if n % 2 else AMSTERDAM_LIBRARY)
            for n, name in enumerate(names)
        )
        assert pages_of(world, ActivityQuery(page_size=2)) == [
            sorted(names)[start : start + 2] for start in range(0, len(names), 2)
        ]

    def test_a_list_of_one_library_is_its_own(self, world: World) -> None:
        world.activities.put_many(an_activity(f"act_{n}") for n in range(5))
        world.activities.put_many([an_activity("act_x", library=AMSTERDAM_LIBRARY)])
        pages = pages_of(world, ActivityQuery(library=UTRECHT, page_size=2))
        assert pages == [["act_0", "act_1"], ["act_2", "act_3"], ["act_4"]]

    def test_a_list_can_be_of_one_type_or_theme(self, world: World) -> None:
        world.activities.put_many([an_activity(), COURSE])
        of_type = ActivityQuery(type=ActivityType.LANGUAGE_COURSE_NONFORMAL)
        of_theme = ActivityQuery(theme=Theme.MEETING)
        assert pages_of(world, of_type) == [["act_course"]]
        assert pages_of(world, of_theme) == [["act_cafe"]]

    @pytest.mark.parametrize("library", [None, UTRECHT])
    def test_only_who_asks_for_them_sees_inactive_ones(
        self, world: World, library: LibraryId | None
    ) -> None:
        statuses = zip("abc", ActivityStatus, strict=True)
        world.activities.put_many(an_activity(f"act_{x}", status=status) for x, status in statuses)
        assert pages_of(world, ActivityQuery(library=library)) == [["act_a"]]
        everything = ActivityQuery(library=library, include_inactive=True, page_size=2)
        assert pages_of(world, everything) == [["act_a", "act_b"], ["act_c"]]

    def test_a_list_shows_seats_as_they_are(self, world: World) -> None:
        world.activities.put(an_activity(), expected_version=None)
        saved(world, happening(added(world, offered()), "plc_1", Happening.ACCEPTED))
        (only,) = world.activities.list(ActivityQuery(library=UTRECHT)).items
        assert only.seats.taken == 1

    @pytest.mark.parametrize("cursor", ["", "x", "####", "bnVsbA", "W10", "é"])
    def test_a_cursor_that_is_none_is_named_as_the_fault(self, world: World, cursor: str) -> None:
        with pytest.raises(InvalidRequest) as refused:
            world.activities.list(ActivityQuery(cursor=cursor))
        assert [fault.name for fault in refused.value.faults] == ["cursor"]


class ManyActivitiesContract:
    """Run with a fixture `world` that does not slow down with every item."""

    def test_more_than_one_request_can_hold_come_back(self, world: World) -> None:
        made = [an_activity(f"act_{number:03d}") for number in range(120)]
        world.activities.put_many(made)
        assert set(world.activities.get_many(a.id for a in made)) == {a.id for a in made}

    def test_an_import_of_hundreds_stands_whole(self, world: World) -> None:
        rows = [an_activity(f"act_{number:03d}") for number in range(130)]
        world.activities.put_many(reversed(rows))
        assert [a.id for a in world.activities.all_active()] == [a.id for a in rows]
        world.activities.put_many(replace(a, title="Anders") for a in rows)
        changed = world.activities.get_many(a.id for a in rows).values()
        assert {(a.title, a.version) for a in changed} == {("Anders", 2)}

    def test_of_hundreds_each_is_found_again_by_its_own_key(self, world: World) -> None:
        rows = [an_activity(f"act_{number:03d}") for number in range(60)]
        for named in ("a", "b", "b"):
            world.activities.put_many(replace(a, source_id=f"{named}-{a.id}") for a in rows)
        world.activities.put_many(
            replace(a, id=ActivityId(f"act_x{a.id}"), source_id=f"b-{a.id}") for a in rows
        )
        assert {a.id for a in world.activities.all_active()} == {a.id for a in rows}


class LibrariesContract:
    """Run with a fixture `world`."""

    def test_what_is_put_comes_back_whole(self, world: World) -> None:
        world.libraries.put(a_library())
        assert world.libraries.get(UTRECHT) == a_library()

    @pytest.mark.parametrize("isil", ["NL-0800000000", "", "x" * 5000])
    def test_an_unknown_library_is_not_found(self, world: World, isil: str) -> None:
        with pytest.raises(NotFound):
            world.libraries.get(LibraryId(isil))

    def test_a_library_can_be_replaced(self, world: World) -> None:
        world.libraries.put(a_library())
        world.libraries.put(a_library(name="Anders", branches=()))
        after = a_library(name="Anders", branches=(), version=2)
        assert world.libraries.get(UTRECHT) == after

    def test_all_libraries_are_listed_by_isil(self, world: World) -> None:
        for isil in ("NL-0899040000", "NL-0899010000", "NL-0899020000"):
            world.libraries.put(a_library(isil))
        assert [library.isil for library in world.libraries.list()] == [
            "NL-0899010000",
            "NL-0899020000",
            "NL-0899040000",
        ]

    def test_every_change_of_a_library_moves_its_version(self, world: World) -> None:
        world.libraries.put(a_library(), expected_version=0)
        world.libraries.put(a_library(name="Anders"), expected_version=1)
        world.libraries.put(a_library(name="Weer anders"))
        assert world.libraries.get(UTRECHT) == a_library(name="Weer anders", version=3)

    @pytest.mark.parametrize(("there", "expected"), [(True, 0), (True, 2), (False, 1)])
    def test_a_library_of_another_version_is_left_alone(
        self,
        world: World,
        there: bool,  # noqa: FBT001
        expected: int,
    ) -> None:
        if there:
            world.libraries.put(a_library())
        before = world.everything()
        with pytest.raises(PreconditionFailed):
            world.libraries.put(a_library(name="Anders"), expected_version=expected)
        assert world.everything() == before

    def test_region_and_pause_of_a_library_come_back_and_go(self, world: World) -> None:
        given = a_library(holiday_region=HolidayRegion.ZUID, pause=PAUSE)
        world.libraries.put(given)
        assert world.libraries.get(UTRECHT) == given
        world.libraries.put(a_library())
        assert world.libraries.get(UTRECHT) == a_library(version=2)

    def test_libraries_come_by_the_page(self, world: World) -> None:
        isils = [f"NL-08990{number}0000" for number in range(1, 6)]
        for isil in reversed(isils):
            world.libraries.put(a_library(isil))
        found, cursor = [], None
        for _ in range(3):
            page = world.libraries.page(page_size=2, cursor=cursor)
            found.append([one.isil for one in page.items])
            cursor = page.next_cursor
        assert found == [isils[0:2], isils[2:4], isils[4:]]
        assert cursor is None

    def test_a_page_that_just_holds_them_all_is_the_last(self, world: World) -> None:
        world.libraries.put(a_library())
        assert world.libraries.page(page_size=1).next_cursor is None

    def test_a_cursor_that_is_none_is_named(self, world: World) -> None:
        with pytest.raises(InvalidRequest):
            world.libraries.page(page_size=2, cursor="####")

    def test_a_reminder_is_claimed_once_and_can_be_given_back(self, world: World) -> None:
        world.libraries.put(a_library())
        today, fortnight_ago = date(2026, 11, 23), date(2026, 11, 10)
        asked = {"on": today, "not_since": fortnight_ago}
        assert world.libraries.claim_reminder(UTRECHT, **asked)
        assert not world.libraries.claim_reminder(UTRECHT, **asked)
        world.libraries.give_back_reminder(UTRECHT, on=date(2026, 11, 22))  # another day's
        assert not world.libraries.claim_reminder(UTRECHT, **asked)
        world.libraries.give_back_reminder(UTRECHT, on=today)
        assert world.libraries.claim_reminder(UTRECHT, **asked)
        assert world.libraries.claim_reminder(
            UTRECHT, on=date(2026, 12, 7), not_since=date(2026, 11, 24)
        )

    def test_a_reminder_outlives_a_change_of_the_library(self, world: World) -> None:
        world.libraries.put(a_library())
        asked = {"on": date(2026, 11, 23), "not_since": date(2026, 11, 10)}
        assert world.libraries.claim_reminder(UTRECHT, **asked)
        world.libraries.put(a_library(name="Anders"), expected_version=1)
        assert not world.libraries.claim_reminder(UTRECHT, **asked)

    def test_an_unknown_library_is_not_reminded(self, world: World) -> None:
        asked = {"on": date(2026, 11, 23), "not_since": date(2026, 11, 10)}
        assert not world.libraries.claim_reminder(UTRECHT, **asked)
        with pytest.raises(NotFound):
            world.libraries.get(UTRECHT)


BASICS = Programme(
    id=ProgrammeId("taalcafe-basis"),
    title="Taalcafé: de basis",
    description="Lessen en werkvormen",
    themes=(Theme.LANGUAGE,),
    materials=(Material("Werkvormen", "https://programma.example/a.pdf", "nl"),),
)


class ProgrammesContract:
    """Run with a fixture `world`."""

    def test_what_is_put_comes_back_whole(self, world: World) -> None:
        assert world.programmes.put(BASICS, expected_version=0) == BASICS
        assert world.programmes.get(BASICS.id) == BASICS

    def test_a_change_moves_the_version(self, world: World) -> None:
        world.programmes.put(BASICS, expected_version=0)
        ended = replace(BASICS, active=False, materials=())
        assert world.programmes.put(ended, expected_version=1) == replace(ended, version=2)
        assert world.programmes.get(BASICS.id) == replace(ended, version=2)

    @pytest.mark.parametrize(("there", "expected"), [(True, 0), (True, 2), (False, 1)])
    def test_one_of_another_version_is_left_alone(
        self,
        world: World,
        there: bool,  # noqa: FBT001
        expected: int,
    ) -> None:
        if there:
            world.programmes.put(BASICS, expected_version=0)
        with pytest.raises(PreconditionFailed):
            world.programmes.put(replace(BASICS, title="Anders"), expected_version=expected)
        assert world.programmes.page(page_size=9).items == ((BASICS,) if there else ())

    @pytest.mark.parametrize("id_", ["unknown", "", "x" * 5000])
    def test_an_unknown_one_is_not_found(self, world: World, id_: str) -> None:
        with pytest.raises(NotFound):
            world.programmes.get(ProgrammeId(id_))

    def test_they_come_by_the_page_in_order_of_id(self, world: World) -> None:
        for id_ in ("c", "a", "b"):
            world.programmes.put(replace(BASICS, id=ProgrammeId(id_)), expected_version=0)
        first = world.programmes.page(page_size=2)
        last = world.programmes.page(page_size=2, cursor=first.next_cursor)
        assert [one.id for page in (first, last) for one in page.items] == ["a", "b", "c"]
        assert last.next_cursor is None
        with pytest.raises(InvalidRequest):
            world.programmes.page(page_size=2, cursor="####")


def pages_of(world: World, query: ActivityQuery) -> list[list[str]]:
    pages = []
    while True:
        page = world.activities.list(query)
        pages.append([str(activity.id) for activity in page.items])
        if page.next_cursor is None:
            return pages
        query = replace(query, cursor=page.next_cursor)
