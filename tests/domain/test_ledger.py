"""The register and the ledger: corrections, their order, and sums that always add up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import Actor
from chalicelib.domain.ids import ActivityId, PlacementId
from chalicelib.domain.ledger import (
    Attendance,
    EntryKind,
    LedgerEntry,
    Noted,
    Presence,
    Register,
    standing,
    written,
)
from tests.fakes.making import NOW, UTRECHT

TUESDAY = date(2026, 11, 17)
EMPTY = Register(PlacementId("plc_1"), ActivityId("act_cafe"), UTRECHT)
LIBRARY = Actor("library", UTRECHT)
PRESENT, LATE, ABSENT = Presence
Said = tuple[Attendance, datetime]


def noted(said_at: datetime = NOW) -> Noted:
    return Noted(LIBRARY, NOW, said_at)


def there(week: int = 0, *, minutes: int = 90) -> Attendance:
    return Attendance(TUESDAY + timedelta(weeks=week), PRESENT, minutes)


def away(week: int = 0, *, notified: bool = False) -> Attendance:
    return Attendance(TUESDAY + timedelta(weeks=week), ABSENT, notified=notified)


def after(said: Iterable[Said]) -> tuple[Register, list[LedgerEntry]]:
    """What is written down after all this, in this order."""
    register, entries = EMPTY, list[LedgerEntry]()
    for attendance, at in said:
        now = written(register, attendance, noted(at))
        if now is not None:
            register, entries = now.register, [*entries, *now.entries]
    return register, entries


def told(*said: Attendance) -> Register:
    return after((one, NOW + timedelta(minutes=n)) for n, one in enumerate(said))[0]


def test_a_day_on_which_she_was_there_is_an_entry_signed_by_who_wrote_it() -> None:
    _, entries = after([(there(), NOW)])
    assert entries == [
        LedgerEntry(
            EMPTY.placement_id, EMPTY.activity_id, TUESDAY, 1, EntryKind.PRESENT, 90, noted()
        )
    ]


def test_a_correction_is_a_new_entry_and_the_old_one_stays() -> None:
    later = NOW + timedelta(minutes=1)
    _, entries = after([(there(minutes=90), NOW), (there(minutes=60), later)])
    assert [(e.number, e.minutes) for e in entries] == [(1, 90), (2, 60)]
    assert [e.minutes for e in standing(entries)] == [60]


def test_absence_is_no_entry_and_takes_back_what_was_one() -> None:
    assert after([(away(), NOW)])[1] == []
    register, entries = after([(there(), NOW), (away(), NOW + timedelta(minutes=1))])
    assert [(e.kind, e.minutes) for e in entries] == [("present", 90), ("struck", 0)]
    assert standing(entries) == ()
    assert register.no_shows == 1


def test_what_is_older_of_the_same_day_changes_nothing() -> None:
    known = told(there())
    earlier = noted(NOW - timedelta(seconds=1))
    assert written(known, away(), earlier) is None
    assert written(known, there(1), earlier) is not None


@pytest.mark.parametrize(
    ("said", "no_shows"),
    [
        ((), 0),
        ((away(),), 1),
        ((away(), away(1)), 2),
        ((away(1), away()), 2),  # in whatever order they are told
        ((away(), there(1), away(2)), 1),
        ((away(), away(1), there(2)), 0),
        ((away(), away(1, notified=True)), 0),  # she said that she could not
        ((away(), there()), 0),  # corrected
    ],
)
def test_no_shows_are_those_in_a_row_that_she_had_not_told(
    said: tuple[Attendance, ...], no_shows: int
) -> None:
    assert told(*said).no_shows == no_shows


def test_she_is_asked_after_two_and_again_only_after_she_came() -> None:
    assert not told(away()).asks_her
    twice = told(away(), away(1))
    assert twice.asks_her
    asked = replace(twice, asked_at=NOW)
    assert not asked.asks_her
    came = written(asked, there(2), noted())
    assert came is not None
    assert came.register.asked_at is None


@pytest.mark.parametrize(
    ("days", "heard", "calls"),
    [
        (6, None, False),
        (7, None, True),
        (7, NOW - timedelta(days=1), True),
        (7, NOW + timedelta(days=1), False),
    ],
)
def test_a_library_calls_after_a_week_of_silence(
    *, days: int, heard: datetime | None, calls: bool
) -> None:
    asked = replace(told(away(), away(1)), asked_at=NOW)
    at = NOW + timedelta(days=days)
    assert asked.needs_a_call(last_heard_at=heard, at=at) is calls


def test_who_cannot_be_asked_is_called_at_once_and_nobody_after_one_miss() -> None:
    assert told(away(), away(1)).needs_a_call(last_heard_at=None, at=NOW)
    assert not told(away()).needs_a_call(last_heard_at=None, at=NOW)


ATTENDANCES = st.builds(
    Attendance,
    held_on=st.integers(0, 3).map(lambda week: TUESDAY + timedelta(weeks=week)),
    presence=st.sampled_from(Presence),
    minutes=st.integers(1, 240),
)


@given(st.lists(ATTENDANCES, max_size=12))
def test_the_sum_is_that_of_what_was_said_last_of_each_day(said: list[Attendance]) -> None:
    at = [NOW + timedelta(minutes=n) for n in range(len(said))]
    last = {one.held_on: one for one in said}
    expected = sum(one.minutes for one in last.values() if one.was_there)
    _, entries = after(zip(said, at, strict=True))
    assert sum(entry.minutes for entry in standing(entries)) == expected
    assert len({(e.held_on, e.number) for e in entries}) == len(entries)
    assert all(e.minutes == 0 for e in entries if e.kind is EntryKind.STRUCK)


@given(st.lists(ATTENDANCES, max_size=4))
def test_in_whatever_order_it_arrives_the_same_stands(said: list[Attendance]) -> None:
    told_at = [(one, NOW + timedelta(minutes=n)) for n, one in enumerate(said)]
    ends = set()
    for order in permutations(told_at + told_at[:1]):
        register, entries = after(order)
        days = tuple((m.said, m.noted.said_at) for m in register.marks)
        hours = tuple((e.held_on, e.minutes, e.kind) for e in standing(entries))
        ends.add((days, hours))
    assert len(ends) == 1
