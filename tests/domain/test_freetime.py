from collections.abc import Sequence
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.freetime import SLOTS, FreeInterval, fits, merged, part_of_day, slot
from chalicelib.domain.schedule import Session, Weekday


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def tuesday(begin: str, end: str) -> FreeInterval:
    return FreeInterval(Weekday.TUE, at(begin), at(end))


def meeting(start: str, minutes: int = 90, weekday: Weekday = Weekday.TUE) -> Session:
    return Session(time.fromisoformat(start), minutes, weekday=weekday)


def test_there_are_three_slots_on_each_of_seven_days() -> None:
    assert len(SLOTS) == len(set(SLOTS)) == 21
    assert SLOTS[:3] == ("mon_morning", "mon_afternoon", "mon_evening")
    assert SLOTS[-1] == "sun_evening"


def test_a_slot_is_a_part_of_a_day_that_asks_for_the_start_only() -> None:
    assert slot("tue_morning") == FreeInterval(Weekday.TUE, at("06:00"), at("12:00"), True)  # noqa: FBT003
    assert slot("sun_evening") == FreeInterval(Weekday.SUN, at("18:00"), at("23:00"), True)  # noqa: FBT003


@pytest.mark.parametrize("name", ["", "tue", "tue_night", "Tue_morning", "tue morning"])
def test_an_unknown_slot_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a slot"):
        slot(name)


@pytest.mark.parametrize(
    ("start", "part"),
    [
        ("05:59", None),  # the night
        ("06:00", "morning"),
        ("11:59", "morning"),
        ("12:00", "afternoon"),
        ("17:59", "afternoon"),
        ("18:00", "evening"),
        ("22:59", "evening"),
        ("23:00", None),
        ("00:00", None),
    ],
)
def test_a_day_has_three_parts_and_a_night(start: str, part: str | None) -> None:
    assert part_of_day(time.fromisoformat(start)) == part


@given(start=st.builds(time, st.integers(0, 23), st.integers(0, 59)), day=st.sampled_from(Weekday))
def test_a_session_fits_the_slot_of_its_own_part_of_day_and_no_other(
    start: time, day: Weekday
) -> None:
    session = Session(start, 60, weekday=day)
    taking = [name for name in SLOTS if fits(session, 0, [slot(name)])]
    part = part_of_day(start)
    assert taking == ([] if part is None else [f"{day}_{part}"])


def test_without_a_word_about_time_anything_fits_and_with_no_time_nothing_does() -> None:
    assert fits(meeting("03:00"), 240, None)
    assert not fits(meeting("10:00"), 0, [])


@pytest.mark.parametrize(
    ("start", "minutes", "travel", "fitting"),
    [
        ("09:15", 90, 30, True),  # leaves 08:45 as the school bell rings
        ("09:14", 90, 30, False),  # would have to leave a minute too early
        ("12:30", 90, 30, True),  # ends at 14:00 sharp
        ("12:31", 90, 30, False),  # ends a minute too late
        ("08:45", 315, 0, True),  # all of it, when she lives next door
        ("08:45", 315, 1, False),
    ],
)
def test_an_interval_takes_the_whole_session_and_the_travel_to_it(
    start: str, minutes: int, travel: int, fitting: object
) -> None:
    school_hours = [tuesday("08:45", "14:00")]
    assert fits(meeting(start, minutes), travel, school_hours) is fitting


def test_a_slot_asks_neither_for_the_travel_nor_for_the_end() -> None:
    assert fits(meeting("06:00", 600), 240, [slot("tue_morning")])
    assert not fits(meeting("12:00", 30), 0, [slot("tue_morning")])


def test_another_day_does_not_count() -> None:
    all_tuesday = [tuesday("00:00", "24:00")]
    assert not fits(meeting("10:00", weekday=Weekday.WED), 0, all_tuesday)
    assert not fits(meeting("10:00", weekday=Weekday.WED), 0, [slot("tue_morning")])


def test_a_single_meeting_counts_for_its_weekday() -> None:
    on_a_tuesday = Session(time(10, 0), 60, on_date=date(2026, 11, 24))
    assert fits(on_a_tuesday, 15, [tuesday("09:00", "12:00")])


@pytest.mark.parametrize(
    ("start", "minutes", "travel"),
    [
        ("23:30", 60, 0),  # runs past midnight
        ("00:10", 60, 20),  # she would leave on the day before
    ],
)
def test_an_interval_never_crosses_midnight(start: str, minutes: int, travel: int) -> None:
    day_and_neighbours = [
        FreeInterval(day, 0, at("24:00")) for day in (Weekday.MON, Weekday.TUE, Weekday.WED)
    ]
    assert not fits(meeting(start, minutes), travel, day_and_neighbours)


