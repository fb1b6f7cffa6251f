"""What an activity has of its own, and what it has of its library."""

from dataclasses import replace

import pytest

from chalicelib.domain.catalogue import (
    VOLUNTEER_RUN,
    Contact,
    Library,
    closed_by_default,
)
from chalicelib.domain.geography import Point
from chalicelib.domain.holidays import HolidayRegion
from chalicelib.domain.vocabulary import ActivityType, Facility
from tests.domain.test_pause import CHRISTMAS
from tests.fakes.making import OVERVECHT, a_library, an_activity

HERE = frozenset({"GM0344"})
THERE = frozenset({"GM0363"})
OURS, THEIRS = Contact("030 1", "a@b.example"), Contact("030 2", "c@d.example")


@pytest.mark.parametrize(("own", "in_force"), [(frozenset(), HERE), (THERE, THERE)])
def test_the_area_in_force_is_its_own_or_that_of_its_library(
    own: frozenset[str], in_force: frozenset[str]
) -> None:
    activity = an_activity(own_service_area=own).of(a_library(service_area=HERE))
    assert (activity.service_area, activity.own_service_area) == (in_force, own)


@pytest.mark.parametrize(
    ("own", "in_force"),
    [
        (Contact(), OURS),
        (THEIRS, THEIRS),
        (Contact(phone="030 2"), Contact("030 2", "a@b.example")),  # each by itself
    ],
)
def test_the_contact_in_force_is_its_own_completed_by_its_library(
    own: Contact, in_force: Contact
) -> None:
    activity = an_activity(own_contact=own).of(a_library(contact=OURS))
    assert (activity.contact, activity.own_contact) == (in_force, own)


@pytest.mark.parametrize(
    ("said", "own"),
    [
        (OURS, Contact()),
        (THEIRS, THEIRS),
        (Contact("030 1", "c@d.example"), Contact(email="c@d.example")),
        (Contact(), Contact()),
    ],
)
def test_what_is_said_as_the_library_says_it_is_not_its_own(said: Contact, own: Contact) -> None:
    assert said.beyond(OURS) == own


def test_branch_and_pause_follow_the_library() -> None:
    moved = replace(OVERVECHT, name="Nieuw", facilities=frozenset({Facility.QUIET}))
    activity = an_activity().of(a_library(branches=(moved,), pause=CHRISTMAS))
    assert (activity.branch, activity.pause) == (moved, CHRISTMAS)
    assert activity.offered_facilities == {Facility.QUIET}
    assert activity.of(a_library(branches=(moved,))).pause is None


def test_a_branch_that_vanished_stays_where_it_was() -> None:
    assert an_activity().of(a_library(branches=())).branch == OVERVECHT


def test_following_twice_changes_nothing_more() -> None:
    library = a_library(pause=CHRISTMAS)
    once = an_activity().of(library)
    assert once.of(library) == once


@pytest.mark.parametrize(
    ("type_", "library", "closed"),
    [
        (ActivityType.LANGUAGE_CAFE, a_library(), "midden"),  # Utrecht, by its place
        (ActivityType.LANGUAGE_CAFE, a_library(holiday_region=HolidayRegion.ZUID), "zuid"),
        (ActivityType.LANGUAGE_HOUSE_DESK, a_library(), None),
        (ActivityType.LANGUAGE_COURSE_NONFORMAL, a_library(), None),
    ],
)
def test_what_volunteers_run_is_closed_in_the_school_holidays(
    type_: ActivityType, library: Library, closed: str | None
) -> None:
    assert closed_by_default(type_, library, OVERVECHT) == closed


def test_a_library_in_two_regions_is_closed_by_branch() -> None:
    arnhem = replace(OVERVECHT, point=Point(51.985, 5.899))
    assert closed_by_default(ActivityType.LANGUAGE_CAFE, a_library(), arnhem) == "zuid"


def test_volunteers_run_what_people_talk_and_read_in() -> None:
    paid = {"ido", "language_house_desk", "self_study", "digital_course", "library_tour"}
    assert not paid & {type_.value for type_ in VOLUNTEER_RUN}
    assert len(VOLUNTEER_RUN) == 10
