"""Numbers on a shared telephone, deadlines in working days, meetings, and what a receipt moves."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.domain.answering import at_part_of_day, nearer, opened, still_open
from chalicelib.domain.events import CLOCK
from chalicelib.domain.holidays import HolidayRegion, Holidays
from chalicelib.domain.ids import MessageId, PlacementId, ReferralId
from chalicelib.domain.meeting import first_meeting, is_held, length
from chalicelib.domain.message import Message, MessageKind, MessageState, received
from chalicelib.domain.numbering import Choice, choices, newest_asked, numbers
from chalicelib.domain.reply import Reply, Wish
from chalicelib.domain.schedule import ClosedDays, Session, Weekday
from chalicelib.domain.step import begun
from chalicelib.domain.task import TaskReason, deadline, task_id
from tests.fakes.making import NOW, a_message, a_placement, a_referral, an_activity

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (None, (1, 2, 3)),
        (0, (1, 2, 3)),
        (1, (4, 5, 6)),
        (2, (7, 8, 10)),  # 9 is "call me"
        (3, (11, 12, 13)),
    ],
)
def test_options_are_numbered_on_from_a_line(line: int | None, expected: tuple[int, ...]) -> None:
    assert numbers(line) == expected


def test_no_two_lines_share_a_number_and_none_is_nine_or_nought() -> None:
    every = [number for line in range(50) for number in numbers(line)]
    assert len(every) == len(set(every))
    assert not {0, 9} & set(every)


def a_text(id_: str, sent_at: datetime | None, **changes: object) -> Message:
    sent = a_message(id_, state=MessageState.SENT, due_at=None, sent_at=sent_at)
    return replace(sent, **changes)  # type: ignore[arg-type]


def test_a_number_means_what_the_newest_offer_showed() -> None:
    old = a_text("msg_1", NOW, options=(PlacementId("plc_1"), PlacementId("plc_2")))
    new = a_text("msg_2", NOW, options=(PlacementId("plc_3"),), round=2)
    referral = a_referral(messages=(old, new), line=1)
    assert choices([referral]) == {4: Choice(referral, new, 0)}


@pytest.mark.parametrize(
    ("kind", "positions"),
    [
        (MessageKind.HOW_WAS_IT, [0, 1, 2]),
        (MessageKind.ASK_TIME, [0, 1, 2]),
        (MessageKind.STILL_INTERESTED, [0]),
        (MessageKind.SEAT_FREE, [0]),
        (MessageKind.MISSED_YOU, [0]),
        (MessageKind.STILL_COMING, [0]),
    ],
)
def test_a_question_takes_the_first_numbers_of_her_line(
    kind: MessageKind, positions: list[int]
) -> None:
    shown = (PlacementId("plc_1"), PlacementId("plc_2"), PlacementId("plc_3"))
    offer = a_text("msg_1", NOW, options=shown)
    # Made before the offer, as a question after a meeting is, and sent after it.
    question = a_text("msg_2", NOW + timedelta(days=1), kind=kind)
    hers = a_referral("ref_1", messages=(question, offer), line=1)
    anothers = a_referral("ref_2", messages=(offer,), line=0)
    meant = choices([anothers, hers])
    asked = [4 + position for position in positions]
    assert [meant[number] for number in asked] == [Choice(hers, question, p) for p in positions]
    assert all(meant[number] == Choice(anothers, offer, number - 1) for number in (1, 2, 3))
    assert all(meant[n] == Choice(hers, offer, n - 4) for n in {4, 5, 6} - set(asked))


def test_a_reminder_of_an_offer_numbers_what_is_open_now() -> None:
    offer = a_text("msg_1", NOW, options=(PlacementId("plc_1"), PlacementId("plc_2")))
    reminder = a_text(
        "msg_2",
        NOW + timedelta(days=2),
        kind=MessageKind.OFFER_REMINDER,
        options=(PlacementId("plc_2"),),
    )
    referral = a_referral(messages=(offer, reminder))
    assert choices([referral]) == {1: Choice(referral, reminder, 0)}


def test_what_did_not_go_out_asked_nothing() -> None:
    waiting = a_message()
    assert newest_asked([a_referral(messages=(waiting,))]) is None
    assert choices([a_referral(messages=(waiting,))]) == {}


def test_the_text_that_asked_last_is_the_one_that_is_answered() -> None:
    first = a_referral("ref_1", messages=(a_text("msg_1", NOW),))
    later = a_referral("ref_2", messages=(a_text("msg_2", NOW + timedelta(minutes=1)),))
    confirmed = a_text("msg_3", NOW + timedelta(days=1), kind=MessageKind.CONFIRMATION)
    quiet = a_referral("ref_3", messages=(confirmed,))
    assert newest_asked([first, later, quiet]) == (later, later.messages[0])
    under_way = replace(first.messages[0], state=MessageState.SENDING, sent_at=None)
    sending = a_referral("ref_1", messages=(under_way,))
    assert newest_asked([sending, later]) == (sending, under_way)
    in_doubt = replace(under_way, state=MessageState.UNKNOWN)
    doubtful = a_referral("ref_1", messages=(in_doubt,))
    assert newest_asked([doubtful, later]) == (later, later.messages[0])


@pytest.mark.parametrize(
    ("at", "days", "due"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), 0, date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), 0, date(2026, 11, 24)),  # past midnight here
        (datetime(2026, 11, 27, 9, tzinfo=UTC), 1, date(2026, 11, 30)),  # over the weekend
        (datetime(2026, 11, 28, 9, tzinfo=UTC), 0, date(2026, 11, 30)),  # on a Saturday
        (datetime(2026, 12, 24, 9, tzinfo=UTC), 1, date(2026, 12, 28)),  # over Christmas
    ],
)
def test_a_deadline_is_a_working_day(at: datetime, days: int, due: date) -> None:
    assert deadline(at, days) == due


def test_a_task_is_named_after_what_it_is_about() -> None:
    one = task_id(ReferralId("ref_1"), TaskReason.CALL_ME, 1)
    assert one == task_id(ReferralId("ref_1"), TaskReason.CALL_ME, 1)
    assert one != task_id(ReferralId("ref_1"), TaskReason.CALL_ME, 2)
    assert one.startswith("tsk_")


def test_the_same_is_asked_once_and_each_text_by_itself() -> None:
    step = begun(a_referral())
    for message in ("msg_1", "msg_1", "msg_2"):
        step = opened(
            step, TaskReason.TEXT_FAILED, actor=CLOCK, at=NOW, message_id=MessageId(message)
        )
    assert [task.message_id for task in step.referral.tasks] == ["msg_1", "msg_2"]


def test_half_the_nearest_way_she_refused() -> None:
    referral = a_referral(need=replace(a_referral().need, max_minutes=30))  # type: ignore[type-var]
    ways = [
        replace(a_placement(), offered=replace(a_placement().offered, travel_minutes=minutes))
        for minutes in (24, 18, 0)
    ]
    step = nearer(begun(referral), ways, at=NOW)
    assert step is not None
    assert step.referral.need is not None
    assert step.referral.need.max_minutes == 9
    assert step.referral.asked["travel"] == {"maxMinutes": 9}


@pytest.mark.parametrize("minutes", [0, 1, 5])
def test_what_is_next_door_cannot_be_nearer(minutes: int) -> None:
    placement = a_placement()
    next_door = replace(placement, offered=replace(placement.offered, travel_minutes=minutes))
    assert nearer(begun(a_referral()), [next_door], at=NOW) is None


def test_who_lives_nowhere_we_know_is_searched_no_nearer_and_at_no_other_time() -> None:
    step = begun(a_referral(need=None))
    assert nearer(step, [a_placement()], at=NOW) is None
    assert at_part_of_day(step, "evening", at=NOW) is step


def test_an_older_round_has_its_answer() -> None:
    old, new = a_placement("plc_1"), a_placement("plc_2", code="1", round=2)
    referral = a_referral(placements=(old, new))
    assert still_open(referral, round_=1) == (old,)
    assert still_open(referral, round_=None) == (old, new)


def test_a_reply_is_about_one_placement_or_about_none() -> None:
    with pytest.raises(ValueError, match="yes"):
        Reply(Wish.YES)
    with pytest.raises(ValueError, match="none"):
        Reply(Wish.NONE, PlacementId("plc_1"))
    with pytest.raises(ValueError, match="noon"):
        Reply(Wish.OTHER_TIME, part_of_day="noon")


CLOSED = Holidays({HolidayRegion.MIDDEN: ClosedDays(((date(2026, 11, 24), date(2026, 11, 24)),))})
OPEN = Holidays({})
BY_APPOINTMENT = an_activity(sessions=())


def test_she_is_expected_as_scheduled_else_as_offered_else_at_the_next_one() -> None:
    placement, activity = a_placement(), an_activity()
    scheduled = replace(placement, scheduled_at=TUESDAY + timedelta(hours=3))
    assert first_meeting(scheduled, activity, holidays=OPEN, at=NOW) == scheduled.scheduled_at
    assert first_meeting(placement, activity, holidays=OPEN, at=NOW) == TUESDAY
    week_later = TUESDAY + timedelta(days=7)
    assert first_meeting(placement, activity, holidays=OPEN, at=TUESDAY) == week_later
    assert first_meeting(placement, BY_APPOINTMENT, holidays=OPEN, at=TUESDAY) is None


def test_a_meeting_is_held_unless_it_is_closed_or_planned_otherwise() -> None:
    activity = an_activity(closed_in_school_holidays=HolidayRegion.MIDDEN)
    assert is_held(activity, TUESDAY, holidays=OPEN)
    assert not is_held(activity, TUESDAY, holidays=CLOSED)
    assert not is_held(activity, TUESDAY + timedelta(hours=1), holidays=OPEN)


def test_a_meeting_takes_as_long_as_it_is_planned() -> None:
    evening = Session(start=time(20), duration_minutes=45, weekday=Weekday.MON)
    activity = an_activity(sessions=(evening, *an_activity().sessions))
    assert length(activity, TUESDAY) == timedelta(minutes=90)
    assert length(BY_APPOINTMENT, TUESDAY) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("known", "told", "after"),
    [
        ("sent", "delivered", "delivered"),
        ("sent", "failed", "failed"),
        ("failed", "delivered", "delivered"),
        ("delivered", "failed", "delivered"),
        ("delivered", "sent", "delivered"),
        ("pending", "delivered", "pending"),  # no receipt of ours
        ("unknown", "delivered", "unknown"),
    ],
)
def test_a_receipt_moves_a_text_forward_only(known: str, told: str, after: str) -> None:
    message = a_message(state=MessageState(known))
    assert received(message, MessageState(told), why="x").state == after
