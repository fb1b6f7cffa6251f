"""What became of a text: receipts in any order, and what needs a person."""

from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.domain.errors import Permanent, Temporary
from chalicelib.domain.message import MessageState
from chalicelib.domain.referral import Referral
from chalicelib.domain.task import TaskReason
from chalicelib.usecases.owed import sweep
from chalicelib.usecases.receive import Receipt, receive
from tests.fakes.making import NOW
from tests.fakes.ports import FakePorts
from tests.usecases.worlds import a_world, key_of, now_of, referred

SENT, DELIVERED, FAILED = MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED


def sent(ports: FakePorts) -> Referral:
    referral = referred(ports)
    sweep(ports=ports)
    return now_of(referral, ports)


@pytest.mark.parametrize("order", list(permutations([SENT, FAILED, DELIVERED, DELIVERED])))
def test_in_any_order_what_arrived_has_arrived(order: tuple[MessageState, ...]) -> None:
    ports = a_world()
    referral = sent(ports)
    for state in order:
        receive(Receipt("provider-1", state), ports=ports)
    now = now_of(referral, ports)
    assert now.messages[0].state is DELIVERED
    assert [task for task in now.tasks if task.is_open] == []


def test_what_failed_for_good_is_a_task_of_the_same_day() -> None:
    ports = a_world()
    referral = sent(ports)
    for _ in range(2):
        receive(Receipt("provider-1", FAILED, why="unreachable"), ports=ports)
    now = now_of(referral, ports)
    assert (now.messages[0].state, now.messages[0].failure) == (FAILED, "unreachable")
    (task,) = now.tasks
    assert (task.reason, task.deadline) == (TaskReason.TEXT_FAILED, NOW.date())
    assert task.message_id == now.messages[0].id


def test_a_refusal_by_the_provider_is_a_task_too() -> None:
    ports = a_world()
    ports.sms.fails_with = [Permanent("opted_out")]
    referral = sent(ports)
    assert [t.reason for t in referral.tasks] == [TaskReason.TEXT_FAILED]


def test_a_receipt_of_nothing_of_ours_is_passed_over() -> None:
    ports = a_world()
    sent(ports)
    before = ports.referrals.everything()
    receive(Receipt("provider-9", FAILED, at=NOW - timedelta(minutes=1)), ports=ports)
    receive(Receipt("provider-9", FAILED), ports=ports)
    assert ports.referrals.everything() == before


def test_a_receipt_that_overtook_our_own_note_comes_again() -> None:
    with pytest.raises(Temporary):
        receive(Receipt("provider-1", DELIVERED, at=NOW), ports=a_world())


def test_a_receipt_of_somebody_erased_changes_nothing() -> None:
    ports = a_world()
    referral = sent(ports)
    ports.referrals.erase(key_of(referral))
    receive(Receipt("provider-1", FAILED), ports=ports)
