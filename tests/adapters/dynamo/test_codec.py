"""Every field of a domain value is an attribute of its item, and comes back as it was."""

from contextlib import suppress
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamo import codec
from chalicelib.adapters.dynamo.cursor import cursor_after, position_of
from chalicelib.adapters.dynamo.items import (
    ActivityItem,
    AuditItem,
    Item,
    LibraryItem,
    MessageItem,
    PersonItem,
    PlacementItem,
    ProgrammeItem,
    ReferralItem,
    SeatsItem,
    TaskItem,
)
from chalicelib.domain.catalogue import Activity, Library, Seats
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.events import Event
from chalicelib.domain.message import Message
from chalicelib.domain.person import Person
from chalicelib.domain.placement import Placement
from chalicelib.domain.programme import Programme
from chalicelib.domain.referral import Referral
from chalicelib.domain.task import Task
from tests.fakes.making import a_placement, an_activity


@pytest.mark.parametrize(
    ("item", "kind", "elsewhere"),
    [
        (ReferralItem, Referral, {"placements", "messages", "tasks"}),  # items beside it
        (PlacementItem, Placement, set()),
        (MessageItem, Message, set()),
        (TaskItem, Task, set()),
        (AuditItem, Event, set()),
        (ActivityItem, Activity, {"seats"}),  # an item of its own
        (SeatsItem, Seats, set()),
        (LibraryItem, Library, set()),
        (ProgrammeItem, Programme, set()),
        (PersonItem, Person, set()),
    ],
)
def test_no_field_is_forgotten(item: type[Item], kind: type, elsewhere: set[str]) -> None:
    assert {field.name for field in fields(kind)} - elsewhere <= set(item.get_attributes())


def test_a_value_comes_back_equal() -> None:
    activity = an_activity()
    assert codec.thing(Activity, codec.attributes(activity)) == activity


def test_a_field_of_a_newer_release_is_passed_over() -> None:
    stored = codec.attributes(a_placement()) | {"later": "unknown here"}
    assert codec.thing(Placement, stored) == a_placement()


def test_a_field_that_an_older_release_did_not_write_takes_its_default() -> None:
    stored = codec.attributes(a_placement())
    del stored["seat_counted"], stored["round"]
    assert codec.thing(Placement, stored) == a_placement()


@given(st.text())
def test_a_cursor_leads_back_to_its_position(position: str) -> None:
    assert position_of(cursor_after(position)) == position


@given(st.text())
def test_any_other_text_is_a_position_or_a_fault_and_never_a_crash(text: str) -> None:
    with suppress(InvalidRequest):
        assert isinstance(position_of(text), str)
