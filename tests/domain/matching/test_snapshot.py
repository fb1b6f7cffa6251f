"""A snapshot holds the active activities, whole, and refuses what it is not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.catalogue import Activity
from chalicelib.domain.holidays import Holidays
from chalicelib.domain.matching import codec
from chalicelib.domain.matching.engine import match
from chalicelib.domain.matching.facts import facts_of
from chalicelib.domain.matching.snapshot import ById, Catalogue, pack
from chalicelib.domain.vocabulary import ActivityStatus
from tests.domain.matching import worlds


@pytest.mark.parametrize("activity", worlds.POOL[:300], ids=lambda activity: activity.id)
def test_an_activity_comes_back_as_it_was(activity: Activity) -> None:
    assert codec.decode_activity(codec.encode_activity(activity)) == activity


def test_an_activity_with_broken_text_comes_back_as_it_was() -> None:
    activity = replace(worlds.FITTING, description="half a sign: \ud83d", title="\x00")
    assert codec.decode_activity(codec.encode_activity(activity)) == activity


def test_a_row_of_another_layout_is_refused() -> None:
    later = codec.LAYOUT + 1
    with pytest.raises(ValueError, match=f"layout {later}; this release reads {codec.LAYOUT}"):
        codec.decode_activity(f'[{later},"act_1"]'.encode())


@pytest.mark.parametrize("activity", worlds.POOL[:100], ids=lambda activity: activity.id)
def test_facts_come_back_as_they_were(activity: Activity) -> None:
    facts = facts_of(activity)
    assert codec.decode_kind(codec.encode_kind(facts.kind)) == facts.kind
    assert codec.decode_times(codec.encode_times(facts.times)) == facts.times
    assert codec.decode_room(codec.encode_room(facts.room)) == facts.room
    assert codec.decode_words(codec.encode_words(facts.area)) == facts.area
    assert codec.decode_facilities(codec.encode_words(facts.facilities)) == facts.facilities
    assert codec.decode_day(codec.encode_day(facts.confirmed)) == facts.confirmed


@settings(max_examples=60, deadline=None)
@given(activities=worlds.catalogues(most=80), holidays=worlds.holidays)
def test_a_catalogue_holds_the_active_ones(activities: list[Activity], holidays: Holidays) -> None:
    catalogue = Catalogue.of(activities, holidays)
    active = [one for one in activities if one.status is ActivityStatus.ACTIVE]
    assert sorted(catalogue, key=lambda one: one.id) == sorted(active, key=lambda one: one.id)
    assert len(catalogue) == catalogue.considered == len(active)
    assert catalogue.holidays == holidays


def test_an_activity_is_found_at_its_place_with_its_id() -> None:
    catalogue = Catalogue.of(worlds.POOL)
    for place, activity in enumerate(catalogue):
        assert catalogue.id_at(place) == activity.id
        assert catalogue.activity(place) == activity


def test_where_all_else_is_equal_the_id_decides_not_the_place() -> None:
    catalogue = Catalogue.of(worlds.POOL)
    by_id = sorted(ById(catalogue, place) for place in reversed(range(len(catalogue))))
    ids = [catalogue.id_at(one.place) for one in by_id]
    assert ids == sorted(activity.id for activity in catalogue)


def test_two_activities_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two activities have the id act_fits"):
        Catalogue.of([worlds.FITTING, worlds.FITTING])


@pytest.mark.parametrize("data", [b"", b"wegwijs1" + bytes(16), b"PK\x03\x04 and so on"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a snapshot of this layout"):
        Catalogue.load(data, codec.decode_activity)


def test_a_snapshot_is_searched_in_the_bytes_it_came_in() -> None:
    data = pack(
        worlds.POOL,
        version="2026-11-23",
        holidays=worlds.HOLIDAYS[1],
        encode=codec.encode_activity,
    )
    loaded = Catalogue.load(memoryview(data), codec.decode_activity)
    answer = match(worlds.ASKING, loaded, worlds.NOW)
    assert answer == match(
        worlds.ASKING,
        Catalogue.of(worlds.POOL, worlds.HOLIDAYS[1], version="2026-11-23"),
        worlds.NOW,
    )
    assert answer.catalogue_version == "2026-11-23"
    assert sum(loaded.sizes().values()) <= len(data)
    assert loaded.branch_of.obj is data


@settings(max_examples=30, deadline=None)
@given(st.permutations(worlds.POOL[:12]))
def test_an_activity_is_asked_for_once(activities: list[Activity]) -> None:
    once = iter(activities)
    data = pack(once, version="", holidays=Holidays({}), encode=codec.encode_activity)
    assert list(once) == []
    assert len(Catalogue.load(data, codec.decode_activity)) == sum(
        one.status is ActivityStatus.ACTIVE for one in activities
    )