def test_neighbouring_intervals_count_as_one() -> None:
    session = meeting("11:00", 120)
    assert fits(session, 15, [tuesday("12:00", "14:00"), tuesday("08:00", "12:00")])
    assert not fits(session, 15, [tuesday("12:01", "14:00"), tuesday("08:00", "12:00")])


def test_a_slot_and_an_interval_stand_beside_each_other() -> None:
    free = [slot("tue_evening"), tuesday("08:00", "12:00")]
    assert fits(meeting("10:00"), 0, free)
    assert fits(meeting("19:00", 240), 0, free)
    assert not fits(meeting("13:00"), 0, free)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (
            [tuesday("08:00", "12:00"), tuesday("12:00", "14:00")],
            [tuesday("08:00", "14:00")],
        ),  # touching
        (
            [tuesday("10:00", "14:00"), tuesday("08:00", "11:00")],
            [tuesday("08:00", "14:00")],
        ),  # overlapping
        (
            [tuesday("08:00", "14:00"), tuesday("09:00", "10:00")],
            [tuesday("08:00", "14:00")],
        ),  # one in the other
        (
            [tuesday("13:00", "14:00"), tuesday("08:00", "12:00")],
            [tuesday("08:00", "12:00"), tuesday("13:00", "14:00")],
        ),  # apart
        (
            [slot("tue_afternoon"), slot("tue_morning"), slot("tue_morning")],
            [slot("tue_morning"), slot("tue_afternoon")],
        ),  # slots stay themselves
        (
            [slot("tue_morning"), tuesday("12:00", "14:00")],
            [tuesday("12:00", "14:00"), slot("tue_morning")],
        ),  # a slot never lengthens an interval
        ([], []),
    ],
)
def test_free_time_is_told_in_as_few_pieces_as_it_has(
    told: list[FreeInterval], meant: list[FreeInterval]
) -> None:
    assert merged(told) == tuple(meant)


def test_midnight_keeps_two_days_apart() -> None:
    monday = FreeInterval(Weekday.MON, at("20:00"), at("24:00"))
    assert merged([tuesday("00:00", "02:00"), monday]) == (monday, tuesday("00:00", "02:00"))


@pytest.mark.parametrize(("begin", "end"), [(600, 600), (700, 600), (-1, 600), (600, 1441)])
def test_an_interval_that_is_no_stretch_of_one_day_is_refused(begin: int, end: int) -> None:
    with pytest.raises(ValueError, match="no stretch of one day"):
        FreeInterval(Weekday.TUE, begin, end)


@st.composite
def intervals(draw: st.DrawFn) -> FreeInterval:
    begin, end = sorted(draw(st.tuples(st.integers(0, 1439), st.integers(0, 1439))))
    return FreeInterval(
        draw(st.sampled_from([Weekday.MON, Weekday.TUE])), begin, end + 1, draw(st.booleans())
    )


MEETINGS = st.builds(
    Session,
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.integers(1, 300),
    weekday=st.sampled_from([Weekday.MON, Weekday.TUE]),
)


def minute_by_minute(session: Session, travel: int, free: Sequence[FreeInterval]) -> bool:
    """The definition, read off a day of 1440 minutes."""
    that_day = [i for i in free if i.weekday is session.day]
    start, end = session.start_minute, session.end_minute
    if any(i.start_only and i.from_minute <= start < i.until_minute for i in that_day):
        return True
    plain = [i for i in that_day if not i.start_only]
    return all(
        any(i.from_minute <= minute < i.until_minute for i in plain)
        for minute in range(start - travel, end)
    )


@given(session=MEETINGS, travel=st.integers(0, 90), free=st.lists(intervals(), max_size=6))
def test_fitting_is_having_every_minute_of_it_free(
    session: Session, travel: int, free: list[FreeInterval]
) -> None:
    assert fits(session, travel, free) == minute_by_minute(session, travel, free)


@given(session=MEETINGS, travel=st.integers(0, 90), free=st.lists(intervals(), max_size=6))
def test_merging_changes_nothing_of_what_fits(
    session: Session, travel: int, free: list[FreeInterval]
) -> None:
    assert fits(session, travel, merged(free)) == fits(session, travel, free)


@given(free=st.lists(intervals(), max_size=6))
def test_merging_twice_is_merging_once(free: list[FreeInterval]) -> None:
    assert merged(merged(free)) == merged(free)
