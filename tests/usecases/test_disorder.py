"""What a queue does to its messages, and what a holiday does to a promise, changes no outcome."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from chalicelib.domain.errors import Temporary
from chalicelib.domain.holidays import HolidayRegion, read_holidays
from chalicelib.domain.message import MessageKind
from chalicelib.domain.referral import Referral
from chalicelib.domain.schedule import AMSTERDAM
from chalicelib.domain.vocabulary import WithdrawalReason
from chalicelib.usecases.accept import accept_for_her
from chalicelib.usecases.owed import do_what_is_owed, sweep
from chalicelib.usecases.refer import take_back
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import CAFE, CASE_WORKER, a_world, id_on, now_of, referred


def told(ports: FakePorts) -> list[str]:
    return sorted(reference for _, _, reference in ports.sms.sent)


def three_at_once(ports: FakePorts) -> None:
    """An offer, a choice made, and somebody taken back: each put a message in the queue."""
    referred(ports, "key-1")
    chose = referred(ports, "key-2")
    accept_for_her(chose.id, id_on(chose, "act_cafe"), caller=CASE_WORKER, ports=ports)
    gone = referred(ports, "key-3")
    take_back(gone.id, WithdrawalReason.WORK, caller=CASE_WORKER, ports=ports)


def outcome(order: tuple[int, ...]) -> tuple[list[str], list[object]]:
    """What was sent and how all stand, when the queue hands its messages over in this order."""
    ports = a_world()
    three_at_once(ports)
    queued = list(dict.fromkeys(ports.queue.due))
    for number in order:
        do_what_is_owed(queued[number], ports=ports)
    return told(ports), [stands(ports.referrals.get(key)) for key in queued]


def stands(referral: Referral) -> object:
    """How it stands, whichever number a provider gave its texts."""
    texts = [(message.id, message.state, message.attempt) for message in referral.messages]
    return referral.status, referral.placements, texts, referral.due_at


def test_in_any_order_and_as_often_as_the_queue_likes_each_text_goes_out_once() -> None:
    expected = outcome((0, 1, 2))
    assert expected[0]
    for order in permutations((0, 1, 2)):
        assert outcome(order) == expected
        assert outcome((*order, *order)) == expected


def test_a_table_that_never_answers_leaves_everything_owed_and_nothing_said() -> None:
    ports = a_world()
    referral = referred(ports)
    whole = ports.referrals

    class Away:
        """Finds what is due, and then answers nothing."""

        due = staticmethod(whole.due)
        oldest_due = staticmethod(whole.oldest_due)

        def get(self, _: object) -> Referral:
            raise Temporary("throttled", retry_after_s=1)

    ports.referrals = Away()  # type: ignore[assignment]
    with pytest.raises(Temporary):
        sweep(ports=ports)
    assert told(ports) == []
    ports.referrals = whole
    sweep(ports=ports)
    assert len(told(ports)) == 1
    assert now_of(referral, ports).due_at is not None


def test_a_school_holiday_that_begins_cancels_the_reminder_of_what_is_not_held() -> None:
    """The library says, after she chose, that its café follows the holidays."""
    christmas = {"region": "midden", "first_day": "2026-12-19", "last_day": "2027-01-03"}
    ports = a_world([CAFE], holidays=read_holidays([christmas]))
    ports.now.at = datetime(2026, 12, 17, 9, tzinfo=AMSTERDAM)
    referral = referred(ports)
    accept_for_her(referral.id, id_on(referral, "act_cafe"), caller=CASE_WORKER, ports=ports)
    reminders = [m for m in now_of(referral, ports).messages if m.kind is MessageKind.REMINDER]
    assert reminders
    assert reminders[0].session_at is not None
    assert reminders[0].session_at.date().isoformat() == "2026-12-22"
    closed = replace(CAFE, closed_in_school_holidays=HolidayRegion.MIDDEN)
    ports.activities.put(closed, expected_version=CAFE.version)
    for _ in range(6):
        ports.now.forward(timedelta(days=1))
        sweep(ports=ports)
    after = [m for m in now_of(referral, ports).messages if m.kind is MessageKind.REMINDER]
    assert {m.state for m in after} == {"none"}
    assert {m.failure for m in after} == {"not_wanted"}
